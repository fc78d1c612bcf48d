/** The app was started once more while it runs. */
export interface LaterStart {
  readonly argv: readonly string[]
  /** Of the process that was started. */
  readonly folder: string
}

/** Later starts of the app: those that come while it is still being built wait for whoever follows them. */
export class LaterStarts {
  #follower: ((start: LaterStart) => void) | null = null
  #waiting: LaterStart[] = []

  note(start: LaterStart): void {
    if (this.#follower === null) this.#waiting.push(start)
    else this.#follower(start)
  }

  follow(follower: (start: LaterStart) => void): void {
    this.#follower = follower
    const waiting = this.#waiting
    this.#waiting = []
    for (const start of waiting) follower(start)
  }
}
