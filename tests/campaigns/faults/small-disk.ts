import { execFileSync } from 'node:child_process'
import { mkdtemp, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { NotHere } from './fault-case.ts'

/** A file system of its own, of the size it was made with. */
export interface SmallDisk {
  readonly folder: string
  /** Makes it read-only, or writable again. No file of it may be open for writing. */
  readonly setReadOnly: (isReadOnly: boolean) => void
  /** Takes it away under whoever uses it, as when a drive is pulled out; what is open can still be written. */
  readonly unplug: () => void
}

/**
 * Lends a tmpfs of `bytes` bytes: really full when it is full, and really read-only, for root as well.
 *
 * @throws NotHere where nothing can be mounted
 */
export async function withSmallDisk(bytes: number, use: (disk: SmallDisk) => Promise<void>): Promise<void> {
  if (process.platform !== 'linux') throw new NotHere('a small disk is a tmpfs, which is Linux’s')
  if (process.getuid?.() !== 0) throw new NotHere('a small disk has to be mounted, which takes root')
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-disk-'))
  let isMounted = false
  try {
    mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder)
    isMounted = true
    await use({
      folder,
      setReadOnly: (isReadOnly) => mount('-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder),
      unplug: () => {
        execFileSync('umount', ['-l', folder])
        isMounted = false
      },
    })
  } finally {
    if (isMounted) execFileSync('umount', ['-l', folder])
    // What was written to the empty place of an unplugged disk stays for whoever looks into the failure.
    await rmdir(folder).catch(() => undefined)
  }
}

function mount(...options: string[]): void {
  try {
    execFileSync('mount', options, { stdio: 'pipe' })
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer }
    throw new NotHere(`a small disk cannot be mounted: ${stderr?.toString().trim() ?? 'no mount command'}`)
  }
}
