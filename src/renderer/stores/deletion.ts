import type { ErrorShape } from '#shared/errors.ts'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { errorShapeOf, request } from '../bridge.ts'
import { chunk } from '../logic/chunk.ts'
import { refOf, type RecordingEntry } from '../logic/entries.ts'
import { useExplorer } from './explorer.ts'

/** Recordings per request: small enough for the count to move and for "Stop" to mean something. */
const pieceSize = 20

export interface DeleteFailure {
  readonly entry: RecordingEntry
  readonly error: ErrorShape
}

export interface DeleteResult {
  readonly deleted: number
  readonly failures: readonly DeleteFailure[]
  /** Not tried, because the user stopped. */
  readonly skipped: number
}

/** Deletes recordings piece by piece, with an outcome for each. */
export const useDeletion = defineStore('deletion', () => {
  const done = shallowRef(0)
  const isRunning = shallowRef(false)
  let stopper = new AbortController()

  async function run(entries: readonly RecordingEntry[]): Promise<DeleteResult> {
    const explorer = useExplorer()
    const failures: DeleteFailure[] = []
    let deleted = 0
    done.value = 0
    isRunning.value = true
    stopper = new AbortController()
    const { signal } = stopper
    for (const piece of chunk(entries, pieceSize)) {
      if (signal.aborted) break
      const errors = await deletePiece(piece)
      const gone = piece.filter((entry) => errors.get(entry.key) === undefined)
      explorer.removeRows(new Set(gone.map((entry) => entry.key)))
      for (const entry of piece) {
        const error = errors.get(entry.key)
        if (error !== undefined) failures.push({ entry, error })
      }
      deleted += gone.length
      done.value += piece.length
    }
    isRunning.value = false
    return { deleted, failures, skipped: entries.length - done.value }
  }

  return { done, isRunning, run, stop: () => stopper.abort() }
})

/** Errors by path; a recording that the answer does not name counts as not deleted. */
async function deletePiece(piece: readonly RecordingEntry[]): Promise<Map<string, ErrorShape>> {
  const unknown: ErrorShape = { code: 'internal', params: {}, retryable: false }
  try {
    const outcomes = await request('library.delete', {
      recordings: piece.map((entry) => refOf(entry.recording)),
    })
    const byPath = new Map(outcomes.map((outcome) => [outcome.path, outcome.error]))
    const errors = new Map<string, ErrorShape>()
    for (const { key } of piece) {
      const error = byPath.has(key) ? byPath.get(key) : unknown
      if (error) errors.set(key, error)
    }
    return errors
  } catch (error) {
    return new Map(piece.map((entry) => [entry.key, errorShapeOf(error)]))
  }
}
