import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { languageFor } from '#main/desktop/system-language.ts'
import { createSettingsHandlers } from '#main/ipc/handlers/settings-handlers.ts'
import { defaultSettingsFile, SettingsService, settingsFileSchema } from '#main/settings/settings-service.ts'
import { openJsonFile } from '#main/storage/json-file.ts'
import {
  defaultLayout,
  defaultListLook,
  defaultPlayerSettings,
  defaultTransferLimits,
  type Settings,
} from '#shared/models/settings.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

async function open(folder: string, systemLanguage: 'en' | 'zh-CN' = 'en') {
  const changes: Settings[] = []
  const unwritten: unknown[] = []
  const file = await openJsonFile({
    file: path.join(folder, 'settings.json'),
    schema: settingsFileSchema,
    fallback: defaultSettingsFile,
    log: testLogger().log,
  })
  const settings = new SettingsService({
    file,
    defaultDownloadFolder: '/home/me/Downloads/CloudRoom',
    systemLanguage,
    onChange: (current) => changes.push(current),
    onUnwritten: (error) => unwritten.push(error),
  })
  return { settings, changes, unwritten }
}

describe('settings', () => {
  it('start with the system and its folder', async () => {
    const { settings } = await open(await temporaryFolder(), 'zh-CN')
    expect(settings.current).toEqual({
      language: 'system',
      theme: 'system',
      downloadPlace: 'fixed',
      downloadFolder: '/home/me/Downloads/CloudRoom',
      transferLimits: defaultTransferLimits,
      undoSeconds: 8,
      crawlEnabled: true,
      list: defaultListLook,
      groupsResults: true,
      warnsOfLinks: true,
      player: defaultPlayerSettings,
      showsPreviews: true,
      opensAtLogin: false,
      checksForUpdates: true,
      installsUpdatesOnQuit: false,
      layout: defaultLayout,
    })
    expect(settings.language).toBe('zh-CN')
  })

  it('change one by one, are announced and last', async () => {
    const folder = await temporaryFolder()
    const { settings, changes } = await open(folder)
    await settings.update({ language: 'zh-CN', theme: undefined })
    await settings.update({ theme: 'dark' })
    const expected = {
      language: 'zh-CN',
      theme: 'dark',
      downloadPlace: 'fixed',
      downloadFolder: '/home/me/Downloads/CloudRoom',
      transferLimits: defaultTransferLimits,
      undoSeconds: 8,
      crawlEnabled: true,
      list: defaultListLook,
      groupsResults: true,
      warnsOfLinks: true,
      player: defaultPlayerSettings,
      showsPreviews: true,
      opensAtLogin: false,
      checksForUpdates: true,
      installsUpdatesOnQuit: false,
      layout: defaultLayout,
    }
    expect(await settings.update({})).toEqual(expected)
    expect(changes.map(({ theme }) => theme)).toEqual(['system', 'dark', 'dark'])
    const next = await open(folder)
    expect([next.settings.current, next.settings.language]).toEqual([expected, 'zh-CN'])
    // The default folder is not written down: it may be elsewhere next time.
    expect(await readFile(path.join(folder, 'settings.json'), 'utf8')).not.toContain('/home/me')
  })

  it('of an older version get defaults for what is new, those that make no sense get them all', async () => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'settings.json'), '{"theme":"dark","unknown":1}')
    expect((await open(folder)).settings.current).toMatchObject({ theme: 'dark', language: 'system' })
    await writeFile(path.join(folder, 'settings.json'), '{"theme":"pink","downloadFolder":"/etc"}')
    expect((await open(folder)).settings.current).toMatchObject({
      theme: 'system',
      downloadPlace: 'fixed',
      downloadFolder: '/home/me/Downloads/CloudRoom',
    })
  })

  it('change one limit of the transfers and keep the others, null meaning no limit', async () => {
    const folder = await temporaryFolder()
    const { settings } = await open(folder)
    await settings.update({ transferLimits: { downloads: 5, uploadBytesPerSecond: 20_000 } })
    await settings.update({ transferLimits: { uploads: 1 }, theme: 'dark' })
    const limits = { uploads: 1, downloads: 5, uploadBytesPerSecond: 20_000, downloadBytesPerSecond: null }
    expect(settings.current).toMatchObject({ theme: 'dark', transferLimits: limits })
    expect((await open(folder)).settings.current.transferLimits).toEqual(limits)
    await settings.update({ transferLimits: { uploadBytesPerSecond: null } })
    expect((await open(folder)).settings.current.transferLimits.uploadBytesPerSecond).toBeNull()
  })

  it.each([
    ['none', {}, {}],
    ['one that is missing', { transferLimits: { downloads: 5 } }, { downloads: 5 }],
    ['one that makes no sense', { transferLimits: { uploads: 99, downloads: 5 } }, { downloads: 5 }],
    ['something else in their place', { transferLimits: 'fast' }, {}],
  ])('have default limits for %s, and lose nothing else', async (_what, file, kept) => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify({ theme: 'dark', ...file }))
    expect((await open(folder)).settings.current).toMatchObject({
      theme: 'dark',
      downloadPlace: 'fixed',
      transferLimits: { ...defaultTransferLimits, ...kept },
    })
  })

  it('keep the columns of a version that had fewer of them; the new ones take their places', async () => {
    const folder = await temporaryFolder()
    const look = (id: string, width: number | null = null) => ({ id, width, isShown: id !== 'room' })
    const columns = ['name', 'time', 'size', 'start', 'room', 'platform'].map((id) => look(id, 100))
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify({ list: { columns } }))
    const { list } = (await open(folder)).settings.current
    expect(list.columns.map(({ id }) => id)).toEqual([
      'name',
      'folder',
      'time',
      'duration',
      'size',
      'start',
      'room',
      'platform',
    ])
    expect(list.columns.filter(({ id }) => id === 'time' || id === 'room')).toEqual([
      look('time', 100),
      look('room', 100),
    ])
  })

  it('take a download folder from the dialog only', async () => {
    const { settings } = await open(await temporaryFolder())
    const asked: string[] = []
    const answers = [null, '/mnt/videos']
    const handlers = createSettingsHandlers(settings, (startIn) => {
      asked.push(startIn)
      return Promise.resolve(answers.shift() ?? null)
    })
    expect(await handlers['settings.chooseDownloadFolder'](undefined, 1)).toMatchObject({
      downloadFolder: '/home/me/Downloads/CloudRoom',
    })
    expect(await handlers['settings.chooseDownloadFolder'](undefined, 1)).toMatchObject({
      downloadFolder: '/mnt/videos',
    })
    await handlers['settings.chooseDownloadFolder'](undefined, 1)
    expect(asked).toEqual(['/home/me/Downloads/CloudRoom', '/home/me/Downloads/CloudRoom', '/mnt/videos'])
  })
})

it('hold for this run when they cannot be written', async () => {
  const folder = await temporaryFolder()
  const { settings, changes, unwritten } = await open(folder)
  await mkdir(path.join(folder, 'settings.json.new'))
  expect(await settings.update({ theme: 'dark' })).toMatchObject({ theme: 'dark' })
  expect(changes).toMatchObject([{ theme: 'dark' }])
  expect(unwritten).toMatchObject([{ code: 'storage.notWritable' }])
  expect((await open(folder)).settings.current.theme).toBe('system')
})

describe('the language', () => {
  it.each([
    [['zh-CN'], 'zh-CN'],
    [['zh-Hant-TW', 'en'], 'zh-CN'],
    [['ZH'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['de-DE'], 'en'],
    [[], 'en'],
  ])('of a system that prefers %j is %s', (preferred, expected) => {
    expect(languageFor(preferred)).toBe(expected)
  })

  it.each([
    ['none', {}],
    ['columns of another version', { list: { columns: [{ id: 'codec', width: null, isShown: true }] } }],
    [
      'the name hidden',
      { list: { columns: defaultListLook.columns.map((column) => ({ ...column, isShown: false })) } },
    ],
    ['something else in its place', { list: 'wide' }],
  ])('have the default list for %s, and lose nothing else', async (_what, file) => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify({ theme: 'dark', ...file }))
    expect((await open(folder)).settings.current).toMatchObject({ theme: 'dark', list: defaultListLook })
  })

  it('remember how the list looks, columns and sort each by itself', async () => {
    const folder = await temporaryFolder()
    const { settings } = await open(folder)
    const columns = defaultListLook.columns.map((column, index) => ({ ...column, width: 100 + index }))
    const sort = { column: 'room', direction: 'descending' } as const
    await settings.update({ list: { columns } })
    await settings.update({ list: { sort } })
    expect((await open(folder)).settings.current.list).toEqual({ columns, sort, view: 'list' })
  })
})
