import { readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadSample } from '#emulator/content/sample.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { emulate } from '#tests/support/emulate.ts'
import { sha256 } from '#tests/support/mp4-files.ts'
import { profileOf } from '#tests/support/client-of.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { refTo } from '#tests/support/transfers-rig.ts'
import { picture, previewRig } from './rig.ts'

const size = 500_000_000
const facts = {
  durationMs: 1_000_000,
  video: { codec: 'avc1.4d401f', width: 480, height: 270 },
  audioCodec: 'mp4a.40.2',
}

describe('a recording in sight', () => {
  it.each(['front', 'end'] as const)('is known from a few bytes, with its tables at the %s', async (moov) => {
    const emulator = await emulate()
    emulator.addMovie('/long.mp4', size, moov)
    const recording = refTo(emulator, '/long.mp4')
    const rig = await previewRig(emulator)
    expect(rig.previews.show([recording], true)).toEqual([])
    const response = await rig.picture(recording)
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect(sha256(await response.bytes())).toBe(sha256(picture))
    expect(rig.latest(recording)?.facts).toEqual(facts)
    expect(rig.frames).toHaveLength(1)
    expect(rig.frames[0]).toMatchObject({ codec: 'avc1.4d401f', width: 480, height: 270, rotation: 0 })
    expect(rig.served(recording)).toBeLessThan(500_000)
    const before = rig.served(recording)
    // Known from now on.
    const [again] = rig.previews.show([recording], true)
    expect(again).toEqual(rig.latest(recording))
    await rig.previews.close()
    expect(rig.served(recording)).toBe(before)
  })

  it('is looked into on this computer where it is here', async () => {
    const emulator = await emulate({ faults: ['drop'] })
    emulator.addFile('/a.mp4', 200_000)
    const file = path.join(await temporaryFolder(), 'a.mp4')
    await writeFile(file, await loadSample())
    const recording = refTo(emulator, '/a.mp4')
    const rig = await previewRig(emulator, { localFile: () => file })
    rig.state.isLineFree = false
    rig.previews.show([recording], false)
    await rig.picture(recording)
    expect(rig.latest(recording)?.facts?.durationMs).toBe(4000)
    expect(rig.served(recording)).toBe(0)
  })

  it('is not asked about twice when it cannot be decoded, or is no movie', async () => {
    const emulator = await emulate()
    const [plain, odd] = ['/plain.mp4', '/odd.mp4'] as const
    emulator.addFile(plain, 200_000)
    emulator.addFile(odd, 200_000)
    const rig = await previewRig(emulator, { decode: () => null })
    const first = refTo(emulator, plain)
    rig.previews.show([first], true)
    await expect.poll(() => rig.store.find(rig.frames[0]?.id ?? '')?.image).toBe('none')
    const second = refTo(emulator, odd)
    emulator.setFaults('corrupt=36@download')
    rig.previews.show([second], true)
    await expect.poll(() => rig.latest(second)).toMatchObject({ facts: null, image: null })
    emulator.clearFaults()
    const before = [rig.served(first), rig.served(second)]
    expect(rig.previews.show([first, second], true)).toHaveLength(2)
    await rig.previews.close()
    expect([rig.served(first), rig.served(second)]).toEqual(before)
    expect(rig.frames).toHaveLength(1)
  })
})

describe('nothing is fetched', () => {
  it('for what was scrolled past', async () => {
    const emulator = await emulate({ latencyMs: 20 })
    for (let index = 0; index < 60; index++) emulator.addFile(`/${index}.mp4`, 1_000_000)
    const rig = await previewRig(emulator)
    const all = Array.from({ length: 60 }, (_, index) => refTo(emulator, `/${index}.mp4`))
    for (let at = 0; at < 50; at += 10) rig.previews.show(all.slice(at, at + 10), true)
    rig.previews.show(all.slice(50), true)
    for (const recording of all.slice(50)) await rig.picture(recording)
    await rig.previews.close()
    const fetched = all.filter((recording) => rig.served(recording) > 0)
    // Two that were asked for when one scrolled on may have begun.
    expect(fetched.length).toBeLessThanOrEqual(12)
    for (const recording of fetched) expect(rig.served(recording)).toBeLessThan(2_000_000)
  })

  it('while it is not wanted or the line is needed; it goes on afterwards', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 1_000_000)
    const recording = refTo(emulator, '/a.mp4')
    const rig = await previewRig(emulator)
    rig.state.isOn = false
    rig.previews.show([recording], true)
    await rig.previews.close()
    rig.state.isOn = true
    rig.previews.show([recording], false)
    await rig.previews.close()
    rig.state.isLineFree = false
    rig.previews.show([recording], true)
    rig.previews.check()
    await new Promise((resolve) => setImmediate(resolve))
    expect(rig.served(recording)).toBe(0)
    rig.state.isLineFree = true
    rig.previews.check()
    await rig.picture(recording)
  })

  it('from a server that has no parts, but the one answer that says so', async () => {
    const emulator = await emulate({ dialect: 'no-range' })
    const recordings: RecordingRef[] = []
    for (const name of ['a', 'b', 'c']) {
      emulator.addFile(`/${name}.mp4`, 50_000_000)
      recordings.push(refTo(emulator, `/${name}.mp4`))
    }
    const rig = await previewRig(emulator)
    rig.previews.show(recordings.slice(0, 1), true)
    await expect.poll(() => emulator.state().requests.download).toBe(1)
    rig.previews.show(recordings, true)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(emulator.state().requests.download).toBe(1)
    expect(rig.found).toEqual([])
  })

  it('again for a minute after it could not be had', async () => {
    const emulator = await emulate({ faults: ['status=500@download'] })
    emulator.addFile('/a.mp4', 1_000_000)
    const recording = refTo(emulator, '/a.mp4')
    const rig = await previewRig(emulator)
    rig.previews.show([recording], true)
    await expect.poll(() => emulator.state().requests.download).toBe(1)
    emulator.clearFaults()
    await new Promise((resolve) => setTimeout(resolve, 50))
    rig.previews.show([recording], true)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(emulator.state().requests.download).toBe(1)
    rig.state.now += 60_000
    rig.previews.show([recording], true)
    await rig.picture(recording)
  })
})

describe('of one recording no more is fetched than is allowed', () => {
  it('however often one scrolls away before its picture is there, and back', async () => {
    const emulator = await emulate()
    const names = ['/a.mp4', '/b.mp4', '/c.mp4'] as const
    for (const name of names) emulator.addMovie(name, size, 'end')
    const [recording, other, third] = [
      refTo(emulator, names[0]),
      refTo(emulator, names[1]),
      refTo(emulator, names[2]),
    ]
    const rig = await previewRig(emulator, { decode: () => undefined })
    const idOf = (which: RecordingRef): string => rig.store.idOf(profileOf(emulator).id, which)
    const looks = (which: RecordingRef): number => rig.frames.filter(({ id }) => id === idOf(which)).length
    const look = async (shown: RecordingRef[], which: RecordingRef, count: number): Promise<void> => {
      rig.previews.show(shown, true)
      await expect.poll(() => looks(which)).toBe(count)
      await rig.previews.close()
    }
    await look([recording], recording, 1)
    const count = Math.floor(2_000_000 / rig.served(recording))
    for (let done = 1; done < count; done++) await look([recording], recording, done + 1)
    // One of the two places is free for the third recording once this one is left alone, without being called unreadable.
    for (const done of [1, 2]) {
      rig.state.now += 60_000
      await look([recording, other, third], third, done)
    }
    expect(looks(recording)).toBe(count)
    expect(rig.served(recording)).toBeLessThanOrEqual(2_000_000)
    expect(rig.store.find(idOf(recording))).toEqual({ facts, image: 'untried' })
  })

  it('and what a server has refused costs nothing', async () => {
    const emulator = await emulate({ faults: ['status=500@download'] })
    emulator.addFile('/a.mp4', 1_000_000)
    const recording = refTo(emulator, '/a.mp4')
    const rig = await previewRig(emulator)
    const tries = (): number => {
      rig.state.now += 60_000
      rig.previews.show([recording], true)
      return emulator.state().requests.download
    }
    await expect.poll(tries, { interval: 2 }).toBeGreaterThan(70)
    emulator.clearFaults()
    // The try that is under way may have been refused already.
    const id = rig.store.idOf(profileOf(emulator).id, recording)
    const image = (): string | undefined => (tries(), rig.store.find(id)?.image)
    await expect.poll(image, { interval: 2 }).toBe('here')
    await rig.picture(recording)
  })
})

describe('what is kept', () => {
  const ref = (name: string): RecordingRef => ({
    id: 1,
    path: `/${name}.mp4`,
    size: 1,
    sizeIsExact: true,
    createdAt: 1,
  })

  it('is bounded, in recordings and bytes; what was in sight last stays', async () => {
    const emulator = await emulate()
    const limits = { recordings: 4, imageBytes: 2 * picture.length, changes: 1 }
    const { store, folder, state } = await previewRig(emulator, { limits })
    const ids = ['a', 'b', 'c', 'd', 'e'].map((name) => store.idOf('one', ref(name)))
    for (const id of ids) {
      state.now += 10_000_000
      store.saveFacts(id, 'one', facts)
      await store.saveImage(id, picture)
    }
    expect(ids.map((id) => store.find(id)?.image)).toEqual([undefined, undefined, undefined, 'here', 'here'])
    expect(await readdir(folder)).toHaveLength(2)
  })

  it('is found on a disk that is full, too', async () => {
    const { store, database, state } = await previewRig(await emulate())
    const id = store.idOf('one', ref('a'))
    store.saveFacts(id, 'one', facts)
    state.now += 10_000_000
    // SQLITE_READONLY, as SQLITE_FULL, is a refusal.
    database.exec('PRAGMA query_only = ON')
    expect(store.find(id)).toEqual({ facts, image: 'untried' })
    expect(() => store.saveFacts(id, 'one', facts)).toThrow()
  })

  it('is another for another upload under the name, and for another account', async () => {
    const { store } = await previewRig(await emulate())
    const ids = [
      store.idOf('one', ref('a')),
      store.idOf('two', ref('a')),
      store.idOf('one', { ...ref('a'), createdAt: 2 }),
      store.idOf('one', { ...ref('a'), size: 2 }),
    ]
    expect(new Set(ids).size).toBe(4)
  })

  it('goes with the account, and is made again when files were deleted', async () => {
    const { store, folder } = await previewRig(await emulate())
    const [mine, other] = [store.idOf('one', ref('a')), store.idOf('two', ref('a'))]
    for (const [id, profile] of [
      [mine, 'one'],
      [other, 'two'],
    ] as const) {
      store.saveFacts(id, profile, facts)
      await store.saveImage(id, picture)
    }
    await store.forget('one')
    expect(store.find(mine)).toBeNull()
    expect(await readdir(folder)).toEqual([`${other}.jpg`])
    await writeFile(path.join(folder, 'stray.jpg'), 'x')
    await store.sweep()
    expect(await readdir(folder)).toEqual([`${other}.jpg`])
    await rm(folder, { recursive: true })
    expect(await store.image(other)).toBeNull()
    expect(store.find(other)).toEqual({ facts, image: 'untried' })
  })
})
