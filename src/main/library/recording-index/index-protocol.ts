import type { ProfileIndex } from './index.types.ts'

/** Which index is meant. */
export interface IndexAddress {
  readonly profileId: string
  /** The database, or `:memory:`. */
  readonly file: string
}

type Call = {
  [Name in keyof ProfileIndex]: { readonly name: Name; readonly args: Parameters<ProfileIndex[Name]> }
}[keyof ProfileIndex]

/** What the index thread is asked. `release` closes an index until it is asked for again, `delete` for ever. */
export type IndexRequest = Call | { readonly name: 'release' | 'delete'; readonly args: readonly [] }

/** Main thread → index thread; null: finish what was asked before, close everything and end. */
export type IndexMessage = (IndexRequest & IndexAddress & { readonly id: number }) | null

/** Of an answer that nobody has asked for. */
export const noRequest = 0

/** Index thread → main thread. */
export type IndexAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  /** `isUnwritten`: the disk does not take what was to be kept. */
  | { readonly id: number; readonly ok: false; readonly message: string; readonly isUnwritten: boolean }
