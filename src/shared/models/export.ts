/** Links that one command copies; each costs a question to the server. */
export const maxLinks = 100

export interface LinksCopied {
  readonly copied: number
  /** Recordings that have no address any more. */
  readonly failed: number
}
