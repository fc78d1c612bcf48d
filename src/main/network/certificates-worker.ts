import { parentPort } from 'node:worker_threads'
import { trustedCertificates } from './trusted-certificates.ts'

/** Entry of the thread that reads the system's certificates: once, then it ends. */
const port = parentPort
if (port === null) throw new Error('This file runs as a worker thread')
port.postMessage(trustedCertificates())
