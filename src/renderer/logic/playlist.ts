import { maxPlaylist } from '#shared/models/playback.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { nameOf } from '#shared/paths.ts'

/** What the player has to know of a recording; an entry of a list is one. */
export interface PlaylistItem {
  readonly key: string
  readonly name: string
  readonly recording: RecordingRef
}

/** Where a recording begins to play. */
export interface Beginning {
  /** From its start; null: where it was left the last time. */
  readonly seconds: number | null
  readonly isPlaying: boolean
}

export function itemOf(recording: RecordingRef): PlaylistItem {
  return { key: recording.path, name: nameOf(recording.path), recording }
}

/** The part of a long list around one place of it that can be handed on. */
export function around<Item>(
  items: readonly Item[],
  index: number,
  max = maxPlaylist,
): { readonly items: readonly Item[]; readonly index: number } {
  const from = Math.max(0, Math.min(index - Math.floor(max / 2), items.length - max))
  return { items: items.slice(from, from + max), index: index - from }
}
