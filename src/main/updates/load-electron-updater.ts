import type { AppUpdater } from 'electron-updater'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Logger } from '../logging/logger.ts'
import { createElectronUpdater, type Engine } from './electron-updater.ts'
import { isUsableSource } from './update-source.ts'
import type { Ending, Squirrel } from './squirrel-mac.ts'
import type { Updater } from './updater.ts'

export interface LoadOptions {
  readonly platform: NodeJS.Platform
  /** Where `app-update.yml` is. */
  readonly resourcesPath: string
  readonly squirrel: Squirrel
  readonly app: Ending
  readonly log: Logger
}

/**
 * Loads electron-updater, in a chunk of its own that no other start of the app reads.
 *
 * @returns null when the package does not say where updates come from, or whose signature they must have
 */
export async function loadElectronUpdater(options: LoadOptions): Promise<Updater | null> {
  const { platform, resourcesPath, log } = options
  const file = path.join(resourcesPath, 'app-update.yml')
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  const [{ parseUpdateInfo }, { CancellationToken }] = await Promise.all([
    import('electron-updater/out/providers/Provider.js'),
    import('electron-updater/out/types.js'),
  ])
  // Its reader of YAML, so that what is looked at here is what it goes by.
  const content: unknown = parseUpdateInfo(text, 'app-update.yml', pathToFileURL(file))
  if (!isUsableSource(platform, content)) return null
  const engine = await loadEngine(options)
  return engine === null
    ? null
    : createElectronUpdater({ engine, createToken: () => new CancellationToken(), log })
}

async function loadEngine({ platform, squirrel, app }: LoadOptions): Promise<Engine | null> {
  if (platform === 'darwin') {
    const { MacUpdater } = await import('electron-updater/out/MacUpdater.js')
    const updater: AppUpdater = new MacUpdater()
    return { platform, updater, squirrel, app }
  }
  if (platform !== 'win32') return null
  const [{ NsisUpdater }, { verifySignature }] = await Promise.all([
    import('electron-updater/out/NsisUpdater.js'),
    import('electron-updater/out/windowsExecutableCodeSignatureVerifier.js'),
  ])
  return { platform, updater: new NsisUpdater(), checkSignature: verifySignature }
}
