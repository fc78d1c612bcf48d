import type { ErrorShape } from '../errors.ts'

/** How far the background listing of folders has come that nobody has opened. */
export interface CrawlState {
  /**
   * - `off`: turned off, or nobody is signed in
   * - `running`
   * - `paused`: the user's own listings and transfers have the line
   * - `waiting`: the server could not be asked; again at `until`, or with the next sign-in when that is null
   * - `idle`: every folder is known
   */
  readonly status: 'off' | 'running' | 'paused' | 'waiting' | 'idle'
  /** Folders that are known by name. */
  readonly folders: number
  /** Of these, those that were never listed to their end: a search does not see what is in them. */
  readonly foldersLeft: number
  readonly recordings: number
  /** epoch ms */
  readonly until: number | null
  /** Why it waits. */
  readonly error: ErrorShape | null
}

export const crawlOff: CrawlState = {
  status: 'off',
  folders: 0,
  foldersLeft: 0,
  recordings: 0,
  until: null,
  error: null,
}
