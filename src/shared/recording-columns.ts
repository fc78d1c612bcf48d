import type { Recording } from './models/recording.ts'
import { parseRecordingName } from './recording-name.ts'

/**
 * Recordings of one folder on their way between processes: columns in place of objects. Structured clone writes the
 * name of every property of every object, and Electron's contextBridge then walks through each of them again: 10,000
 * recordings as objects are 100,000 values, as columns they are five.
 */
export interface RecordingColumns {
  readonly count: number
  /** One a line: a name has no control characters. */
  readonly names: string
  /** NaN stands for null in every column. */
  readonly ids: Float64Array
  /** bytes */
  readonly sizes: Float64Array
  /** 1 = the size is exact */
  readonly exact: Uint8Array
  /** epoch ms */
  readonly createdAt: Float64Array
}

/** What the columns hold of a recording; the rest follows from folder and name. */
export type RecordingFacts = Pick<Recording, 'name' | 'id' | 'size' | 'sizeIsExact' | 'createdAt'>

/** Recordings → columns, in the order given. Their folder is not among them. */
export function packRecordings(recordings: readonly RecordingFacts[]): RecordingColumns {
  return {
    count: recordings.length,
    names: recordings.map(({ name }) => name).join('\n'),
    ids: Float64Array.from(recordings, ({ id }) => id ?? Number.NaN),
    sizes: Float64Array.from(recordings, ({ size }) => size ?? Number.NaN),
    exact: Uint8Array.from(recordings, ({ sizeIsExact }) => (sizeIsExact ? 1 : 0)),
    createdAt: Float64Array.from(recordings, ({ createdAt }) => createdAt ?? Number.NaN),
  }
}

export const noRecordings: RecordingColumns = packRecordings([])

/** Columns → what they hold, in order. */
export function factsOf(columns: RecordingColumns): RecordingFacts[] {
  const names = columns.count === 0 ? [] : columns.names.split('\n')
  return names.map((name, index) => ({
    name,
    id: at(columns.ids, index),
    size: at(columns.sizes, index),
    sizeIsExact: columns.exact[index] === 1,
    createdAt: at(columns.createdAt, index),
  }))
}

/** Columns → recordings of `folder` (`/A/`), in order. */
export function unpackRecordings(folder: string, columns: RecordingColumns): Recording[] {
  return factsOf(columns).map((facts) => recordingIn(folder, facts))
}

/** A recording from its folder (`/A/`) and the facts about it. */
export function recordingIn(
  folder: string,
  { name, id, size, sizeIsExact, createdAt }: RecordingFacts,
): Recording {
  const named = parseRecordingName(name)
  return { id, path: folder + name, folder, name, size, sizeIsExact, createdAt, named }
}

function at(column: Float64Array, index: number): number | null {
  const value = column[index]
  return value === undefined || Number.isNaN(value) ? null : value
}
