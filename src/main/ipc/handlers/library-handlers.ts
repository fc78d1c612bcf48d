import type { LibraryService } from '../../library/library-service.ts'
import type { Handlers } from '../answer.ts'

export function createLibraryHandlers(
  library: LibraryService,
): Pick<Handlers, 'library.openFolder' | 'library.closeFolder' | 'library.delete'> {
  return {
    'library.openFolder': ({ path }) => library.openFolder(path),
    'library.closeFolder': ({ listingId }) => {
      library.closeFolder(listingId)
      return null
    },
    'library.delete': ({ recordings }) => library.delete(recordings),
  }
}
