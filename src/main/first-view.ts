/** The page is given so long to paint something. ms */
const patienceMs = 1500

/**
 * Whether the window has painted its first view. What is only asked in order to bring that up to date waits for it: on a small
 * machine both want the same processors, and nobody looks at an answer before there is a view.
 */
export class FirstView {
  readonly #painted = Promise.withResolvers<undefined>()
  #isPainted = false

  get isPainted(): boolean {
    return this.#isPainted
  }

  /** Resolves once there is a view, or when it is no longer waited for. Never rejects. */
  get painted(): Promise<undefined> {
    return this.#painted.promise
  }

  /** The page loads from now on: one that never paints holds nothing up for longer than {@link patienceMs}. */
  begin(): void {
    setTimeout(() => this.paint(), patienceMs).unref()
  }

  /** The page has said that it is painted. */
  paint(): void {
    this.#isPainted = true
    this.#painted.resolve(undefined)
  }
}
