/** A line that all transfers share, as a company's to the Internet is shared: bytes leave one after the other. */
export class Link {
  readonly #bytesPerMs: number
  #freeAt = 0

  /** @param kbps kilobits (1000 bits) per second; 0 is unlimited */
  constructor(kbps: number) {
    this.#bytesPerMs = kbps / 8
  }

  /** Bytes per second; 0 is unlimited. */
  get rate(): number {
    return this.#bytesPerMs * 1000
  }

  /** Puts bytes on the line behind those of others. @returns when they are through, by `performance.now()` */
  send(bytes: number): number {
    if (this.#bytesPerMs === 0) return 0
    this.#freeAt = Math.max(this.#freeAt, performance.now()) + bytes / this.#bytesPerMs
    return this.#freeAt
  }
}
