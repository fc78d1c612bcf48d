import type { Update } from '#shared/models/updates.ts'

/** What looks for, fetches, verifies and installs a version: electron-updater, or a test's own. */
export interface Updater {
  /**
   * Asks the update server.
   *
   * @returns a newer version that is meant for this computer (rollouts are staged), or null
   * @throws AppError `update.*`
   */
  check(): Promise<Update | null>
  /**
   * Fetches and verifies what {@link check} has found.
   *
   * @param onProgress is told the share that is here, 0 … 1
   * @throws AppError `update.*`, `file.diskFull`, `aborted`
   */
  download(onProgress: (share: number) => void, signal: AbortSignal): Promise<void>
  /**
   * Does what there is left to verify before the app may quit for the new version.
   *
   * @throws AppError `update.*`
   */
  prepare(): Promise<void>
  /** Installs. The last thing that the app does: its files are closed, and it quits as soon as this resolves. */
  install(restarts: boolean): Promise<void>
}
