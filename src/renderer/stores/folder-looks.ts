import { maxFolderLooks, type FolderLook } from '#shared/models/folder-look.ts'
import { defaultListLook } from '#shared/models/settings.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { request } from '../bridge.ts'
import { useSettings } from './settings.ts'

/** How each folder of the account is shown: as it was left, or as folders are that were given no look of their own. */
export const useFolderLooks = defineStore('folderLooks', () => {
  const settings = useSettings()
  /** The folder that was used longest ago first. */
  const kept = shallowRef<ReadonlyMap<string, FolderLook>>(new Map())

  const usual = computed<FolderLook>(() => {
    const { view, sort } = settings.settings?.list ?? defaultListLook
    return { view, sort }
  })

  /** Reads what is remembered of the signed-in account; answers the folder that was opened last. */
  async function begin(): Promise<string> {
    kept.value = new Map()
    // A start without a memory is a start at the root; nobody can do anything about it.
    const memory = await request('folders.memory').catch(() => null)
    if (memory === null) return '/'
    kept.value = new Map(memory.looks.map(({ folder, view, sort }) => [folder, { view, sort }]))
    return memory.lastFolder
  }

  /** Remembers a folder's look for the next start too. @throws BridgeError */
  async function keep(folder: string, look: FolderLook): Promise<void> {
    const next = new Map(kept.value)
    next.delete(folder)
    next.set(folder, look)
    for (const oldest of next.keys()) {
      if (next.size <= maxFolderLooks) break
      next.delete(oldest)
    }
    kept.value = next
    await request('folders.keepLook', { folder, look: { view: look.view, sort: { ...look.sort } } })
  }

  /** All folders are shown like this, also those that had a look of their own. @throws BridgeError */
  async function useForAll(look: FolderLook): Promise<void> {
    await settings.update({ list: { view: look.view, sort: { ...look.sort } } })
    kept.value = new Map()
    await request('folders.forgetLooks')
  }

  return {
    of: (folder: string): FolderLook => kept.value.get(folder) ?? usual.value,
    /** Some folder looks different from the others. */
    hasOwn: computed(() => kept.value.size > 0),
    begin,
    end: () => {
      kept.value = new Map()
    },
    keep,
    useForAll,
  }
})
