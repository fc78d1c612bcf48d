import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'cloudroom-chromium-'

/** Whether a process with this id exists. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export const removeProfile = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

/** Removes what a killed runtime could not remove itself; the folder's name carries the pid of its owner. */
const removeAbandonedProfiles = (): void => {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const pid = Number.parseInt(name.slice(prefix.length), 10)
    if (Number.isNaN(pid) || isRunning(pid)) continue
    try {
      removeProfile(join(tmpdir(), name))
    } catch {
      // Another user's, or Chromium is still writing its last files: the next start tries again.
    }
  }
}

/** A fresh browser profile. Nothing of the app lives in it; it is removed when the app ends. */
export const createProfile = (): string => {
  removeAbandonedProfiles()
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
}
