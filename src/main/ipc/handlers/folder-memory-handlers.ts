import type { FolderMemory } from '../../library/folder-memory.ts'
import type { Handlers } from '../answer.ts'

/** @param activeProfile id of the signed-in account; throws AppError `account.notSignedIn` */
export function createFolderMemoryHandlers(
  memory: FolderMemory,
  activeProfile: () => string,
): Pick<Handlers, Extract<keyof Handlers, `folders.${string}`>> {
  return {
    'folders.memory': () => memory.of(activeProfile()),
    'folders.keepLook': ({ folder, look }) => {
      memory.keepLook(activeProfile(), folder, look)
      return null
    },
    'folders.forgetLooks': () => {
      memory.forgetLooks(activeProfile())
      return null
    },
  }
}
