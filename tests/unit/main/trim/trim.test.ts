import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '#tests/support/app-error.ts'
import { openInChromium } from '#tests/support/chromium-video.ts'
import { frameHashes } from '#tests/support/decoded-frame.ts'
import { tracksIn, writeMovie, type FoundTrack, type Frame } from '#tests/support/movie-frames.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { trimRig } from '#tests/support/trim-rig.ts'

let folder: string
let source: string
beforeEach(async () => {
  folder = await temporaryFolder()
  source = path.join(folder, 'meeting.mp4')
})

const namesIn = async (): Promise<string[]> => (await readdir(folder)).toSorted()

/** When frames are shown, as the edit list says. Seconds */
const shownTimes = ({ frames, edits }: FoundTrack): number[] =>
  frames.map(({ time }) => time - (edits[0]?.[1] ?? 0))

const hashes = (frames: readonly Frame[]): string[] => frames.map(({ sha256 }) => sha256)

describe.each(['front', 'end'] as const)('a part of a recording whose tables are at the %s', (moov) => {
  it('has the same frames, byte by byte, in the same time to each other', async () => {
    await writeMovie(source, 20_000_000, moov)
    const rig = trimRig(source)
    const facts = await rig.look()
    expect(facts).toEqual({
      duration: 40,
      size: 20_000_000,
      keyTimes: Array.from({ length: 20 }, (_, index) => index * 2),
    })

    const saved = await rig.save({ start: 9.5, end: 20.03 })
    expect(saved?.name).toBe('meeting (trim 00.09-00.20).mp4')
    expect(await namesIn()).toEqual(['meeting (trim 00.09-00.20).mp4', 'meeting.mp4'])
    const [video, audio] = await tracksIn(path.join(folder, saved?.name ?? ''))
    const [wholeVideo, wholeAudio] = await tracksIn(source)
    if (!video || !audio || !wholeVideo || !wholeAudio) throw new Error('a track is missing')
    expect([video.codec, audio.codec]).toEqual([wholeVideo.codec, wholeAudio.codec])

    // From the key frame at 8 s to the frame that is shown at 20.03 s, which is a key frame.
    const from = shownTimes(wholeVideo).findIndex((time) => Math.abs(time - 8) < 1e-6)
    expect(hashes(video.frames)).toEqual(hashes(wholeVideo.frames.slice(from, from + 181)))
    expect(video.frames[0]?.isKey).toBe(true)
    shownTimes(video).forEach((time, index) =>
      expect(time).toBeCloseTo((shownTimes(wholeVideo)[from + index] ?? NaN) - 8, 4),
    )
    // One frame of sound before it is there to warm the decoder up, and is not heard.
    const begins = shownTimes(wholeAudio).findLastIndex((time) => time <= 8) - 1
    expect(hashes(audio.frames)).toEqual(
      hashes(wholeAudio.frames.slice(begins, begins + audio.frames.length)),
    )
    shownTimes(audio).forEach((time, index) =>
      expect(time).toBeCloseTo((shownTimes(wholeAudio)[begins + index] ?? NaN) - 8, 4),
    )
    expect(shownTimes(audio)[1]).toBeLessThanOrEqual(0)
    // To the end of the last picture, and not a frame of sound longer.
    const ends = shownTimes(audio).at(-1) ?? NaN
    expect(ends).toBeLessThan(video.duration)
    expect(ends).toBeGreaterThan(video.duration - 0.0233)
    expect(rig.shares.every((share, index) => share >= (rig.shares[index - 1] ?? 0) && share <= 1)).toBe(true)
  })

  it('plays in a browser: as long, and beginning with the picture of the key frame', async () => {
    await writeMovie(source, 20_000_000, moov)
    const saved = await trimRig(source).save({ start: 9.5, end: 14 })
    const video = await openInChromium(path.join(folder, saved?.name ?? ''))
    expect(video.duration).toBeCloseTo(6, 1)
    // The sample begins again each 4 s, with 15 frames a second.
    expect(await video.frameAt(0.01)).toBe(frameHashes[0])
    expect(await video.frameAt(1.01)).toBe(frameHashes[15])
    expect(await video.frameAt(2.01)).toBe(frameHashes[30])
    expect(await video.frameAt(4.01)).toBe(frameHashes[0])
    expect(await video.playThrough()).toBeGreaterThan(0)
  }, 60_000)
})

it('the whole can be copied, too, and what is copied can be cut again', async () => {
  await writeMovie(source, 8_000_000, 'end')
  const rig = trimRig(source)
  const whole = await rig.save({ start: 0, end: 16 })
  const [video, audio] = await tracksIn(path.join(folder, whole?.name ?? ''))
  const before = await tracksIn(source)
  expect(video?.frames.map(({ sha256 }) => sha256)).toEqual(before[0]?.frames.map(({ sha256 }) => sha256))
  expect(audio?.frames).toHaveLength(before[1]?.frames.length ?? -1)

  const copy = path.join(folder, whole?.name ?? '')
  const again = trimRig(copy, { chosen: path.join(folder, 'again.mp4') })
  expect((await again.look()).keyTimes).toEqual([0, 2, 4, 6, 8, 10, 12, 14])
  await again.save({ start: 4, end: 6 })
  const [part] = await tracksIn(path.join(folder, 'again.mp4'))
  expect(part?.frames.map(({ sha256 }) => sha256)).toEqual(hashes(before[0]?.frames.slice(60, 90) ?? []))
})

it('key frames are found without a table of them', async () => {
  await writeMovie(source, 8_000_000, 'front')
  const bytes = await readFile(source)
  bytes.write('free', bytes.indexOf('stss'), 'latin1')
  await writeFile(source, bytes)
  const rig = trimRig(source)
  expect((await rig.look()).keyTimes).toEqual([0, 2, 4, 6, 8, 10, 12, 14])
  await rig.save({ start: 5, end: 6 })
  const [part] = await tracksIn(path.join(folder, 'meeting (trim 00.05-00.06).mp4'))
  expect(part?.frames.map(({ isKey }) => isKey).indexOf(true, 1)).toBe(-1)
  expect(part?.frames[0]?.isKey).toBe(true)
  expect(part?.frames).toHaveLength(30)
})

it('a name that is taken is left alone', async () => {
  await writeMovie(source, 4_000_000, 'front')
  const taken = path.join(folder, 'mine.mp4')
  await writeFile(taken, 'mine')
  const rig = trimRig(source, { chosen: taken })
  const saved = await rig.save({ start: 0, end: 2 })
  expect(saved?.name).toBe('mine (1).mp4')
  expect(await readFile(taken, 'utf8')).toBe('mine')
  rig.trims.reveal(saved?.id ?? '')
  expect(rig.shown).toEqual([path.join(folder, 'mine (1).mp4')])
  expect(() => rig.trims.reveal('other')).toThrow('trim.unknown')
  expect(await namesIn()).toEqual(['meeting.mp4', 'mine (1).mp4', 'mine.mp4'])
})

it('when it is stopped, or the app ends, nothing of it is left', async () => {
  await writeMovie(source, 60_000_000, 'front')
  const { size } = await stat(source)
  const controller = new AbortController()
  const stopped = trimRig(source, { onProgress: () => controller.abort() })
  expect(await codeOf(stopped.save({ start: 0, end: 120 }, controller.signal))).toBe('aborted')
  expect(await namesIn()).toEqual(['meeting.mp4'])

  const begun = Promise.withResolvers<undefined>()
  const ended = trimRig(source, { onProgress: () => begun.resolve(undefined) })
  const outcome = codeOf(ended.save({ start: 0, end: 120 }))
  await begun.promise
  await ended.trims.close()
  expect(await outcome).toBe('aborted')
  expect(await namesIn()).toEqual(['meeting.mp4'])
  expect((await stat(source)).size).toBe(size)
  expect(await codeOf(ended.look())).toBe('aborted')
})

it('the question where to save can be answered with nothing', async () => {
  await writeMovie(source, 4_000_000, 'front')
  const rig = trimRig(source, { chosen: null })
  expect(await rig.save({ start: 0, end: 2 })).toBeNull()
  expect(rig.suggested).toEqual([path.join(folder, 'meeting (trim 00.00-00.02).mp4')])
  expect(await namesIn()).toEqual(['meeting.mp4'])
})

it('what is not on this computer is not cut', async () => {
  const rig = trimRig(null)
  expect(await codeOf(rig.look())).toBe('file.notFound')
  expect(await codeOf(rig.save({ start: 0, end: 1 }))).toBe('file.notFound')
  expect(await codeOf(trimRig(source).look())).toBe('file.notFound')
})
