import type { FolderMemory } from '../../library/folder-memory.ts'
import type { Handlers } from '../answer.ts'

/**
 * @param activeProfile id of the signed-in account; throws AppError `account.notSignedIn`
 * @param attempt writes what one can do without: a look holds in the window all the same
 */
export function createFolderMemoryHandlers(
  memory: FolderMemory,
  activeProfile: () => string,
  attempt: (write: () => void) => Promise<void>,
): Pick<Handlers, Extract<keyof Handlers, `folders.${string}`>> {
  return {
    'folders.memory': () => memory.of(activeProfile()),
    'folders.keepLook': async ({ folder, look }) => {
      const profileId = activeProfile()
      await attempt(() => memory.keepLook(profileId, folder, look))
      return null
    },
    'folders.forgetLooks': async () => {
      const profileId = activeProfile()
      await attempt(() => memory.forgetLooks(profileId))
      return null
    },
  }
}
