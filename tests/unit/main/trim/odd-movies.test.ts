import { closeSync, existsSync, openSync } from 'node:fs'
import { open, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { cutMovie } from '#main/trim/cut-movie.ts'
import { sourceOf, targetOf } from '#main/trim/movie-files.ts'
import { openMovie } from '#main/trim/open-movie.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { picturesIn, writeMovie } from '#tests/support/movie-frames.ts'
import { mp4Bytes } from '#tests/support/mp4-files.ts'
import { seededRandom } from '#tests/support/random.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { trimRig } from '#tests/support/trim-rig.ts'

let folder: string
let source: string
beforeEach(async () => {
  folder = await temporaryFolder()
  source = path.join(folder, 'meeting.mp4')
})

const namesIn = async (): Promise<string[]> => (await readdir(folder)).toSorted()

describe('what cannot be cut says so and leaves no file', () => {
  it.each([
    ['empty', () => writeFile(source, '')],
    ['text', () => writeFile(source, 'This is no video.')],
    ['random bytes behind the start of an MP4', () => writeFile(source, mp4Bytes(500_000))],
    [
      'the first bytes of one',
      async () => {
        await writeMovie(source, 4_000_000, 'front')
        await truncate(source, 200)
      },
    ],
    [
      'without its tables',
      async () => {
        await writeMovie(source, 4_000_000, 'end')
        await truncate(source, 3_000_000)
      },
    ],
    [
      'without its second half',
      async () => {
        await writeMovie(source, 4_000_000, 'front')
        await truncate(source, 2_000_000)
      },
    ],
    [
      'without key frames',
      async () => {
        await writeMovie(source, 4_000_000, 'front')
        const bytes = await readFile(source)
        bytes.write('free', bytes.indexOf('stss'), 'latin1')
        // Pictures that need no other become ones that do (ISO/IEC 14496-10, table 7-1: 5 to 1).
        for (const { offset, size } of await picturesIn(source)) {
          for (let at = offset; at < offset + size; at += 4 + bytes.readUInt32BE(at)) {
            if (((bytes[at + 4] ?? 0) & 31) === 5) bytes[at + 4] = 0x61
          }
        }
        await writeFile(source, bytes)
      },
    ],
    [
      'with a codec that nobody knows',
      async () => {
        await writeMovie(source, 4_000_000, 'front')
        const bytes = await readFile(source)
        bytes.write('nope', bytes.indexOf('mp4a'), 'latin1')
        bytes.write('nope', bytes.indexOf('esds'), 'latin1')
        await writeFile(source, bytes)
      },
    ],
  ])('%s', async (_name, make) => {
    await make()
    expect(await codeOf(trimRig(source).save({ start: 0, end: 100 }))).toBe('trim.unreadable')
    expect(await namesIn()).toEqual(['meeting.mp4'])
  })
})

it('an end before the start, or a start behind the end, is nothing', async () => {
  await writeMovie(source, 4_000_000, 'front')
  const rig = trimRig(source)
  for (const span of [
    { start: 3, end: 2 },
    { start: 2, end: 2 },
    { start: 8, end: 9 },
    { start: Number.NaN, end: 1 },
  ])
    expect(await codeOf(rig.save(span))).toBe('trim.empty')
  expect(await namesIn()).toEqual(['meeting.mp4'])
})

it('a folder that cannot be written to says so', async () => {
  await writeMovie(source, 4_000_000, 'front')
  const chosen = path.join(folder, 'gone', 'part.mp4')
  expect(await codeOf(trimRig(source, { chosen }).save({ start: 0, end: 2 }))).toBe('file.notWritable')
})

// A device that is always full.
it.skipIf(!existsSync('/dev/full'))('a full disk says so', async () => {
  await writeMovie(source, 4_000_000, 'front')
  const handle = await open(source, 'r')
  const full = openSync('/dev/full', 'w')
  onTestFinished(async () => {
    closeSync(full)
    await handle.close()
  })
  const movie = await openMovie(sourceOf(handle.fd))
  const outcome = cutMovie(movie, targetOf(full, 10_000_000), { start: 0, end: 8 }, () => undefined)
  expect(await codeOf(outcome)).toBe('file.diskFull')
})

it('a thread that says nothing is ended', async () => {
  await writeMovie(source, 4_000_000, 'front')
  const entry = new URL('data:text/javascript,for (;;);')
  const rig = trimRig(source, { entry, silenceMs: 100 })
  expect(await codeOf(rig.look())).toBe('trim.unreadable')
  expect(await codeOf(rig.save({ start: 0, end: 2 }))).toBe('trim.unreadable')
  expect(await namesIn()).toEqual(['meeting.mp4'])
})

it('tables that are damaged end in an error or in a file, soon', async () => {
  await writeMovie(source, 4_000_000, 'front')
  const whole = await readFile(source)
  const tables = [whole.indexOf('moov'), whole.indexOf('mdat')] as const
  const random = seededRandom(5)
  for (let round = 0; round < 12; round++) {
    const bytes = Buffer.from(whole)
    for (let flip = 0; flip < 1 + round * 2; flip++) {
      const at = tables[0] + Math.floor(random() * (tables[1] - tables[0]))
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    }
    await writeFile(source, bytes)
    const rig = trimRig(source, { silenceMs: 3000, chosen: path.join(folder, `${round}.mp4`) })
    const outcome = await rig.save({ start: 1, end: 5 }).then(
      () => 'saved',
      (error: unknown) => (error as { code?: unknown }).code,
    )
    const isSaved = (await namesIn()).includes(`${round}.mp4`)
    expect(outcome, `round ${round}`).toBe(
      isSaved ? 'saved' : outcome === 'trim.empty' ? 'trim.empty' : 'trim.unreadable',
    )
  }
  expect((await namesIn()).filter((name) => name.endsWith('.part'))).toEqual([])
}, 60_000)
