import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Emulator } from '#emulator/server.ts'
import { sha256OfFile } from '#tests/support/mp4-files.ts'
import type { KeptState } from './kept-state.ts'
import type { MixedTransfers } from './mix.ts'

/** Jobs whose kept state says more than is true: `done` without the whole file on both sides. */
export async function liesOf({ jobs }: KeptState, emulator: Emulator): Promise<string[]> {
  const lies: string[] = []
  for (const { spec, state, localPath } of jobs) {
    if (state.kind !== 'done') continue
    if (spec.direction === 'upload') {
      const stored = await emulator.stored(`${spec.remoteFolder}${spec.name}`)
      if (!stored) lies.push(`${spec.name} is called done and not on the server`)
    } else {
      const info = await stat(localPath ?? '').catch(() => null)
      if (info?.size !== spec.recording.size)
        lies.push(`${spec.recording.path} is called done and not on disk`)
    }
  }
  return lies
}

/** What is wrong with the files on both sides once everything is over. */
export async function wrongFiles(
  { plan, uploads, kept }: MixedTransfers,
  emulator: Emulator,
): Promise<string[]> {
  const problems: string[] = []
  const wanted = [...kept, ...uploads.map(({ name }) => name)].toSorted()
  const there = emulator.listing().filter(({ path: at }) => at.startsWith('/up/'))
  const names = there.map(({ path: at }) => path.basename(at)).toSorted()
  if (names.toString() !== wanted.toString()) problems.push(`the server has ${names.join(', ')}`)
  for (const { name, sha256 } of uploads) {
    const stored = await emulator.stored(`/up/${name}`)
    if (stored?.sha256 !== sha256) problems.push(`${name} is ${stored ? 'damaged' : 'missing'} on the server`)
  }
  const expected = plan.downloads.map(({ path: remotePath }) => path.basename(remotePath)).toSorted()
  const present = (await readdir(plan.downloadFolder)).toSorted()
  if (present.toString() !== expected.toString()) problems.push(`the folder has ${present.join(', ')}`)
  for (const name of expected.filter((item) => present.includes(item))) {
    const digest = await sha256OfFile(path.join(plan.downloadFolder, name))
    if (digest !== (await emulator.expectedSha256(`/down/${name}`)))
      problems.push(`${name} is damaged on disk`)
  }
  return problems
}

/** Uploads that were begun again although the server had the file. */
export function sentAgain(emulator: Emulator): string[] {
  const storedAt = new Map(emulator.listing().map((file) => [file.path, file.ctimeMs]))
  return emulator.state().log.flatMap(({ endpoint, params, time }) => {
    if (endpoint !== 'upload' || typeof params['FileName'] !== 'string') return []
    const remotePath = `/up/${decodeURIComponent(params['FileName'])}`
    return time > (storedAt.get(remotePath) ?? Infinity)
      ? [`${remotePath} was sent although it was there`]
      : []
  })
}
