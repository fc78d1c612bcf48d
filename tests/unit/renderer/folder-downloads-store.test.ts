import { createPinia, setActivePinia } from 'pinia'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Bridge } from '#shared/ipc/contract.ts'
import type { FolderDownload } from '#shared/models/folder-download.ts'
import { useFolderDownloads } from '../../../src/renderer/stores/folder-downloads.ts'

const unread = (id: string): FolderDownload => ({
  ...{ id, folder: '/A/', found: 0, state: 'over', failed: 1 },
  failures: [{ folder: '/A/', error: { code: 'network.unreachable', params: {}, retryable: true } }],
})

it('a folder that is asked for anew takes what was said of it before with it, not what is said meanwhile', async () => {
  let tell: (told: FolderDownload) => void = () => undefined
  let answer: () => void = () => undefined
  const bridge = {
    request: async (name: string) => {
      if (name === 'transfers.downloadFolders') await new Promise<void>((resolve) => (answer = resolve))
      return { ok: true, value: [] }
    },
    subscribe: (name: string, listen: (told: FolderDownload) => void) => {
      if (name === 'transfers.folderDownload') tell = listen
      return () => undefined
    },
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  onTestFinished(() => void vi.unstubAllGlobals())
  setActivePinia(createPinia())
  const downloads = useFolderDownloads()
  await downloads.start()
  tell(unread('first'))
  const asked = downloads.download(['/A/'])
  // The network is gone: that is known before the answer.
  tell(unread('second'))
  answer()
  await asked
  expect(downloads.failed.map(({ id }) => id)).toEqual(['second'])
})
