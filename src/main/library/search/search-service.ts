import { AppError } from '#shared/errors.ts'
import type { SearchPage, SearchQuery } from '#shared/models/search.ts'
import type { ProfileIndex } from '../recording-index/index.types.ts'

export interface SearchServiceOptions {
  /** The index of the signed-in account. @throws AppError `account.notSignedIn` */
  readonly activeIndex: () => ProfileIndex
}

/**
 * Searches one after the other, for whoever types: a search supersedes all with another id, whether they wait or are
 * being answered, and the pages of one search wait for each other.
 */
export class SearchService {
  readonly #options: SearchServiceOptions
  #current: string | null = null
  #line: Promise<unknown> = Promise.resolve()

  constructor(options: SearchServiceOptions) {
    this.#options = options
  }

  /** @throws AppError `account.notSignedIn`; `aborted` when superseded or cancelled */
  async search(searchId: string, query: SearchQuery): Promise<SearchPage> {
    const index = this.#options.activeIndex()
    this.#current = searchId
    const answer = this.#line.then(async () => {
      this.#requireCurrent(searchId)
      return await index.search(query)
    })
    this.#line = answer.catch(() => undefined)
    const page = await answer
    this.#requireCurrent(searchId)
    return page
  }

  /** Nobody waits for this search any more. */
  cancel(searchId: string): void {
    if (this.#current === searchId) this.#current = null
  }

  #requireCurrent(searchId: string): void {
    if (this.#current !== searchId) throw new AppError('aborted')
  }
}
