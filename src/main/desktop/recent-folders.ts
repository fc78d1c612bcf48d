import { z } from 'zod'
import { folderPath } from '#shared/ipc/schemas.ts'
import type { Session } from '#shared/models/account.ts'
import { nameOf } from '#shared/paths.ts'
import { shownName } from '#shared/shown-name.ts'
import type { JsonFile } from '../storage/json-file.ts'

/** As many as Windows shows in a jump list by default. */
const maxFolders = 10

/** `folders.json`: folders that were opened, the last one first, and whose they are. */
export const recentFoldersSchema = z.object({
  profileId: z.string().nullable(),
  paths: z.array(folderPath).max(maxFolders),
})
export type RecentFoldersFile = z.output<typeof recentFoldersSchema>
export const noRecentFolders: RecentFoldersFile = { profileId: null, paths: [] }

export interface RecentFolder {
  readonly path: string
  readonly title: string
}

export interface RecentFoldersOptions {
  readonly file: JsonFile<RecentFoldersFile>
  /** Folders that were taken out of the list on the desktop since it was shown there. */
  readonly removed: () => ReadonlySet<string>
  /** Puts them into the jump list or the dock's menu. */
  readonly show: (folders: readonly RecentFolder[]) => void
  readonly onFailure: (error: unknown) => void
}

/** The folders that one account opened last, for the desktop. Another account's are forgotten. */
export class RecentFolders {
  readonly #options: RecentFoldersOptions
  #isSignedIn = false
  #written = Promise.resolve()

  constructor(options: RecentFoldersOptions) {
    this.#options = options
  }

  /**
   * Who is signed in has changed. After signing out nobody shall read the folders off the desktop; an account that could not be
   * signed in at the start, for want of a network, is not gone.
   */
  follow(session: Session): void {
    if (session.status === 'signedIn') {
      this.#isSignedIn = true
      this.#belongTo(session.profile.id)
    } else if (session.status === 'signedOut' && (this.#isSignedIn || session.profileId === null)) {
      this.#isSignedIn = false
      this.#belongTo(null)
    }
  }

  /** The root needs no shortcut. */
  opened(path: string): void {
    const { value } = this.#options.file
    if (value.profileId === null || path === '/' || value.paths[0] === path) return
    const others = value.paths.filter((other) => other !== path)
    this.#keep({ ...value, paths: [path, ...others].slice(0, maxFolders) })
  }

  /** Resolves when everything is written. */
  close(): Promise<void> {
    return this.#written
  }

  #belongTo(profileId: string | null): void {
    const { value } = this.#options.file
    const removed = this.#options.removed()
    if (value.profileId !== profileId) this.#keep({ profileId, paths: [] })
    else if (value.paths.some((path) => removed.has(path))) this.#keep(value)
    else this.#show(value)
  }

  #keep(wanted: RecentFoldersFile): void {
    const removed = this.#options.removed()
    const next = { ...wanted, paths: wanted.paths.filter((path) => !removed.has(path)) }
    this.#written = this.#options.file.write(next).catch(this.#options.onFailure)
    this.#show(next)
  }

  #show({ paths }: RecentFoldersFile): void {
    this.#options.show(paths.map((path) => ({ path, title: shownName(nameOf(path)) })))
  }
}
