import type { SearchService } from '../../library/search/search-service.ts'
import type { Handlers } from '../answer.ts'

export function createSearchHandlers(
  search: SearchService,
): Pick<Handlers, 'search.query' | 'search.cancel'> {
  return {
    'search.query': ({ searchId, ...query }) => search.search(searchId, query),
    'search.cancel': ({ searchId }) => {
      search.cancel(searchId)
      return null
    },
  }
}
