import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'

/** An app that electron-builder has packed and left unpacked, as it will be installed. */
export interface PackedApp {
  readonly platform: 'darwin' | 'linux' | 'win32'
  /** Relative to where everything is packed to. */
  readonly name: string
  /** What has the fuses in it. */
  readonly executable: string
  readonly archive: string
  /** What says how the archive must be: Info.plist or the .exe; null on Linux, where Electron does not look. */
  readonly witness: string | null
}

export interface AppNames {
  readonly name: string
  readonly productName: string
}

/** Everything that lies packed in a folder of electron-builder's (`dist`). */
export async function findPackedApps(output: string, names: AppNames): Promise<readonly PackedApp[]> {
  const folders = existsSync(output) ? await readdir(output, { withFileTypes: true }) : []
  return folders
    .filter((entry) => entry.isDirectory())
    .map((entry) => packedApp(path.join(output, entry.name), names))
    .filter((app) => app !== null)
}

function packedApp(folder: string, { name, productName }: AppNames): PackedApp | null {
  const kind = path.basename(folder)
  const archive = path.join(folder, 'resources', 'app.asar')
  if (/^mac(?:-\w+)?$/u.test(kind)) {
    const contents = path.join(folder, `${productName}.app`, 'Contents')
    return {
      platform: 'darwin',
      name: kind,
      executable: path.join(contents, 'Frameworks', 'Electron Framework.framework', 'Electron Framework'),
      archive: path.join(contents, 'Resources', 'app.asar'),
      witness: path.join(contents, 'Info.plist'),
    }
  }
  if (/^win-(?:\w+-)?unpacked$/u.test(kind)) {
    const executable = path.join(folder, `${productName}.exe`)
    return { platform: 'win32', name: kind, executable, archive, witness: executable }
  }
  if (/^linux-(?:\w+-)?unpacked$/u.test(kind))
    return { platform: 'linux', name: kind, executable: path.join(folder, name), archive, witness: null }
  return null
}
