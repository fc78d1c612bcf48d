import type { Worker } from 'node:worker_threads'
import type { Logger } from '../logging/logger.ts'
import { trustedCertificates } from './trusted-certificates.ts'

export interface ReadCertificatesOptions {
  readonly platform: NodeJS.Platform
  /** Of `certificates-worker`. */
  readonly createWorker: () => Pick<Worker, 'once'>
  readonly log: Logger
  /** Reads them here and now. */
  readonly read?: () => readonly string[]
}

/**
 * PEM certificates of whom the system trusts. On macOS Node has each certificate of the keychains weighed by another process, one after
 * the other and with questions to the network: 5 s behind a filter of the network, and two minutes with a thousand certificates
 * have been seen (nodejs/node#63313, microsoft/vscode#333830). There a thread waits for that, since main moves windows and bytes.
 * Elsewhere it is one look into a store or a file, which takes less than a thread would to start.
 */
export async function readCertificates(options: ReadCertificatesOptions): Promise<readonly string[]> {
  const { platform, createWorker, log, read = trustedCertificates } = options
  if (platform !== 'darwin') return read()
  try {
    return await answerOf(createWorker())
  } catch (error) {
    log.warn('no thread reads the certificates', { error })
    return read()
  }
}

function answerOf(worker: Pick<Worker, 'once'>): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    worker.once('message', (certificates: readonly string[]) => resolve(certificates))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The thread has ended (${code})`)))
  })
}
