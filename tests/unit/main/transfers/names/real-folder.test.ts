import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import { recordingPath } from '#shared/ipc/schemas.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { clientOf, emulate } from '#tests/support/emulate.ts'
import { filesBelow, sha256OfFile } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { transfersRig } from '#tests/support/transfers-rig.ts'
import { hostileNames } from './hostile-names.ts'
import { commonProblems, platforms } from './platform-rules.ts'

/** The smallest recording that the emulator can make up, and a few bytes. */
const size = 82_200

/** Downloads all of these at once into one folder, and asserts that each is one whole file in it. */
async function downloadAll(emulator: Emulator, refs: readonly RecordingRef[], client: CloudRoomClient) {
  const base = await temporaryFolder()
  const downloadFolder = path.join(base, 'data', 'chosen')
  await mkdir(downloadFolder, { recursive: true })
  const rig = await transfersRig(emulator, { client, folder: path.join(base, 'data'), downloadFolder })
  const jobs = rig.downloads.start(refs)
  expect(new Set(jobs).size).toBe(refs.length)
  const files = new Set<string>()
  for (const id of jobs) {
    const { localPath, state, remotePath } = await rig.ended(id)
    expect(state.kind, remotePath).toBe('done')
    expect(path.dirname(localPath ?? ''), remotePath).toBe(downloadFolder)
    files.add(localPath ?? '')
  }
  expect(files.size).toBe(refs.length)
  const names = await readdir(downloadFolder)
  expect(new Set(names.map((name) => path.join(downloadFolder, name)))).toEqual(files)
  // A disk may be carried elsewhere; how deep the files are then is another matter.
  for (const rules of platforms) {
    const root = rules.path.parse(rules.folders[0] ?? '').root
    const illegal = names.filter(
      (name) => [...rules.problems(root, name), ...commonProblems(rules, root, name)].length > 0,
    )
    expect(illegal).toEqual([])
  }
  // Nothing beside the folder, and nothing above it.
  const outside = (await filesBelow(base)).filter((name) => !name.startsWith('data/chosen'))
  expect(outside.map((name) => path.basename(name).replace(/-(?:wal|shm)$/u, ''))).toEqual(
    outside.map((name) => (name === 'data' ? 'data' : 'library.db')),
  )
  return { rig, jobs }
}

it('every hostile name ends as a whole file of its own in the folder, whatever a client may let through', async () => {
  const emulator = await emulate()
  const real = clientOf(emulator)
  const plainPaths = new Map<string, string>()
  const refs = hostileNames.map((name, index): RecordingRef => {
    const plain = emulator.addFile(`/n/${index}.mp4`, size)
    const hostile = `/n/${index}/${name}`
    plainPaths.set(hostile, plain.path)
    return { id: plain.id, path: hostile, size, sizeIsExact: true, createdAt: null }
  })
  const client: CloudRoomClient = {
    ...real,
    find: async (remotePath, options) => {
      const found = await real.find(plainPaths.get(remotePath) ?? '', options)
      return found && { ...found, path: remotePath }
    },
  }
  const { rig, jobs } = await downloadAll(emulator, refs, client)
  for (const [index, id] of jobs.entries()) {
    const { localPath } = await rig.ended(id)
    expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256(`/n/${index}.mp4`))
  }
}, 60_000)

it('of those that a real answer can carry, all that are listed can be downloaded', async () => {
  const emulator = await emulate()
  for (const [index, name] of hostileNames.entries()) {
    // A folder's name and one that no address can carry cannot be a recording's; `\\` separates folders for the app.
    if (!`/${name}`.endsWith('/') && name.isWellFormed() && !name.includes('\\'))
      emulator.addFile(`/n/${index}/${name}`, size)
  }
  const client = clientOf(emulator)
  const refs: RecordingRef[] = []
  for (const [index] of hostileNames.entries()) {
    const { recordings } = await client.query({ folder: `/n/${index}/` })
    refs.push(...recordings)
  }
  // What the page asks for has passed this schema.
  const accepted = refs.filter(({ path: remotePath }) => recordingPath.safeParse(remotePath).success)
  expect(accepted.length).toBe(refs.length)
  expect(accepted.length).toBeGreaterThan(200)
  const { rig, jobs } = await downloadAll(emulator, accepted, client)
  for (const [index, id] of jobs.entries()) {
    const { localPath } = await rig.ended(id)
    const digest = await sha256OfFile(localPath ?? '')
    expect(digest).toBe(await emulator.expectedSha256(accepted[index]?.path ?? ''))
  }
}, 60_000)
