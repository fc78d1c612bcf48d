import { extractFile, listPackage } from '@electron/asar'
import { LinuxPackager } from 'app-builder-lib'
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper.js'
import { getAppUpdatePublishConfiguration } from 'app-builder-lib/out/publish/PublishManager.js'
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { Arch, Platform, type AfterPackContext } from 'electron-builder'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { isUsableSource } from '#main/updates/update-source.ts'
import { whyOff } from '#main/updates/why-off.ts'
import {
  buildWhenMissing,
  fuses,
  pack,
  projectRoot,
  readConfiguration,
  rightFuses,
  wrongFuses,
} from '#tests/support/pack-app.ts'
import { standInElectron } from '#tests/support/stand-in-electron.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { everyFuse, fuseWiresIn } from '../../../tools/packaging/fuses.ts'
import { packageFaults } from '../../../tools/packaging/package-faults.ts'
import { afterPack } from '../../../tools/packaging/set-fuses.ts'

const mebibyte = 1024 * 1024

/** The files in an asar, with forward slashes and without the folders. */
function filesOf(archive: string): string[] {
  const entries = listPackage(archive, { isPack: false }).map((entry) => entry.replaceAll('\\', '/').slice(1))
  return entries.filter((entry) => !entries.some((other) => other.startsWith(`${entry}/`))).sort()
}

const shippedPackageJson = (archive: string): Readonly<Record<string, unknown>> =>
  JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>

/** The scripts of a page, and what they import before they run, by name. What they import later is left out. */
async function firstScriptsOf(page: string): Promise<Map<string, string>> {
  const folder = path.join(projectRoot, 'out', 'renderer')
  const html = await readFile(path.join(folder, `${page}.html`), 'utf8')
  const namesIn = (text: string, pattern: RegExp): string[] =>
    Array.from(text.matchAll(pattern), ([, name = '']) => name)
  const found = new Map<string, string>()
  const open = namesIn(html, /(?:src|href)="\.\/assets\/([\w.-]+\.js)"/gu)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    const code = await readFile(path.join(folder, 'assets', name), 'utf8')
    found.set(name, code)
    open.push(...namesIn(code, /\b(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/gu))
  }
  return found
}

const shipped = [
  /^package\.json$/,
  /^out\/main\/[\w-]+\.js$/,
  /^out\/main\/chunks\/(?!server-)[\w.-]+\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/(index|player)\.html$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg|woff2)$/,
  /^node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/keytar\.js)$/,
]

describe('the package', () => {
  beforeAll(buildWhenMissing, 300_000)

  test.each([
    ['linux-x64', Platform.LINUX, Arch.x64, ['linux-x64']],
    ['linux-arm64', Platform.LINUX, Arch.arm64, ['linux-arm64']],
    ['win32-x64', Platform.WINDOWS, Arch.x64, ['win32-x64']],
    ['win32-arm64', Platform.WINDOWS, Arch.arm64, ['win32-arm64']],
    // A half of the universal one, which only a Mac can put together; no half is packed on Windows.
    ...(process.platform === 'win32'
      ? []
      : ([['darwin-x64', Platform.MAC, Arch.x64, ['darwin-arm64', 'darwin-x64']]] as const)),
  ] as const)(
    'for %s holds the production files and its own keychain module, and little else',
    async (_name, platform, arch, kinds) => {
      const app = await pack(platform, arch)
      const { archive } = app
      const prebuilt = kinds.map((kind) => `node_modules/keytar/prebuilds/${kind}/keytar.node`)

      const files = filesOf(archive)
      const { size } = await stat(archive)
      expect(files).toContain('out/main/index.js')
      expect(files.filter((file) => file.endsWith('.node'))).toEqual(prebuilt)
      const others = files.filter(
        (file) => !prebuilt.includes(file) && !shipped.some((pattern) => pattern.test(file)),
      )
      expect(others).toEqual([])
      expect(size).toBeLessThan(3 * mebibyte)
      // Nothing says that it is signed, or where updates come from.
      expect(existsSync(path.join(path.dirname(archive), 'app-update.yml'))).toBe(false)
      expect(extractFile(archive, 'package.json').toString()).not.toContain('updates')

      // A native module is loaded from the disk, so it lies beside the asar.
      const unpacked = await readdir(`${archive}.unpacked`, { recursive: true, withFileTypes: true })
      const binaries = unpacked
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
      expect(binaries.sort()).toEqual(prebuilt.map((file) => path.join(`${archive}.unpacked`, file)))

      const wires = fuseWiresIn(await readFile(app.executable))
      expect(wires).toEqual(Array(platform === Platform.MAC ? 2 : 1).fill(rightFuses))
      expect(await packageFaults(app, await readConfiguration())).toEqual([])
    },
    120_000,
  )

  test('tells Linux which windows are its own: icon, progress and badge belong to the file of that name', async () => {
    let desktop: unknown
    const { archive } = await pack(Platform.LINUX, Arch.x64, {
      async afterPack({ packager }) {
        if (!(packager instanceof LinuxPackager)) return
        const helper = new LinuxTargetHelper(packager)
        desktop = { name: helper.getDesktopFileName(), entry: await helper.computeDesktopEntry({}) }
      },
    })
    // Electron takes it from the package.json that it is shipped with.
    const { desktopName } = shippedPackageJson(archive)
    expect(desktopName).toBe('com.cloudroom.drive.desktop')
    expect(desktop).toEqual({
      name: 'com.cloudroom.drive',
      entry: expect.stringMatching(/^StartupWMClass=com\.cloudroom\.drive$/mu) as string,
    })
  }, 120_000)

  test('has no chunk that imports the entry, which would start the app for whoever asks for the chunk', async () => {
    const chunks = path.join(projectRoot, 'out', 'main', 'chunks')
    const names = await readdir(chunks)
    expect(names.some((name) => name.startsWith('NsisUpdater-'))).toBe(true)
    for (const name of names)
      expect(await readFile(path.join(chunks, name), 'utf8')).not.toMatch(/from ?['"]\.\.\/index\.js/u)
  })

  test.each(['index', 'player'])(
    'has at most 220 kB of JavaScript, compressed, that %s.html loads before anything of it runs',
    async (page) => {
      const scripts = await firstScriptsOf(page)
      expect([...scripts.keys()].some((name) => name.startsWith('first-'))).toBe(true)
      const sizes = Array.from(scripts, ([name, code]) => [name, gzipSync(code).length] as const)
      const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
      expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(220_000)
    },
  )

  test('is configured by a valid file for all three platforms, with what it names in the repository', async () => {
    const config = await readConfiguration()
    await validateConfiguration(config, new DebugLogger(false))

    for (const platform of [config.win, config.mac, config.linux]) {
      expect(platform?.target).toHaveLength(2)
      const icon = await readFile(path.join(projectRoot, String(platform?.icon)))
      expect(icon.length).toBeGreaterThan(10_000)
    }
    expect((await stat(path.join(projectRoot, String(config.mac?.entitlements)))).isFile()).toBe(true)
    expect(config.fileAssociations).toBeUndefined()
  })

  test('has a name that GitHub leaves as it is', async () => {
    const config = await readConfiguration()
    for (const name of [config.artifactName, config.nsis?.artifactName, config.portable?.artifactName])
      expect(name).toMatch(/^[\w.${}-]+$/u)
    for (const platform of [config.win, config.mac, config.linux, config.dmg, config.deb])
      expect(platform?.artifactName).toBeUndefined()
    expect(JSON.stringify(config)).not.toContain('${productName}')
  })

  test('sets every fuse, by the name that the packager or the hook has for it', async () => {
    const { electronFuses, afterPack: hook } = await readConfiguration()
    const { wasmTrapHandlers, ...named } = fuses
    expect(electronFuses).toEqual({ ...named, resetAdHocDarwinSignature: true })
    expect(hook).toBe('./tools/packaging/set-fuses.ts')
    expect(Object.values(everyFuse(electronFuses))).toEqual([...Object.values(named), wasmTrapHandlers])
    expect(() => everyFuse({})).toThrow('RunAsNode')
  })

  test('has its fuses set as a whole: what was signed anew in each half would not go together', async () => {
    const flipped: string[] = []
    const packager = {
      config: await readConfiguration(),
      addElectronFuses: ({ appOutDir }: AfterPackContext) => void flipped.push(appOutDir),
    }
    for (const appOutDir of ['mac-universal-x64-temp', 'mac-universal-arm64-temp', 'mac-universal'])
      await afterPack({ appOutDir, packager } as unknown as AfterPackContext)
    expect(flipped).toEqual(['mac-universal'])
  })

  test('is not made of an Electron that has a fuse more', async () => {
    const electronDist = await standInElectron(Platform.LINUX, `${wrongFuses}1`)
    const packing = pack(Platform.LINUX, Arch.x64, { electronDist })
    await expect(packing).rejects.toThrow('strictlyRequireAllFuses')
  }, 120_000)
})

describe('the package that can be updated', () => {
  beforeAll(buildWhenMissing, 300_000)

  beforeEach(() => {
    vi.stubEnv('UPDATES_OWNER', 'an-owner')
    vi.stubEnv('UPDATES_REPO', 'a-repository')
    return () => void vi.unstubAllEnvs()
  })

  test('differs by its signature, its mark and its update server alone', async () => {
    const plain = await readConfiguration()
    const signed = await readConfiguration('electron-builder.signed.yml')
    expect(plain.publish).toBeNull()
    expect(signed).toEqual({
      ...plain,
      extends: 'electron-builder.yml',
      forceCodeSigning: true,
      extraMetadata: { updates: 'signed' },
      detectUpdateChannel: false,
      publish: { provider: 'github', owner: '${env.UPDATES_OWNER}', repo: '${env.UPDATES_REPO}' },
      linux: { ...plain.linux, publish: null },
    })
    await validateConfiguration(
      await readConfiguration('electron-builder.signed.yml'),
      new DebugLogger(false),
    )
  })

  /** What is written into `app-update.yml`, and what the packed app makes of its mark. */
  async function packed(publisherName: string | null) {
    let source: unknown
    const { archive } = await pack(Platform.WINDOWS, Arch.x64, {
      extends: 'electron-builder.signed.yml',
      // There is nothing here to sign with.
      forceCodeSigning: false,
      win: { signtoolOptions: publisherName === null ? {} : { publisherName } },
      async afterPack({ packager }) {
        source = await getAppUpdatePublishConfiguration(packager, null, Arch.x64, true)
      },
    })
    const appPath = await temporaryFolder()
    await writeFile(path.join(appPath, 'package.json'), extractFile(archive, 'package.json'))
    return { source, appPath }
  }

  test('says where updates come from and whose signature they have, in a way that the app accepts', async () => {
    const { source, appPath } = await packed('CN=CloudRoom, O=CloudRoom')
    expect(source).toEqual({
      provider: 'github',
      owner: 'an-owner',
      repo: 'a-repository',
      updaterCacheDirName: 'cloudroom-drive-updater',
      publisherName: ['CN=CloudRoom, O=CloudRoom'],
    })
    expect(isUsableSource('win32', source)).toBe(true)
    const kind = { platform: 'win32', isPackaged: true, isPortable: false, appPath } as const
    expect(await whyOff({ ...kind, resourcesPath: path.dirname(appPath) })).toBeNull()
  }, 120_000)

  test('is not accepted on Windows when there was no certificate after all', async () => {
    const { source } = await packed(null)
    expect(source).toMatchObject({ provider: 'github', owner: 'an-owner' })
    expect(isUsableSource('win32', source)).toBe(false)
  }, 120_000)
})
