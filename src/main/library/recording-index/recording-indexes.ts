import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors.ts'
import type { FirstView } from '../../first-view.ts'
import type { Logger } from '../../logging/logger.ts'
import { FirstLook } from './first-look.ts'
import type { IndexAddress, IndexAnswer, IndexMessage, IndexRequest } from './index-protocol.ts'
import type { ProfileIndex } from './index.types.ts'

/** ms that closing waits for what is still to be written */
const closingTime = 3000

export interface RecordingIndexesOptions {
  /** Where the databases lie, one for each profile; null keeps them in memory. */
  readonly folder: string | null
  readonly createWorker: () => Worker
  /** The thread begins once there is a view; absent: with the first question. */
  readonly firstView?: Pick<FirstView, 'painted'>
  /** What was listed is not kept; absent: nobody is told. */
  readonly onUnwritten?: (error: unknown) => void
  readonly log: Logger
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * The recording indexes of all profiles, in a thread of their own. Before the first view folders are looked up without it, and
 * whatever else it is asked waits, in its order.
 */
export class RecordingIndexes {
  readonly #options: RecordingIndexesOptions
  readonly #pending = new Map<number, Pending>()
  /** Deleted for good: what is still on its way for them must not bring them back. */
  readonly #deleted = new Set<string>()
  /** Until the thread may begin. */
  #look: FirstLook | null = null
  readonly #begun = Promise.withResolvers<undefined>()
  #worker: Worker | null = null
  #lastId = 0
  #isClosed = false

  constructor(options: RecordingIndexesOptions) {
    this.#options = options
    const { firstView } = options
    if (firstView === undefined) return
    this.#look = new FirstLook()
    // Before whoever waits for the same, and so before their questions are put.
    void this.#begun.promise.then(() => {
      this.#look?.close()
      this.#look = null
    })
    void firstView.painted.then(this.#begun.resolve)
  }

  /** Starts the thread, so that the first question need not wait for it: after the first view, where that is waited for. */
  start(): void {
    if (this.#look !== null) void this.#begun.promise.then(() => this.start())
    else if (!this.#isClosed) this.#worker ??= this.#launch()
  }

  /** The index of a profile; nothing is opened before it is asked. */
  of(profileId: string): ProfileIndex {
    const address = this.#addressOf(profileId)
    // The protocol has the types of questions; the thread's answers go with them.
    const ask = <Value>(request: IndexRequest): Promise<Value> =>
      this.#ask(address, request) as Promise<Value>
    return {
      openFolder: (...args) => ask({ name: 'openFolder', args }),
      rowsAfter: (...args) => ask({ name: 'rowsAfter', args }),
      apply: (...args) => ask({ name: 'apply', args }),
      search: (...args) => ask({ name: 'search', args }),
      counts: (...args) => ask({ name: 'counts', args }),
      nextToCrawl: (...args) => ask({ name: 'nextToCrawl', args }),
      noteCrawlFailure: (...args) => ask({ name: 'noteCrawlFailure', args }),
    }
  }

  /** Frees what an index holds in memory until it is asked for again. */
  async release(profileId: string): Promise<void> {
    // What is only in memory would be gone.
    if (this.#options.folder === null) return
    await this.#ask(this.#addressOf(profileId), { name: 'release', args: [] })
  }

  /** Deletes a profile's index with everything that was ever listed, and keeps no other until it is admitted. */
  async delete(profileId: string): Promise<void> {
    const deleting = this.#ask(this.#addressOf(profileId), { name: 'delete', args: [] })
    this.#deleted.add(profileId)
    await deleting
  }

  /** The profile has signed in: if its index was deleted, it may have one again. */
  admit(profileId: string): void {
    this.#deleted.delete(profileId)
  }

  /** Deletes the indexes of profiles that are no more: the app may have ended before it came to that. */
  async deleteAllBut(profileIds: readonly string[]): Promise<void> {
    const { folder } = this.#options
    if (folder === null) return
    const known = new Set(profileIds)
    const found = new Set(namesIn(folder).flatMap((name) => /^([\w-]+)\.db/u.exec(name)?.[1] ?? []))
    await Promise.all([...found].filter((id) => !known.has(id)).map((id) => this.delete(id)))
  }

  /** Ends the thread once it has written what it was given. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#begun.resolve(undefined)
    // What has waited is put in line.
    if (this.#look !== null) await this.#begun.promise
    const worker = this.#worker
    if (worker === null) return
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    post(worker, null)
    const timer = setTimeout(() => void worker.terminate(), closingTime)
    await ended
    clearTimeout(timer)
  }

  #addressOf(profileId: string): IndexAddress {
    const { folder } = this.#options
    return { profileId, file: folder === null ? ':memory:' : path.join(folder, `${profileId}.db`) }
  }

  async #ask(address: IndexAddress, request: IndexRequest): Promise<unknown> {
    if (this.#isClosed) throw new Error('The recording index is closed')
    if (this.#deleted.has(address.profileId)) throw new Error('The recording index is deleted')
    if (this.#look === null) return await this.#askThread(address, request)
    if (request.name === 'openFolder') {
      const seen = this.#look.openFolder(address.file, ...request.args)
      if (seen !== null) return seen.known
    }
    await this.#begun.promise
    return await this.#askThread(address, request)
  }

  #askThread(address: IndexAddress, request: IndexRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const worker = (this.#worker ??= this.#launch())
      const id = ++this.#lastId
      this.#pending.set(id, { resolve, reject })
      post(worker, { ...request, ...address, id })
    })
  }

  #launch(): Worker {
    const { createWorker, log } = this.#options
    const worker = createWorker()
    worker.on('message', (answer: IndexAnswer) => this.#settle(answer))
    worker.on('error', (error) => log.error('the index thread failed', { error }))
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = null
      for (const { reject } of this.#pending.values()) reject(new Error('The index thread has ended'))
      this.#pending.clear()
    })
    return worker
  }

  #settle(answer: IndexAnswer): void {
    const pending = this.#pending.get(answer.id)
    this.#pending.delete(answer.id)
    if (answer.ok) pending?.resolve(answer.value)
    else {
      const error = new Error(answer.message)
      if (answer.isUnwritten)
        this.#options.onUnwritten?.(new AppError('storage.notWritable', { cause: error }))
      pending?.reject(error)
    }
  }
}

function post(worker: Worker, message: IndexMessage): void {
  worker.postMessage(message)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // Not there before the first listing.
    return []
  }
}
