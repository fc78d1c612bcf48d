import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { isUsableSource } from '#main/updates/update-source.ts'
import { loadElectronUpdater, type LoadOptions } from '#main/updates/load-electron-updater.ts'
import { openUpdater } from '#main/updates/open-updater.ts'
import type { Updater } from '#main/updates/updater.ts'
import { whyOff, type PackageKind } from '#main/updates/why-off.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const signed = '{"name":"cloudroom-drive","updates":"signed"}'
const nothing: Updater = {
  check: () => Promise.resolve(null),
  download: () => Promise.resolve(),
  prepare: () => Promise.resolve(),
  install: () => Promise.resolve(),
}

async function open(
  over: Partial<PackageKind>,
  packageFile: string | null = signed,
  loaded: Updater | null = nothing,
) {
  const folder = await temporaryFolder()
  if (packageFile !== null) await writeFile(path.join(folder, 'package.json'), packageFile)
  let loads = 0
  const outcome = await openUpdater(
    {
      platform: 'win32',
      isPackaged: true,
      isPortable: false,
      appPath: folder,
      resourcesPath: folder,
      squirrel: { checkForUpdates: () => undefined, on: () => undefined, off: () => undefined },
      app: { on: () => undefined, off: () => undefined },
      log: testLogger().log,
      ...over,
    },
    () => {
      loads++
      return Promise.resolve(loaded)
    },
  )
  return { outcome, loads }
}

describe('updates are off, and nothing is loaded for them,', () => {
  it.each([
    ['in a program that is not packaged', { isPackaged: false }, signed, 'development'],
    ['on Linux, whatever the package says', { platform: 'linux' }, signed, 'unverifiable'],
    ['in the portable version', { isPortable: true }, signed, 'portable'],
    ['in a package without the mark of a signed one', {}, '{"name":"cloudroom-drive"}', 'unsigned'],
    ['in one on a Mac', { platform: 'darwin' }, '{"updates":"yes"}', 'unsigned'],
    ['in one whose package.json cannot be read', {}, '{', 'unsigned'],
    ['in one without a package.json', {}, null, 'unsigned'],
  ] as const)('%s', async (_where, kind, packageFile, reason) => {
    expect(await open(kind, packageFile)).toEqual({ outcome: reason, loads: 0 })
  })
})

describe('on a Mac', () => {
  const kind = async (): Promise<PackageKind> => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'package.json'), signed)
    return {
      platform: 'darwin',
      isPackaged: true,
      isPortable: false,
      appPath: folder,
      resourcesPath: '/Volumes/CloudRoom Drive/CloudRoom Drive.app/Contents/Resources',
    }
  }
  const refusing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

  it('updates are off where the app cannot be replaced: on its disk image, or where the system shows it', async () => {
    expect(await whyOff(await kind(), refusing('EROFS'))).toBe('readOnly')
  })

  it('updates are on in an app that somebody else has installed', async () => {
    expect(await whyOff(await kind(), refusing('EACCES'))).toBeNull()
  })

  it('updates are on elsewhere, where that is not asked', async () => {
    expect(await whyOff({ ...(await kind()), platform: 'win32' }, refusing('EROFS'))).toBeNull()
  })
})

describe('updates are on', () => {
  it.each(['win32', 'darwin'] as const)('in a signed package on %s', async (platform) => {
    expect((await open({ platform })).outcome).toBe(nothing)
  })

  it('unless it does not say where they come from', async () => {
    expect((await open({}, signed, null)).outcome).toBe('unconfigured')
  })
})

const github = { provider: 'github', owner: 'a', repo: 'b', updaterCacheDirName: 'cloudroom-drive-updater' }
const generic = {
  provider: 'generic',
  url: 'https://updates.example/drive/',
  updaterCacheDirName: 'x-updater',
}

describe('where updates come from', () => {
  it.each([
    ['GitHub', github],
    ['a server of one’s own', generic],
    ['the channel that all have', { ...generic, channel: 'latest' }],
  ])('may be %s, on Windows with a publisher', (_what, source) => {
    expect(isUsableSource('darwin', source)).toBe(true)
    expect(isUsableSource('win32', source)).toBe(false)
    expect(isUsableSource('win32', { ...source, publisherName: ['CN=CloudRoom'] })).toBe(true)
    expect(isUsableSource('win32', { ...source, publisherName: 'CN=CloudRoom' })).toBe(true)
  })

  it.each([
    ['no publisher at all', { publisherName: [] }],
    ['a publisher without a name', { publisherName: '' }],
    ['another host', { host: 'evil.example' }],
    ['plain http', { protocol: 'http' }],
    ['a token', { token: 'secret' }],
    ['a private repository', { private: true }],
    ['another channel', { channel: 'beta' }],
    ['headers of its own', { requestHeaders: { a: 'b' } }],
    ['a cache somewhere else', { updaterCacheDirName: '../../elsewhere' }],
    ['an owner with a path', { owner: 'a/../b' }],
  ])('has not %s', (_what, more) => {
    expect(isUsableSource('win32', { ...github, publisherName: 'CloudRoom', ...more })).toBe(false)
  })

  it.each([
    ['http', { ...generic, url: 'http://updates.example/' }],
    ['file', { ...generic, url: 'file:///etc/' }],
    ['no address', { ...generic, url: 'updates' }],
    ['another provider', { ...generic, provider: 's3', bucket: 'b' }],
    ['a module', { ...generic, provider: 'custom' }],
    ['a text', 'provider: generic'],
    ['nothing', null],
    ['undefined', undefined],
  ])('is not %s', (_what, source) => {
    expect(isUsableSource('darwin', source)).toBe(false)
  })
})

describe('the loader', () => {
  const load = async (text: string | null, platform: NodeJS.Platform = 'win32') => {
    const folder = await temporaryFolder()
    if (text !== null) await writeFile(path.join(folder, 'app-update.yml'), text)
    const options: LoadOptions = {
      platform,
      resourcesPath: folder,
      squirrel: { checkForUpdates: () => undefined, on: () => undefined, off: () => undefined },
      app: { on: () => undefined, off: () => undefined },
      log: testLogger().log,
    }
    return loadElectronUpdater(options)
  }

  it('has nothing for a package without app-update.yml, or with one without a publisher on Windows', async () => {
    expect(await load(null)).toBeNull()
    expect(await load('provider: github\nowner: a\nrepo: b\nupdaterCacheDirName: c-updater\n')).toBeNull()
  })

  it('has nothing for an app-update.yml that is none', async () => {
    expect(await load('just a sentence')).toBeNull()
    await expect(load('provider: [unclosed')).rejects.toThrow(/app-update\.yml/u)
  })
})
