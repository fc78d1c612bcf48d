import { mkdir, stat } from 'node:fs/promises'

/**
 * Makes a folder, and those above it, where there is none. One that is there is not made: on Windows the root of a drive cannot
 * be, whatever it holds (EPERM; Node docs, `fs.mkdir`), nor can a folder of a disk or share that refuses new ones
 * (nodejs/node#38347).
 *
 * @param folder absolute
 * @throws the system's error when there is no such folder and none can be made
 */
export async function ensureFolder(folder: string): Promise<void> {
  const info = await stat(folder).catch(() => null)
  if (info?.isDirectory() !== true) await mkdir(folder, { recursive: true })
}
