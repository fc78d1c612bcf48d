import path from 'node:path'
import { expect, it } from 'vitest'
import { dockMenu, folderIn, jumpList } from '#main/desktop/folder-shortcuts.ts'
import {
  noRecentFolders,
  RecentFolders,
  recentFoldersSchema,
  type RecentFolder,
} from '#main/desktop/recent-folders.ts'
import { openJsonFile } from '#main/storage/json-file.ts'
import { AppError } from '#shared/errors.ts'
import type { Profile, Session } from '#shared/models/account.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const me: Session = {
  status: 'signedIn',
  profile: { id: 'me' } as Profile,
  secretHome: 'keychain',
  keychainError: null,
}
const noNetwork: Session = {
  status: 'signedOut',
  error: new AppError('network.offline').toShape(),
  profileId: 'me',
}

async function open(folder: string) {
  const shown: string[][] = []
  const file = await openJsonFile({
    file: path.join(folder, 'folders.json'),
    schema: recentFoldersSchema,
    fallback: noRecentFolders,
    log: testLogger().log,
  })
  const failures: unknown[] = []
  const removed = new Set<string>()
  const recent = new RecentFolders({
    file,
    removed: () => removed,
    show: (folders) => shown.push(folders.map(({ title }) => title)),
    onFailure: (error) => failures.push(error),
  })
  return { recent, shown, failures, removed }
}

it('are the ten that were opened last, without the root, and outlive the app', async () => {
  const folder = await temporaryFolder()
  const { recent, shown, failures } = await open(folder)
  recent.opened('/nobody/')
  recent.follow(me)
  for (let index = 0; index < 12; index++) recent.opened(`/A/${index}/`)
  recent.opened('/')
  recent.opened('/A/5/')
  await recent.close()
  const expected = ['5', '11', '10', '9', '8', '7', '6', '4', '3', '2']
  expect(shown.at(-1)).toEqual(expected)
  const next = await open(folder)
  next.recent.follow(noNetwork)
  next.recent.follow(me)
  expect(next.shown).toEqual([expected])
  // Signing out names the account that was signed in.
  next.recent.follow({ ...noNetwork, error: null })
  next.recent.follow(me)
  await next.recent.close()
  expect(next.shown.slice(1)).toEqual([[], []])
  expect([...failures, ...next.failures]).toEqual([])
})

it('that were taken out on the desktop do not come back, not at the next start either', async () => {
  const folder = await temporaryFolder()
  const { recent, shown, removed } = await open(folder)
  recent.follow(me)
  for (const name of ['1', '2', '3']) recent.opened(`/A/${name}/`)
  removed.add('/A/2/')
  recent.opened('/A/4/')
  expect(shown.at(-1)).toEqual(['4', '3', '1'])
  await recent.close()
  const next = await open(folder)
  next.removed.add('/A/3/')
  next.recent.follow(me)
  await next.recent.close()
  expect(next.shown).toEqual([['4', '1']])
  const last = await open(folder)
  last.recent.follow(me)
  expect(last.shown).toEqual([['4', '1']])
})

const folders: readonly RecentFolder[] = [{ path: '/A "B" %/会议/', title: '会议' }]

it('come back from the jump list as they went in, whatever they are named', () => {
  const [category] = jumpList(folders, 'zh-CN', 'C:\\app.exe')
  const [item] = category?.items ?? []
  expect(category?.name).toBe('最近的文件夹')
  expect(item).toMatchObject({ title: '会议', program: 'C:\\app.exe' })
  expect(item?.args).toMatch(/^[\w%=.-]+$/u)
  expect(folderIn(['app.exe', item?.args ?? ''])).toBe('/A "B" %/会议/')
  expect(jumpList([], 'en', 'app')).toEqual([])
})

it.each(['', '%', 'A', '%2FA', '%2F..%2F', '%2FA%00%2F'])('are not taken from %j', (value) => {
  expect(folderIn(['app', `--open-folder=${value}`])).toBeNull()
  expect(folderIn(['app', value])).toBeNull()
})

it('open from the dock', () => {
  const opened: string[] = []
  const [item] = dockMenu(folders, (folder) => opened.push(folder))
  item?.click?.(undefined as never, undefined, undefined as never)
  expect([item?.label, opened]).toEqual(['会议', ['/A "B" %/会议/']])
  // One `&` would name a key.
  expect(dockMenu([{ path: '/R&D/', title: 'R&D' }], () => undefined)).toMatchObject([{ label: 'R&&D' }])
})
