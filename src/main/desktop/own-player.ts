import { randomUUID } from 'node:crypto'
import type { OwnPlaylist } from '#shared/models/playback.ts'
import { nameOf } from '#shared/paths.ts'
import { shownName } from '#shared/shown-name.ts'

/** The part of a BrowserWindow that this needs. */
export interface PlayerWindow {
  isMinimized(): boolean
  restore(): void
  focus(): void
  /** Tells `onClosed`. */
  close(): void
}

export interface OwnPlayerOptions<Window extends PlayerWindow> {
  readonly openWindow: (title: string, onClosed: () => void) => Window
  /** The window that is open is to play something else. */
  readonly onChange: () => void
}

/**
 * The player's own window and what it plays. There is one: playing something else in it puts that in its place, so that
 * two recordings never talk over each other, and nobody has to look for the right window among many.
 */
export class OwnPlayer<Window extends PlayerWindow> {
  readonly #options: OwnPlayerOptions<Window>
  #window: Window | null = null
  #playlist: OwnPlaylist | null = null
  /** Whose recordings they are. */
  #profileId: string | null = null

  constructor(options: OwnPlayerOptions<Window>) {
    this.#options = options
  }

  get window(): Window | null {
    return this.#window
  }

  play(profileId: string, playlist: Omit<OwnPlaylist, 'id'>): void {
    this.#profileId = profileId
    this.#playlist = { ...playlist, id: randomUUID() }
    const window = this.#window
    if (window === null) {
      const first = playlist.recordings[playlist.index]
      const opened = this.#options.openWindow(shownName(nameOf(first?.path ?? '')), () =>
        this.#closed(opened),
      )
      this.#window = opened
      return
    }
    this.#options.onChange()
    if (window.isMinimized()) window.restore()
    window.focus()
  }

  /** For its page. The place to begin at is told once: a page that is loaded again goes on where it was left. */
  take(): OwnPlaylist | null {
    const playlist = this.#playlist
    if (playlist !== null) this.#playlist = { ...playlist, milliseconds: null }
    return playlist
  }

  /**
   * Its page has come to a recording, or was paused there, or plays again.
   *
   * @param id of the playlist that it plays: what it says of one that was replaced meanwhile is nothing
   * @param index a place in it
   */
  plays(id: string, index: number, isPlaying: boolean): void {
    const playlist = this.#playlist
    if (playlist?.id === id && index < playlist.recordings.length)
      this.#playlist = { ...playlist, index, isPlaying }
  }

  /** Recordings of one account are not played for another. @param profileId who is signed in; null: nobody */
  follow(profileId: string | null): void {
    if (profileId !== this.#profileId) this.close()
  }

  close(): void {
    this.#playlist = null
    this.#window?.close()
  }

  #closed(window: Window): void {
    if (this.#window !== window) return
    this.#window = null
    this.#playlist = null
    this.#profileId = null
  }
}
