import type { Stats } from 'node:fs'

type Blocks = Pick<Stats, 'size' | 'blocks'>

/**
 * Whether a file's bytes may not be on this computer: on macOS iCloud Drive takes them away to save space and fetches them when
 * somebody reads, however long that takes ("dataless": `st_blocks` is 0). Some network drives say the same of every file.
 */
export function mayBeInCloud(
  { size, blocks }: Blocks,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform === 'darwin' && size > 0 && blocks === 0
}

/**
 * Reads files that may be in iCloud one after the other. Such a read cannot be given up, and holds one of the four threads that Node
 * has for all files and for looking up names: four of them would stop everything that the app does.
 */
export class CloudReads {
  #last: Promise<unknown> = Promise.resolve()

  run<Result>(read: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(read)
    this.#last = result.catch(() => undefined)
    return result
  }
}
