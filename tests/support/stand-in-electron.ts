import { createPackage } from '@electron/asar'
import { savePlistFile } from 'app-builder-lib/out/util/plist.js'
import { Platform } from 'electron-builder'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import { temporaryFolder } from './temporary-folder.ts'

/** How Electron marks the place of its fuses in its executable; their version and their number follow. */
export const fuseMark = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')

export const fuseBytes = (wire: string): Buffer =>
  Buffer.concat([fuseMark, Buffer.from([1, wire.length]), Buffer.from(wire)])

/**
 * A folder shaped like an unpacked Electron, without Electron in it.
 *
 * @param wire its fuses, a digit for each
 */
export async function standInElectron(platform: Platform, wire: string): Promise<string> {
  const folder = await temporaryFolder()
  if (platform === Platform.MAC) await writeMacApp(path.join(folder, 'Electron.app', 'Contents'), wire)
  else await writeFolder(folder, platform, wire)
  return folder
}

async function writeFolder(folder: string, platform: Platform, wire: string): Promise<void> {
  const isWindows = platform === Platform.WINDOWS
  await writeDefaultApp(path.join(folder, 'resources'))
  const executable = isWindows ? windowsExecutable(wire) : fuseBytes(wire)
  await writeFile(path.join(folder, isWindows ? 'electron.exe' : 'electron'), executable, { mode: 0o755 })
  for (const name of ['chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html', 'version'])
    await writeFile(path.join(folder, name), 'stand-in', { mode: 0o755 })
}

/** With what electron-builder edits in an .exe, and nothing to run. */
function windowsExecutable(wire: string): Buffer {
  const executable = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(executable)
  const [lang, codepage] = [0x0409, 1200]
  const values = { FileDescription: 'stand-in' }
  Resource.VersionInfo.create(lang, {}, [{ lang, codepage, values }]).outputToResourceEntries(
    resources.entries,
  )
  resources.outputResource(executable)
  executable.setExtraData(new Uint8Array(fuseBytes(wire)))
  return Buffer.from(executable.generate())
}

async function writeMacApp(contents: string, wire: string): Promise<void> {
  await writeDefaultApp(path.join(contents, 'Resources'))
  await writeBundle(contents, 'Electron')
  const frameworks = path.join(contents, 'Frameworks')
  for (const kind of ['', ' (Renderer)', ' (GPU)', ' (Plugin)'])
    await writeBundle(
      path.join(frameworks, `Electron Helper${kind}.app`, 'Contents'),
      `Electron Helper${kind}`,
    )
  const framework = path.join(frameworks, 'Electron Framework.framework')
  await mkdir(path.join(framework, 'Resources'), { recursive: true })
  // As in a universal one: once for each kind of processor.
  const both = Buffer.concat([fuseBytes(wire), Buffer.alloc(100), fuseBytes(wire)])
  await writeFile(path.join(framework, 'Electron Framework'), both, { mode: 0o755 })
}

async function writeBundle(contents: string, executable: string): Promise<void> {
  await mkdir(path.join(contents, 'MacOS'), { recursive: true })
  await writeFile(path.join(contents, 'MacOS', executable), 'stand-in', { mode: 0o755 })
  await savePlistFile(path.join(contents, 'Info.plist'), { CFBundleExecutable: executable })
}

async function writeDefaultApp(resources: string): Promise<void> {
  const app = await temporaryFolder()
  await writeFile(path.join(app, 'main.js'), '// Nothing to run.\n')
  await mkdir(resources, { recursive: true })
  await createPackage(app, path.join(resources, 'default_app.asar'))
}
