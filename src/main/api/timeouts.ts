/** All in ms. */
export interface ClientTimeouts {
  /** Each of: finding the address, opening the connection, agreeing on TLS. */
  readonly connect: number
  /** A whole query or delete, from the first byte out to the last byte in. They are small: slower means broken. */
  readonly call: number
  /**
   * An upload during which no byte moves either way. There is no limit on an upload as a whole: 500 MB over a slow
   * line is legitimate for as long as it moves.
   */
  readonly uploadIdle: number
  /** From the last byte of an upload to the answer: the server may be moving the file to its store. */
  readonly uploadAnswer: number
  /** Longest `Retry-After` that is waited for. A longer one is reported to the caller at once. */
  readonly maxRetryAfter: number
  /** First pause before a retry; doubles each time, ±50 % at random. */
  readonly retryPause: number
}

export const defaultTimeouts: ClientTimeouts = {
  connect: 10_000,
  call: 30_000,
  uploadIdle: 60_000,
  uploadAnswer: 60_000,
  maxRetryAfter: 10_000,
  retryPause: 500,
}
