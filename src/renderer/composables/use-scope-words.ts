import type { SearchScope } from '#shared/models/search.ts'
import { t } from '../i18n/index.ts'
import { useCrawl } from '../stores/crawl.ts'

/** Says how much of the server a search sees, and what becomes of the rest. */
export function useScopeWords(): {
  readonly searched: (scope: SearchScope) => string
  readonly rest: (scope: SearchScope) => string
} {
  const crawl = useCrawl()
  return {
    searched: ({ folders, foldersLeft, recordings }) =>
      t('search.searched', {
        recordings: t('explorer.recordings', { count: recordings }),
        folders: t('explorer.folders', { count: folders - foldersLeft }),
      }),
    rest: ({ foldersLeft }) =>
      foldersLeft === 0 ? t('search.allKnown') : t(`search.left.${crawl.status}`, { count: foldersLeft }),
  }
}
