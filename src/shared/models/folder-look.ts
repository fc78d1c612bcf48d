import type { ListLook } from './settings.ts'

/** How one folder is shown. Columns are the same everywhere. */
export type FolderLook = Pick<ListLook, 'view' | 'sort'>

export interface KeptLook extends FolderLook {
  /** `/A/` */
  readonly folder: string
}

/** What is remembered of an account's folders. */
export interface FolderMemory {
  /** The folder that was opened last; `/` when none was. */
  readonly lastFolder: string
  /** Of folders that were given a look of their own, the one that was used longest ago first. */
  readonly looks: readonly KeptLook[]
}

/** Folders of an account whose look is remembered: those that were used last. */
export const maxFolderLooks = 500
