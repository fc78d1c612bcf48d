import { setTimeout as sleep } from 'node:timers/promises'
import { toUpdateError } from './update-error.ts'

type SquirrelEvent = 'update-downloaded' | 'error'

/** The part of Electron's `autoUpdater`, which is Squirrel.Mac, that is used beside electron-updater. */
export interface Squirrel {
  checkForUpdates(): void
  on(event: SquirrelEvent, listener: (error?: unknown) => void): unknown
  off(event: SquirrelEvent, listener: (error?: unknown) => void): unknown
}

/** The part of Electron's `app` that tells of being ended. */
export interface Ending {
  on(event: 'will-quit', listener: () => void): unknown
  off(event: 'will-quit', listener: () => void): unknown
}

/** It unpacks the whole app and verifies each file of it. ms */
const verifyTimeoutMs = 120_000
/** It ends the app once it has told its helper. ms */
const endTimeoutMs = 20_000

/**
 * Lets Squirrel take what electron-updater has fetched (and serves to it on the loopback) and verify that it is signed as the
 * running app requires. From then on it installs as soon as the app has ended, which is why this is not done earlier.
 *
 * @throws AppError `update.notSigned`, `update.failed`
 */
export async function verifyBySquirrel(squirrel: Squirrel, timeoutMs = verifyTimeoutMs): Promise<void> {
  const taken = Promise.withResolvers<undefined>()
  const onTaken = (): void => taken.resolve(undefined)
  const onError = (error: unknown): void => taken.reject(toUpdateError(error, 'update.failed'))
  const timer = setTimeout(() => onError(new Error('Squirrel took too long')), timeoutMs)
  squirrel.on('update-downloaded', onTaken)
  squirrel.on('error', onError)
  try {
    squirrel.checkForUpdates()
    await taken.promise
  } finally {
    clearTimeout(timer)
    squirrel.off('update-downloaded', onTaken)
    squirrel.off('error', onError)
  }
}

/**
 * Squirrel notes for its helper that the app is to be opened again, and then ends it (`relaunchToInstallUpdate`): to quit earlier would
 * lose the restart. An app that is being closed refuses to end, so that this is over as soon as it has been asked to.
 */
export async function installBySquirrel(
  squirrel: Squirrel,
  app: Ending,
  quitAndInstall: () => void,
  timeoutMs = endTimeoutMs,
): Promise<void> {
  const ended = new AbortController()
  const onEnd = (): void => ended.abort()
  squirrel.on('error', onEnd)
  app.on('will-quit', onEnd)
  quitAndInstall()
  await sleep(timeoutMs, undefined, { signal: ended.signal }).catch(() => undefined)
  squirrel.off('error', onEnd)
  app.off('will-quit', onEnd)
}
