import type { AppUpdater, CancellationToken } from 'electron-updater'
import type { NsisUpdater } from 'electron-updater/out/NsisUpdater.js'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '#shared/errors.ts'
import type { Logger } from '../logging/logger.ts'
import { strictSignature, type CheckSignature } from './strict-signature.ts'
import { installBySquirrel, verifyBySquirrel, type Ending, type Squirrel } from './squirrel-mac.ts'
import { toUpdateError } from './update-error.ts'
import { readUpdate } from './update-info.ts'
import type { Updater } from './updater.ts'

/** electron-updater's part for a system, with what belongs to it. */
export type Engine =
  | { readonly platform: 'win32'; readonly updater: NsisUpdater; readonly checkSignature: CheckSignature }
  | {
      readonly platform: 'darwin'
      readonly updater: AppUpdater
      readonly squirrel: Squirrel
      readonly app: Ending
    }

export interface ElectronUpdaterOptions {
  readonly engine: Engine
  readonly createToken: () => CancellationToken
  readonly log: Logger
}

/**
 * electron-updater, made to do nothing by itself: it fetches and installs only when it is told to, never an older version,
 * and no file without the right signature. Rollouts are staged by `stagingPercentage` in `latest.yml`, which it compares with
 * a random number of this computer (`.updaterId` in the user's data; the number goes along with the question).
 *
 * Its requests are Electron's `net` in a session of their own, which follows the system's proxies and is verified by
 * Chromium like any page; a proxy that asks who the user is gets no answer.
 */
export function createElectronUpdater({ engine, createToken, log }: ElectronUpdaterOptions): Updater {
  const { updater } = engine
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowPrerelease = false
  updater.allowDowngrade = false
  updater.disableWebInstaller = true
  updater.logger = {
    info: (message) => log.debug('updater', { message: String(message) }),
    warn: (message) => log.warn('updater', { message: String(message) }),
    error: (message) => log.warn('updater', { message: String(message) }),
  }
  if (engine.platform === 'win32')
    engine.updater.verifyUpdateCodeSignature = (publishers, file) =>
      strictSignature(engine.checkSignature, publishers, file, log)

  /** Squirrel has what was fetched last. */
  let isTaken = false
  return {
    async check() {
      try {
        const result = await updater.checkForUpdates()
        if (result?.isUpdateAvailable !== true) return null
        // electron-updater goes by the processor of this process, too, and takes no other.
        return readUpdate(result.updateInfo, engine.platform, process.arch)
      } catch (error) {
        throw toUpdateError(error, 'update.malformed')
      }
    },
    async download(onProgress, signal) {
      signal.throwIfAborted()
      isTaken = false
      const token = createToken()
      const cancel = (): void => token.cancel()
      const tell = ({ percent }: { percent: number }): void =>
        onProgress(Math.min(1, Math.max(0, percent / 100)))
      signal.addEventListener('abort', cancel)
      updater.on('download-progress', tell)
      try {
        await updater.downloadUpdate(token)
      } catch (error) {
        throw signal.aborted ? new AppError('aborted') : toUpdateError(error, 'update.failed')
      } finally {
        signal.removeEventListener('abort', cancel)
        updater.off('download-progress', tell)
      }
    },
    async prepare() {
      if (engine.platform !== 'darwin' || isTaken) return
      await verifyBySquirrel(engine.squirrel)
      isTaken = true
    },
    async install(restarts) {
      if (engine.platform === 'darwin') {
        if (restarts) await installBySquirrel(engine.squirrel, engine.app, () => updater.quitAndInstall())
        return
      }
      // Whoever waits for the app to come back sees the installer at work; else it is silent.
      engine.updater.install(!restarts, restarts)
      // The installer is a process of its own; that it could not be started is told in the next turn.
      await nextTurn()
    },
  }
}
