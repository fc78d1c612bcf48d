import { parentPort, workerData } from 'node:worker_threads'
import { carryOut } from './carry-out.ts'
import type { TrimAnswer, TrimTask } from './trim-protocol.ts'

/**
 * Entry of the thread that looks into a movie or copies a part of it: once, then it ends. A damaged file may keep it busy for
 * ever or fill its memory, which then is its end and nothing else's.
 */
const port = parentPort
if (port === null) throw new Error('This file runs as a worker thread')
const say = (answer: TrimAnswer): void => port.postMessage(answer)

/** How often it says how far it is. ms */
const sayEveryMs = 100

let saidAt = 0
function progress(share: number): void {
  const now = performance.now()
  if (now - saidAt < sayEveryMs) return
  saidAt = now
  say({ kind: 'progress', share })
}

say(await carryOut(workerData as TrimTask, progress))
// Whatever the library still has open: nothing waits for it.
port.close()
