/** What can be cut out of a recording without encoding anything anew. */
export interface TrimFacts {
  /** seconds */
  readonly duration: number
  /** bytes of the whole file */
  readonly size: number
  /** Where a copy can begin, in seconds, in order: at pictures that need no other to be shown. Never empty. */
  readonly keyTimes: readonly number[]
}

/** A copy of a part of a recording. */
export interface TrimSaved {
  /** For showing it in its folder. */
  readonly id: string
  readonly name: string
}

/** How far a copy is. */
export interface TrimProgress {
  /** Of the call that makes it. */
  readonly abortId: string
  /** 0 … 1 */
  readonly share: number
}
