import { getConfig } from 'app-builder-lib/out/util/config/config.js'
import { build, Platform, type Arch, type Configuration } from 'electron-builder'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { findPackedApps, type PackedApp } from '../../tools/packaging/packed-apps.ts'
import { standInElectron } from './stand-in-electron.ts'
import { temporaryFolder } from './temporary-folder.ts'

export const projectRoot = path.resolve(import.meta.dirname, '../..')

export const readConfiguration = (file = 'electron-builder.yml'): Promise<Configuration> =>
  getConfig(projectRoot, path.join(projectRoot, file), null)

/** Every fuse, in the order that Electron has them in. */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
  wasmTrapHandlers: true,
}
export const rightFuses = Object.values(fuses)
  .map((value) => (value ? '1' : '0'))
  .join('')

export const wrongFuses = rightFuses.replaceAll(/./gu, (fuse) => (fuse === '1' ? '0' : '1'))

/** Packs what `out` holds as `--dir` does, by electron-builder.yml. */
export async function pack(platform: Platform, arch: Arch, more: Configuration = {}): Promise<PackedApp> {
  const output = await temporaryFolder()
  await build({
    projectDir: projectRoot,
    targets: platform.createTarget('dir', arch),
    publish: 'never',
    // Merged over the file.
    config: {
      electronDist: await standInElectron(platform, wrongFuses),
      ...more,
      directories: { output },
      // Whoever has keys is not asked for them, and only a Mac has what signs without any.
      win: { ...more.win, signExecutable: false },
      mac: { identity: null },
      ...(platform === Platform.MAC ? { electronFuses: { resetAdHocDarwinSignature: false } } : {}),
    },
  })
  const names = { name: 'cloudroom-drive', productName: 'CloudRoom Drive' }
  const [app, ...others] = await findPackedApps(output, names)
  if (app === undefined || others.length > 0) throw new Error('One app was to be packed.')
  return app
}

/** `npm test` has just built the bundles; a bare `vitest run` on a fresh checkout has not. */
export function buildWhenMissing(): void {
  if (existsSync(path.join(projectRoot, 'out', 'main', 'index.js'))) return
  const tool = path.join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stderr } = spawnSync(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
    cwd: projectRoot,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The bundles could not be built; see \`npm run build\`.\n${stderr}`)
}
