import { parsePlistFile, savePlistFile, type PlistObject } from 'app-builder-lib/out/util/plist.js'
import { Arch, Platform } from 'electron-builder'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { NtExecutable, NtExecutableResource } from 'resedit'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildWhenMissing, pack, readConfiguration, rightFuses, wrongFuses } from '#tests/support/pack-app.ts'
import { fuseBytes } from '#tests/support/stand-in-electron.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { packageFaults } from '../../../tools/packaging/package-faults.ts'
import { findPackedApps, type PackedApp } from '../../../tools/packaging/packed-apps.ts'

const faultsOf = async (app: PackedApp): Promise<readonly string[]> =>
  packageFaults(app, await readConfiguration())

/** Changes the last of the places where something is in a file, to something as long. */
async function replaceIn(file: string, from: Buffer, to: Buffer): Promise<void> {
  const bytes = await readFile(file)
  const at = bytes.lastIndexOf(from)
  expect(at).toBeGreaterThanOrEqual(0)
  to.copy(bytes, at)
  await writeFile(file, bytes)
}

async function forgetHash({ platform, witness }: PackedApp): Promise<void> {
  if (witness === null) return
  if (platform === 'darwin') {
    const { ElectronAsarIntegrity, ...others } = await parsePlistFile<PlistObject>(witness)
    expect(ElectronAsarIntegrity).toBeDefined()
    await savePlistFile(witness, others)
    return
  }
  const executable = NtExecutable.from(await readFile(witness))
  const resources = NtExecutableResource.from(executable)
  resources.removeResourceEntry('INTEGRITY', 'ELECTRONASAR')
  resources.outputResource(executable)
  await writeFile(witness, Buffer.from(executable.generate()))
}

// No Windows packs for Macs.
const platforms = process.platform === 'win32' ? [Platform.WINDOWS] : [Platform.WINDOWS, Platform.MAC]

describe('a package that is not what it should be is noticed before it is released', () => {
  beforeAll(buildWhenMissing, 300_000)

  test.each(platforms)(
    'for $name',
    async (platform) => {
      const app = await pack(platform, Arch.x64)
      expect(await faultsOf(app)).toEqual([])

      // A fuse, of one kind of processor only where there are two.
      await replaceIn(app.executable, fuseBytes(rightFuses), fuseBytes(wrongFuses))
      expect(await faultsOf(app)).toEqual([`has the fuses ${wrongFuses} instead of ${rightFuses}`])
      await replaceIn(app.executable, fuseBytes(wrongFuses), fuseBytes(rightFuses))

      // The name of a file in the archive's header.
      await replaceIn(app.archive, Buffer.from('"keytar.js"'), Buffer.from('"keytor.js"'))
      expect(await faultsOf(app)).toEqual([
        expect.stringMatching(/^is held to an app\.asar of [\da-f]{64}, and has one of [\da-f]{64}$/u),
      ])
      await replaceIn(app.archive, Buffer.from('"keytor.js"'), Buffer.from('"keytar.js"'))
      expect(await faultsOf(app)).toEqual([])

      await forgetHash(app)
      expect(await faultsOf(app)).toEqual([expect.stringContaining('is held to an app.asar of no hash')])
    },
    120_000,
  )

  test('an executable without fuses is none of Electron’s', async () => {
    const app = await pack(Platform.LINUX, Arch.x64)
    await writeFile(app.executable, 'something else')
    expect(await faultsOf(app)).toEqual(['has no fuses'])
  }, 120_000)
})

test('all that was packed is looked at, and nothing else that lies there', async () => {
  const output = await temporaryFolder()
  const folders = ['win-unpacked', 'win-arm64-unpacked', 'mac', 'mac-universal', 'linux-unpacked']
  for (const name of [...folders, 'linux-arm64-unpacked', '.icon-ico', 'macabre'])
    await mkdir(path.join(output, name))
  await writeFile(path.join(output, 'win-x64-unpacked'), 'a file')
  const apps = await findPackedApps(output, { name: 'a-name', productName: 'A Name' })
  expect(apps.map(({ name }) => name).sort()).toEqual([...folders, 'linux-arm64-unpacked'].sort())
  const witnesses = Object.fromEntries(
    apps.map(({ name, witness }) => [name, witness && path.relative(output, witness)]),
  )
  expect(witnesses).toMatchObject({
    'win-arm64-unpacked': path.join('win-arm64-unpacked', 'A Name.exe'),
    'mac-universal': path.join('mac-universal', 'A Name.app', 'Contents', 'Info.plist'),
    'linux-unpacked': null,
  })
})
