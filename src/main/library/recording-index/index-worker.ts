import { parentPort } from 'node:worker_threads'
import { IndexDesk } from './index-desk.ts'
import type { IndexMessage } from './index-protocol.ts'

/**
 * Entry of the index thread. SQLite's calls block, and searching is work: neither may hold up the main process, which
 * moves bytes and windows.
 */
const port = parentPort
if (port === null) throw new Error('This file runs as a worker thread')

const desk = new IndexDesk((answer) => port.postMessage(answer))
port.on('message', (message: IndexMessage) => {
  if (message === null) desk.close(() => port.close())
  else desk.receive(message)
})
