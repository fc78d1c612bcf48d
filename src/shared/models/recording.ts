import type { RecordingName } from '../recording-name.ts'

/** A file on the netDisk, in the one clean form that every server variant decodes to. */
export interface Recording {
  /** Server's id, or null where it sends none. */
  readonly id: number | null
  /** `/A/b.mp4`: starts with one slash, identifies the recording. */
  readonly path: string
  /** `/A/`: starts and ends with a slash; the root is `/`. */
  readonly folder: string
  readonly name: string
  /** bytes; null when the server's text cannot be read */
  readonly size: number | null
  /** False when the server rounded (`1.5 MB`): the size may be shown, not verified against. */
  readonly sizeIsExact: boolean
  /** Upload time as epoch ms, or null when unreadable. */
  readonly createdAt: number | null
  /** What its name says by the vendor's convention; null for any other name. */
  readonly named: RecordingName | null
}

/** What a request needs to name a recording again. */
export type RecordingRef = Pick<Recording, 'id' | 'path' | 'size' | 'sizeIsExact' | 'createdAt'>
