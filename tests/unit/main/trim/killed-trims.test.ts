import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { FolderMemory } from '#main/library/folder-memory.ts'
import { openDatabase } from '#main/storage/database.ts'
import { openDemoDatabase } from '#main/storage/demo-database.ts'
import { TrimParts } from '#main/trim/trim-parts.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { canLink } from '#tests/support/can-link.ts'
import { keepsBirthTimes } from '#tests/support/keeps-birth-times.ts'
import { writeMovie } from '#tests/support/movie-frames.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import { trimEntry, trimRig } from '#tests/support/trim-rig.ts'

let home: string
let folder: string
beforeEach(async () => {
  home = await temporaryFolder()
  folder = path.join(home, 'movies')
  await mkdir(folder)
})

const at = (name: string): string => path.join(folder, name)
const left = 'meeting (trim 00.00-02.00).mp4.part'
const namesIn = async (): Promise<string[]> => (await readdir(folder)).toSorted()
const openKept = (): DatabaseSync => openDatabase(path.join(home, 'library.db'), testLogger().log)

/** What the app does when it starts. */
async function sweep(database = openKept()): Promise<unknown[]> {
  const failures: unknown[] = []
  await new TrimParts(database).sweep((error) => failures.push(error))
  database.close()
  return failures
}

function kept(): string[] {
  const database = openKept()
  const files = database.prepare('SELECT file FROM trim_parts').all()
  database.close()
  return files.map(({ file }) => path.basename(String(file)))
}

/** A process that is killed in the middle of a copy. */
async function killInTheMiddle(): Promise<void> {
  await writeMovie(at('meeting.mp4'), 60_000_000, 'front')
  const script = path.join(import.meta.dirname, 'trim-child.ts')
  const args = [script, path.join(home, 'library.db'), at('meeting.mp4'), trimEntry]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  await once(child, 'exit')
  expect((await stat(at(left))).size).toBeGreaterThan(0)
}

const sha256Of = async (name: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(at(name)))
    .digest('hex')

describe('what a process that was killed has left of a copy', () => {
  // A file is told from another by when it was born.
  it.skipIf(!keepsBirthTimes)('is gone after the next start, and nothing else is', async () => {
    await writeFile(at('holiday.mp4.part'), 'of another program')
    await killInTheMiddle()
    const names = ['holiday.mp4.part', 'meeting.mp4']
    const before = await Promise.all(names.map(sha256Of))
    expect(await namesIn()).toEqual([names[0], left, names[1]].toSorted())

    expect(await sweep()).toEqual([])
    expect(await namesIn()).toEqual(names)
    expect(await Promise.all(names.map(sha256Of))).toEqual(before)
    expect(kept()).toEqual([])
  })

  // A file is told from another by when it was born.
  it.skipIf(!keepsBirthTimes)(
    'is gone after the next start of a demo, too, which keeps nothing else of the one before',
    async () => {
      await killInTheMiddle()
      const database = openKept()
      new FolderMemory(database).visited('p', '/A/')
      database.close()
      const next = openDemoDatabase(path.join(home, 'library.db'), testLogger().log)
      expect(next.prepare('SELECT * FROM last_folders').all()).toEqual([])
      expect(await sweep(next)).toEqual([])
      expect(await namesIn()).toEqual(['meeting.mp4'])
      expect(kept()).toEqual([])
    },
  )

  it('is not mistaken for what has its name by then', async () => {
    await killInTheMiddle()
    const bytes = await readFile(at(left))
    // The same bytes even, in another file.
    await rename(at(left), at('moved.part'))
    await writeFile(at(left), bytes)
    expect(await sweep()).toEqual([])
    expect(await namesIn()).toEqual([left, 'meeting.mp4', 'moved.part'])
    expect(kept()).toEqual([])
  })

  // Only some may make links on Windows.
  it.skipIf(!canLink)('is not looked for behind a link', async () => {
    await killInTheMiddle()
    await rename(at(left), at('moved.part'))
    await symlink(at('moved.part'), at(left))
    await sweep()
    expect(await namesIn()).toEqual([left, 'meeting.mp4', 'moved.part'])
  })

  // A file is told from another by when it was born.
  it.skipIf(!keepsBirthTimes)(
    'waits for a disk that is not there, and keeps its name until then',
    async () => {
      await killInTheMiddle()
      await rename(folder, `${folder} away`)
      await sweep()
      expect(kept()).toEqual([left])
      await rename(`${folder} away`, folder)
      await sweep()
      expect(await namesIn()).toEqual(['meeting.mp4'])
    },
  )
})

it('a name that was noted for a file that was never made is nobody’s, unless what has it is empty', async () => {
  const database = openKept()
  const note = database.prepare('INSERT INTO trim_parts VALUES (?, NULL)')
  for (const name of ['empty.part', 'theirs.part', 'gone.part']) note.run(at(name))
  database.close()
  await writeFile(at('empty.part'), '')
  await writeFile(at('theirs.part'), 'theirs')
  await sweep()
  expect(await namesIn()).toEqual(['theirs.part'])
  expect(kept()).toEqual([])
})

it('a file that had no number of its own while it was empty, as on exFAT under macOS, is known by when it was born', async () => {
  await writeFile(at('ours.part'), 'ours')
  await writeFile(at('theirs.part'), 'theirs')
  const { birthtimeNs } = await stat(at('ours.part'), { bigint: true })
  const database = openKept()
  const note = database.prepare('INSERT INTO trim_parts VALUES (?, ?)')
  note.run(at('ours.part'), `1 ${birthtimeNs}`)
  note.run(at('theirs.part'), `1 ${birthtimeNs - 1n}`)
  database.close()
  await sweep()
  expect(await namesIn()).toEqual(['theirs.part'])
  expect(kept()).toEqual([])
})

it('what could not be removed is tried again, and its name is not given to another copy', async () => {
  const database = openKept()
  const parts = new TrimParts(database)
  const part = await parts.create(folder, 'copy.mp4')
  await part.handle.close()
  await rm(part.file)
  const again = await parts.create(folder, 'copy.mp4')
  expect(path.basename(again.file)).toBe('copy (1).mp4.part')
  await parts.discard(again)
  expect(await namesIn()).toEqual([])
  database.close()
  expect(kept()).toEqual(['copy.mp4.part'])
})

it('nothing is remembered of copies that have ended, whole or not', async () => {
  await writeMovie(at('meeting.mp4'), 60_000_000, 'front')
  const database = openKept()
  const parts = new TrimParts(database)
  const controller = new AbortController()
  const stopped = trimRig(at('meeting.mp4'), { parts, onProgress: () => controller.abort() })
  expect(await codeOf(stopped.save({ start: 0, end: 120 }, controller.signal))).toBe('aborted')
  await trimRig(at('meeting.mp4'), { parts }).save({ start: 0, end: 4 })
  // Not a folder: no part file can be made there.
  const nowhere = trimRig(at('meeting.mp4'), { parts, chosen: path.join(at('meeting.mp4'), 'x.mp4') })
  expect(await codeOf(nowhere.save({ start: 0, end: 4 }))).toBe('file.notWritable')
  database.close()
  expect(kept()).toEqual([])
})
