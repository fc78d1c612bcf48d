import { setTimeout as sleep } from 'node:timers/promises'
import { toUpdateError } from './update-error.ts'

type SquirrelEvent = 'update-downloaded' | 'error'

/** The part of Electron's `autoUpdater`, which is Squirrel.Mac, that is used beside electron-updater. */
export interface Squirrel {
  checkForUpdates(): void
  on(event: SquirrelEvent, listener: (error?: unknown) => void): unknown
  off(event: SquirrelEvent, listener: (error?: unknown) => void): unknown
}

/** It unpacks the whole app and verifies each file of it. ms */
const verifyTimeoutMs = 120_000
/** It ends the app once its helper runs. ms */
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

/** Squirrel ends the app itself, after its helper has begun to wait for that: to quit earlier would lose the restart. */
export async function installBySquirrel(
  squirrel: Squirrel,
  quitAndInstall: () => void,
  timeoutMs = endTimeoutMs,
): Promise<void> {
  const ended = new AbortController()
  const onError = (): void => ended.abort()
  squirrel.on('error', onError)
  quitAndInstall()
  await sleep(timeoutMs, undefined, { signal: ended.signal }).catch(() => undefined)
  squirrel.off('error', onError)
}
