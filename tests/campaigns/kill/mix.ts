import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Emulator } from '#emulator/server.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { writeMp4 } from '#tests/support/mp4-files.ts'
import type { TransferPlan } from './plan.ts'

export interface MixedTransfers {
  readonly plan: TransferPlan
  /** By the names that they get in `/up/`. */
  readonly uploads: readonly { readonly name: string; readonly sha256: string }[]
  /** What is in `/up/` from before and stays there. */
  readonly kept: readonly string[]
}

const mebibyte = 2 ** 20

/**
 * Transfers of all kinds: uploads and downloads that are over at once, some that take a while, and downloads that are
 * large enough for several connections (32 MiB, the app's own limit).
 */
export async function mixTransfers(
  emulator: Emulator,
  folder: string,
  random: () => number,
): Promise<MixedTransfers> {
  const between = (least: number, most: number): number => Math.round(least + random() * (most - least))
  const uploadSizes = [between(1, 300_000), between(200_000, 3_000_000), between(2, 7) * mebibyte + 1]
  const uploads = await Promise.all(
    uploadSizes.map(async (size, index) => {
      const name = `up ${index}.mp4`
      // Smaller files have no room for what tells an MP4.
      return { name, ...(await writeMp4(path.join(folder, 'source'), name, Math.max(size, 32))) }
    }),
  )
  // The second replaces a recording, the third is kept beside one.
  const [replaced, kept] = ['up 1.mp4', 'up 2.mp4']
  for (const name of [replaced, kept]) emulator.addFile(`/up/${name}`, between(300_000, 400_000))
  const small = Array.from({ length: between(3, 5) }, () => between(100_000, 4_000_000))
  const large = Array.from({ length: between(1, 2) }, () => between(32 * mebibyte, 48 * mebibyte))
  const downloads = [...large, ...small].map((size, index): RecordingRef => {
    const { id, path: remotePath } = emulator.addFile(`/down/${index}.mp4`, size)
    return { id, path: remotePath, size, sizeIsExact: true, createdAt: null }
  })
  const downloadFolder = path.join(folder, 'downloads')
  await mkdir(downloadFolder)
  const { origin, prefix, compId, compSecret } = emulator
  const plan: TransferPlan = {
    server: { origin, prefix, compId, compSecret },
    dataFolder: path.join(folder, 'data'),
    downloadFolder,
    uploads: uploads.map(({ file }) => file),
    decisions: { [replaced]: 'replace', [kept]: 'keepBoth' },
    downloads,
    seed: between(1, 2 ** 31),
  }
  const named = uploads.map(({ name, sha256 }) => ({ name: name === kept ? 'up 2 (1).mp4' : name, sha256 }))
  return { plan, uploads: named, kept: [kept] }
}
