import type { LibraryService } from '../../library/library-service.ts'
import type { Handlers } from '../answer.ts'

export function createLibraryHandlers(
  library: LibraryService,
  onOpen: (path: string) => void,
): Pick<Handlers, 'library.openFolder' | 'library.closeFolder' | 'library.subfolders'> {
  return {
    'library.subfolders': ({ path, mayAsk }) => library.subfolders(path, mayAsk),
    'library.openFolder': async ({ path }) => {
      const opening = await library.openFolder(path)
      // What could not be opened is no place to go to again.
      onOpen(path)
      return opening
    },
    'library.closeFolder': ({ listingId }) => {
      library.closeFolder(listingId)
      return null
    },
  }
}
