import { parentPort, workerData } from 'node:worker_threads'
import { Logging, LogLevel } from 'mediabunny'
import { AppError, type ErrorShape } from '#shared/errors.ts'
import { cutMovie } from './cut-movie.ts'
import { sourceOf, targetOf } from './movie-files.ts'
import { factsOf, openMovie } from './open-movie.ts'
import type { TrimAnswer, TrimTask } from './trim-protocol.ts'

/**
 * Entry of the thread that looks into a movie or copies a part of it: once, then it ends. A damaged file may keep it busy for
 * ever or fill its memory, which then is its end and nothing else's.
 */
const port = parentPort
if (port === null) throw new Error('This file runs as a worker thread')
const say = (answer: TrimAnswer): void => port.postMessage(answer)

/** A part is no longer than the whole, but for tables that are written in another way. Bytes */
const mostBytes = (size: number): number => size * 1.25 + 2 ** 20

/** How often it says how far it is. ms */
const sayEveryMs = 100

Logging.level = LogLevel.Silent
let isBeyondUs = false
Logging.on('warn', (words) => {
  // With several, the copy would have other times than the player shows.
  if (words.some((word) => String(word).includes('edit list'))) isBeyondUs = true
})

let saidAt = 0
function progress(share: number): void {
  const now = performance.now()
  if (now - saidAt < sayEveryMs) return
  saidAt = now
  say({ kind: 'progress', share })
}

async function carryOut(task: TrimTask): Promise<TrimAnswer> {
  const movie = await openMovie(sourceOf(task.source))
  if (isBeyondUs) throw new AppError('trim.unreadable')
  if (task.kind === 'look') {
    return { kind: 'looked', facts: await factsOf(movie, () => progress(0)) }
  }
  await cutMovie(movie, targetOf(task.target, mostBytes(movie.size)), task, progress)
  return { kind: 'cut' }
}

/** What the library throws is about the file: it is damaged, or nothing that it can copy. */
function shapeOf(error: unknown): ErrorShape {
  return (error instanceof AppError ? error : new AppError('trim.unreadable')).toShape()
}

say(
  await carryOut(workerData as TrimTask).catch((error: unknown): TrimAnswer => ({
    kind: 'failed',
    error: shapeOf(error),
  })),
)
// Whatever the library still has open: nothing waits for it.
port.close()
