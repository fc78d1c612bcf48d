import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process of ours that answers every message with one. */
export class Child {
  readonly #process: ChildProcess

  private constructor(child: ChildProcess) {
    this.#process = child
  }

  /**
   * Starts a program of this folder; it says one thing when it is ready, which is answered too.
   *
   * @throws Error when it ends before that
   */
  static async start(
    program: string,
    argument: string,
  ): Promise<{ readonly child: Child; readonly ready: unknown }> {
    const file = fileURLToPath(new URL(program, import.meta.url))
    const child = new Child(fork(file, [argument], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }))
    return { child, ready: await child.#next() }
  }

  /** @throws Error when the process ends instead of answering */
  async ask(message: object): Promise<unknown> {
    const answer = this.#next()
    this.#process.send(message)
    return await answer
  }

  stop(): void {
    this.#process.kill()
  }

  async #next(): Promise<unknown> {
    const settled = new AbortController()
    const { signal } = settled
    const ended = once(this.#process, 'exit', { signal }).then(([code]) => {
      throw new Error(`the process ended with ${String(code)}`)
    })
    try {
      const [message] = (await Promise.race([once(this.#process, 'message', { signal }), ended])) as [unknown]
      return message
    } finally {
      ended.catch(() => undefined)
      settled.abort()
    }
  }
}
