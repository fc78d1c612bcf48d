import type { FolderDownload } from '#shared/models/folder-download.ts'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { useTransfers } from './transfers.ts'

/** Downloads of whole folders while it is found out what is in them. */
export const useFolderDownloads = defineStore('folderDownloads', () => {
  const transfers = useTransfers()
  const looking = shallowRef<readonly FolderDownload[]>([])
  let onEnd: (ended: FolderDownload) => void = () => undefined

  async function start(): Promise<void> {
    subscribe('transfers.folderDownload', (told) => {
      const others = looking.value.filter(({ id }) => id !== told.id)
      looking.value = told.state === 'looking' ? [...others, told] : others
      if (told.found > 0) transfers.reveal()
      if (told.state !== 'looking') onEnd(told)
    })
    const known = await request('transfers.folderDownloads')
    const told = new Set(looking.value.map(({ id }) => id))
    looking.value = [...known.filter(({ id }) => !told.has(id)), ...looking.value]
  }

  return {
    looking,
    start,
    download: (folders: readonly string[]) => request('transfers.downloadFolders', { folders: [...folders] }),
    stop: (id: string) => request('transfers.stopFolderDownload', { id }),
    /** Who says how it ended. */
    onEnd: (listener: (ended: FolderDownload) => void) => (onEnd = listener),
  }
})
