import type { LibraryService } from '../../library/library-service.ts'
import type { Handlers } from '../answer.ts'

export function createLibraryHandlers(
  library: LibraryService,
): Pick<Handlers, 'library.openFolder' | 'library.closeFolder'> {
  return {
    'library.openFolder': ({ path }) => library.openFolder(path),
    'library.closeFolder': ({ listingId }) => {
      library.closeFolder(listingId)
      return null
    },
  }
}
