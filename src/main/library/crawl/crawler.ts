import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, isAbortError, toErrorShape } from '#shared/errors.ts'
import { crawlOff, type CrawlState } from '#shared/models/crawl.ts'
import type { Logger } from '../../logging/logger.ts'
import type { ListingAccount } from '../library-service.ts'
import type { ProfileIndex } from '../recording-index/index.types.ts'
import { QuietClient, type QuietOptions } from './quiet-client.ts'

/** All in ms. */
export interface CrawlPace {
  /** After signing in: what the user does first goes first. */
  readonly startAfter: number
  /** From one request to the next. */
  readonly gap: number
  /** After a failure; doubles with each in a row, up to `longestBackoff`. */
  readonly backoff: number
  readonly longestBackoff: number
  /** A folder that was listed longer ago is listed again: there is no other way to learn of new recordings. */
  readonly staleAfter: number
  /** From one look for folders that are due to the next, when there were none. */
  readonly idle: number
}

export const crawlPace: CrawlPace = {
  startAfter: 3000,
  gap: 500,
  backoff: 30_000,
  longestBackoff: 900_000,
  staleAfter: 86_400_000,
  idle: 15_000,
}

export interface CrawlerOptions {
  /** See LibraryService.listForIndex. */
  readonly list: (account: ListingAccount, folder: string, signal: AbortSignal) => Promise<void>
  readonly indexOf: (profileId: string) => ProfileIndex
  readonly isBusy: QuietOptions['isBusy']
  readonly publish: (state: CrawlState) => void
  readonly log: Logger
  readonly pace?: Partial<CrawlPace>
  readonly now?: () => number
}

/**
 * Lists the folders that nobody has opened yet, one after the other, so that a search covers them. Where it has come to
 * is in the index, so that it goes on there after a restart.
 */
export class Crawler {
  readonly #options: CrawlerOptions
  readonly #pace: CrawlPace
  readonly #now: () => number
  #account: ListingAccount | null = null
  #isEnabled = false
  #run = new AbortController()
  #state: CrawlState = crawlOff

  constructor(options: CrawlerOptions) {
    this.#options = options
    this.#pace = { ...crawlPace, ...options.pace }
    this.#now = options.now ?? Date.now
  }

  get state(): CrawlState {
    return this.#state
  }

  /** Crawls this account from now on; null: none. */
  follow(account: ListingAccount | null): void {
    this.#account = account
    this.#restart()
  }

  enable(isEnabled: boolean): void {
    if (isEnabled === this.#isEnabled) return
    this.#isEnabled = isEnabled
    this.#restart()
  }

  #restart(): void {
    this.#run.abort()
    this.#run = new AbortController()
    if (this.#account === null || !this.#isEnabled) {
      this.#tell(crawlOff)
      return
    }
    const { signal } = this.#run
    this.#crawl(this.#account, signal).catch((error: unknown) => {
      if (signal.aborted) return
      this.#options.log.warn('the crawl has ended', { error })
      this.#tell({ ...this.#state, status: 'waiting', until: null, error: toErrorShape(error) })
    })
  }

  /** Ends with the signal, or with an error that only signing in again can mend. */
  async #crawl({ profileId, client }: ListingAccount, signal: AbortSignal): Promise<void> {
    const { list, indexOf, isBusy } = this.#options
    const index = indexOf(profileId)
    const quiet = new QuietClient({
      gap: this.#pace.gap,
      isBusy,
      onWait: (isWaiting) => this.#tell({ ...this.#state, status: isWaiting ? 'paused' : 'running' }),
    })
    const account = { profileId, client: quiet.of(client) }
    let failures = 0
    await sleep(this.#pace.startAfter, undefined, { signal })
    while (!signal.aborted) {
      await quiet.calm(signal)
      const folder = await this.#next(index)
      await this.#count(index, folder === null ? 'idle' : 'running')
      if (folder === null) {
        await sleep(this.#pace.idle, undefined, { signal })
        continue
      }
      try {
        await list(account, folder, signal)
        failures = 0
      } catch (error) {
        signal.throwIfAborted()
        if (isHopeless(error)) throw error
        // The page has opened the folder: it is being listed.
        if (isAborted(error)) continue
        await index.noteCrawlFailure(folder, this.#now())
        await this.#waitAfter(++failures, error, signal)
      }
    }
  }

  /** An index that knows nothing begins at the root. */
  async #next(index: ProfileIndex): Promise<string | null> {
    const now = this.#now()
    const { folders } = await index.counts()
    return folders === 0 ? '/' : await index.nextToCrawl({ now, staleBefore: now - this.#pace.staleAfter })
  }

  async #waitAfter(failures: number, error: unknown, signal: AbortSignal): Promise<void> {
    const { backoff, longestBackoff } = this.#pace
    const delay = Math.min(longestBackoff, backoff * 2 ** Math.min(failures - 1, 20))
    const until = this.#now() + delay
    this.#tell({ ...this.#state, status: 'waiting', until, error: toErrorShape(error) })
    await sleep(delay, undefined, { signal })
  }

  async #count(index: ProfileIndex, status: CrawlState['status']): Promise<void> {
    const { folders, listedFolders, recordings } = await index.counts()
    const foldersLeft = folders - listedFolders
    this.#tell({ status, folders, foldersLeft, recordings, until: null, error: null })
  }

  #tell(state: CrawlState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    this.#options.publish(state)
  }
}

/** The account is refused: asking again changes nothing, and might lock it. */
function isHopeless(error: unknown): boolean {
  return (
    error instanceof AppError &&
    ['api.noPermission', 'api.accountNotFound', 'api.wrongSecret'].includes(error.code)
  )
}

function isAborted(error: unknown): boolean {
  return isAbortError(error) || (error instanceof AppError && error.code === 'aborted')
}
