import { setTimeout } from 'node:timers/promises'

/** What Windows answers while another program holds the file: a virus scanner or an indexer that looks at what is new. */
const heldCodes: ReadonlySet<string | undefined> = new Set(['EBUSY', 'EPERM', 'EACCES'])
/** ms between tries: such programs are mostly done within a second. */
const pausesMs: readonly number[] = [20, 60, 150, 400, 800]

export interface OnceFreeOptions {
  readonly platform?: NodeJS.Platform
  readonly pause?: (ms: number) => Promise<unknown>
}

/**
 * Renames, links, deletes or opens a file as soon as no other program holds it, within two seconds. Elsewhere than on Windows files
 * that are open can be renamed and deleted, and the same codes mean what they say.
 *
 * @throws what `work` throws the last time
 */
export async function onceFree<Result>(
  work: () => Promise<Result>,
  { platform = process.platform, pause = setTimeout }: OnceFreeOptions = {},
): Promise<Result> {
  for (const ms of platform === 'win32' ? pausesMs : []) {
    try {
      return await work()
    } catch (error) {
      if (!heldCodes.has((error as NodeJS.ErrnoException).code)) throw error
      await pause(ms)
    }
  }
  return await work()
}
