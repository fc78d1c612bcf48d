import type { ErrorShape } from '../errors.ts'
import type { RecordingRef } from './recording.ts'

/** In the address of a recording: only what is on disk is looked at. */
export const peekParameter = 'peek'

/** A recording that can be played now. */
export interface Playback {
  readonly id: string
  /** For a video element; ends with the playback. */
  readonly url: string
  /** Where it was left the last time. Seconds from the start; 0 for the start. */
  readonly startAt: number
  /** The download that it is played from; null for a local copy. */
  readonly transferId: string | null
}

/**
 * How the download of a recording that is being watched is doing.
 * - `complete`: it is here
 * - `coming`: it is on its way
 * - `waiting`: it goes on by itself, `error` says what for
 * - `stopped`: it was paused or cancelled
 * - `failed`: `error` says why
 */
export type PlaybackState = 'complete' | 'coming' | 'waiting' | 'stopped' | 'failed'

/** What of a recording is on disk. */
export interface PlaybackProgress {
  readonly state: PlaybackState
  readonly error: ErrorShape | null
  /** bytes; null as long as nobody knows */
  readonly size: number | null
  /** `[start, end)` in bytes, in order. */
  readonly ranges: readonly (readonly [number, number])[]
  /** Any part can be had now. Otherwise the server sends it from its first byte to its last. */
  readonly canJump: boolean
}

/** Which recordings are on this computer, whole and unchanged. By their paths on the server. */
export interface CopyMarks {
  readonly here: readonly string[]
  /** The server has another recording in their place since they were downloaded. */
  readonly changed: readonly string[]
}

/** Recordings that the player's own window can be given at a time. */
export const maxPlaylist = 10_000

/** What the player's own window plays. */
export interface OwnPlaylist {
  /** Another one each time that the window is given something to play. */
  readonly id: string
  /** In the order of the list that they come from; {@link maxPlaylist} at most. */
  readonly recordings: readonly RecordingRef[]
  /** Where among them it begins. */
  readonly index: number
  /** Where in that recording, from its start; null: where it was left the last time. */
  readonly milliseconds: number | null
  /** False: it was paused where it comes from. */
  readonly isPlaying: boolean
  /** One after the other, as they were selected together. */
  readonly playsOn: boolean
}
