import type { Reply, RequestName, RequestOutput } from '#shared/ipc/contract.ts'

/** What every page asks before it shows anything. */
const askedFirst = ['app.info', 'settings.get', 'accounts.state', 'folders.memory', 'trust.list'] as const
type AskedFirst = (typeof askedFirst)[number]

/** After such an event an earlier answer is not what main would say now. */
const outdatedBy: Readonly<Record<string, readonly AskedFirst[]>> = {
  'settings.changed': ['settings.get'],
  'accounts.changed': ['accounts.state', 'folders.memory'],
  'trust.changed': ['trust.list'],
  'app.problem': ['app.info'],
}

/** Answers that are on their way before the page asks: main has them ready by the time that the page's scripts have loaded. */
export class EarlyAnswers {
  readonly #answers = new Map<string, Promise<Reply<unknown>>>()

  constructor(ask: (name: AskedFirst) => Promise<Reply<unknown>>) {
    for (const name of askedFirst) this.#answers.set(name, ask(name))
  }

  /** The answer to a request without input, to be given once; null: main is to be asked, now. */
  take<Name extends RequestName>(name: Name): Promise<Reply<RequestOutput<Name>>> | null {
    const answer = this.#answers.get(name) ?? null
    this.#answers.delete(name)
    // Kept under the name that main was asked by.
    return answer as Promise<Reply<RequestOutput<Name>>> | null
  }

  /** The answer to come, for whoever does not take it. */
  peek<Name extends AskedFirst>(name: Name): Promise<Reply<RequestOutput<Name>>> | undefined {
    return this.#answers.get(name) as Promise<Reply<RequestOutput<Name>>> | undefined
  }

  /** Main has told of something. */
  told(eventName: string): void {
    for (const name of outdatedBy[eventName] ?? []) this.#answers.delete(name)
  }
}
