import { AppError, type ErrorShape } from '#shared/errors.ts'
import type { Logger } from './logging/logger.ts'

/** What cannot be written is told of so often at most. ms */
const restMs = 60 * 60_000

export interface ProblemsOptions {
  /** A problem has come up while the app runs. */
  readonly onProblem: (problem: ErrorShape) => void
  readonly log: Logger
  readonly now?: () => number
}

/**
 * What the user is told of without having asked for anything: what was the matter at the start, and that the app cannot write down
 * what it should remember. A full disk must not keep anyone from signing in, browsing or deleting.
 */
export class Problems {
  readonly #options: ProblemsOptions
  readonly #list: ErrorShape[] = []
  #toldAt = -Infinity

  constructor(options: ProblemsOptions) {
    this.#options = options
  }

  /** Grows while the app runs. */
  get list(): readonly ErrorShape[] {
    return this.#list
  }

  add(problem: AppError): void {
    const shape = problem.toShape()
    this.#list.push(shape)
    this.#options.onProblem(shape)
  }

  /** Writes what one can do without; it holds for this run all the same. Resolves either way. */
  async attempt(what: string, write: () => unknown): Promise<void> {
    try {
      await write()
    } catch (error) {
      this.unwritten(what, error)
    }
  }

  /** Something that the app should remember could not be written, for whatever reason. */
  unwritten(what: string, error: unknown): void {
    const { log, now = Date.now } = this.#options
    log.warn('not written', { what, error })
    if (now() - this.#toldAt < restMs) return
    this.#toldAt = now()
    const problem = new AppError('storage.notWritable', { cause: error })
    const place = this.#list.findIndex(({ code }) => code === problem.code)
    if (place !== -1) this.#list.splice(place, 1)
    this.add(problem)
  }
}
