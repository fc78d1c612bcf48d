import type { FolderDownload } from '#shared/models/folder-download.ts'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { useSession } from './session.ts'
import { useTransfers } from './transfers.ts'

/** Downloads of whole folders while it is found out what is in them, and those that could not find out all. */
export const useFolderDownloads = defineStore('folderDownloads', () => {
  const transfers = useTransfers()
  const session = useSession()
  const looking = shallowRef<readonly FolderDownload[]>([])
  /** Ended with folders that could not be read; kept until the user has taken note, or main goes on with them. */
  const failed = shallowRef<readonly FolderDownload[]>([])
  let onEnd: (ended: FolderDownload) => void = () => undefined

  async function start(): Promise<void> {
    subscribe('transfers.folderDownload', (told) => {
      const others = looking.value.filter(({ id }) => id !== told.id)
      looking.value = told.state === 'looking' ? [...others, told] : others
      const earlier = failed.value.filter(({ id }) => id !== told.id)
      failed.value = told.state !== 'looking' && told.failed > 0 ? [...earlier, told] : earlier
      if (told.found > 0) transfers.reveal()
      if (told.state !== 'looking') onEnd(told)
    })
    const known = await request('transfers.folderDownloads')
    const told = new Set(looking.value.map(({ id }) => id))
    looking.value = [...known.filter(({ id }) => !told.has(id)), ...looking.value]
  }

  // They are of an account's folders.
  watch(
    () => session.profile?.id,
    (_now, before) => before !== undefined && (failed.value = []),
  )

  async function download(folders: readonly string[]): Promise<void> {
    const before = new Set(failed.value.filter(({ folder }) => folders.includes(folder)).map(({ id }) => id))
    await request('transfers.downloadFolders', { folders: [...folders] })
    // Asked for anew: what was missing is now found, or has been told again by now.
    failed.value = failed.value.filter(({ id }) => !before.has(id))
  }

  function dismiss(id: string): void {
    failed.value = failed.value.filter((ended) => ended.id !== id)
  }

  const stop = (id: string) => request('transfers.stopFolderDownload', { id })

  /** Folders that wait for a proxy are not gone on with any more. */
  async function skip(id: string): Promise<void> {
    await stop(id)
    dismiss(id)
  }

  return {
    looking,
    failed,
    start,
    download,
    dismiss,
    stop,
    skip,
    /** Who says how it ended. */
    onEnd: (listener: (ended: FolderDownload) => void) => (onEnd = listener),
  }
})
