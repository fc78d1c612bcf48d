import type { Entry, RecordingEntry } from './entries.ts'

/** So many are handed to the system's player at a time: each may open a window of its own. */
export const maxOpenedInSystem = 15

export type Opening =
  | { readonly kind: 'folder'; readonly path: string }
  /** At least one. */
  | { readonly kind: 'recordings'; readonly recordings: readonly [RecordingEntry, ...RecordingEntry[]] }

/**
 * What opening a selection does: the one thing that is selected is opened, of several the recordings are played one after the
 * other, whatever folders are among them. Null: there is nothing that could be opened.
 */
export function openingOf(selected: readonly Entry[]): Opening | null {
  const [only] = selected
  if (selected.length === 1 && only?.kind === 'folder') return { kind: 'folder', path: only.key }
  const [first, ...rest] = selected.filter((entry) => entry.kind === 'recording')
  return first === undefined ? null : { kind: 'recordings', recordings: [first, ...rest] }
}
