import { Logging, LogLevel } from 'mediabunny'
import { AppError, type ErrorShape } from '#shared/errors.ts'
import { cutMovie } from './cut-movie.ts'
import { assertFrameCounts } from './frame-counts.ts'
import { sourceOf, targetOf } from './movie-files.ts'
import { factsOf, openMovie } from './open-movie.ts'
import type { TrimAnswer, TrimTask } from './trim-protocol.ts'

/** A part is no longer than the whole, but for tables that are written in another way. Bytes */
export const mostBytes = (size: number): number => size * 1.25 + 2 ** 20

/**
 * Looks into a movie or copies a part of it. A damaged file may keep it busy for ever, or fill the memory: only a thread that
 * can be ended is to call it, and one task after the other.
 *
 * @param onProgress share of the part, 0 … 1; also called when there is nothing but the sign of life to tell
 * @returns never `progress`; never rejects
 */
export async function carryOut(task: TrimTask, onProgress: (share: number) => void): Promise<TrimAnswer> {
  Logging.level = LogLevel.Silent
  const noticed = { editLists: false }
  const forget = Logging.on('warn', (words) => {
    // With several, the copy would have other times than the player shows.
    if (words.some((word) => String(word).includes('edit list'))) noticed.editLists = true
  })
  try {
    assertFrameCounts(task.source)
    const movie = await openMovie(sourceOf(task.source))
    if (noticed.editLists) throw new AppError('trim.unreadable')
    if (task.kind === 'look') {
      return { kind: 'looked', facts: await factsOf(movie, () => onProgress(0)) }
    }
    await cutMovie(movie, targetOf(task.target, mostBytes(movie.size)), task, onProgress)
    return { kind: 'cut' }
  } catch (error) {
    return { kind: 'failed', error: shapeOf(error) }
  } finally {
    forget()
  }
}

/** What the library throws is about the file: it is damaged, or nothing that it can copy. */
function shapeOf(error: unknown): ErrorShape {
  return (error instanceof AppError ? error : new AppError('trim.unreadable')).toShape()
}
