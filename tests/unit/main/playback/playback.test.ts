import { readFile, rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { emulate } from '#tests/support/emulate.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { refTo } from '#tests/support/transfers-rig.ts'
import { firstOf, playbackRig, remotePath } from './rig.ts'

const mib = 2 ** 20

describe('a recording that is not here yet', () => {
  it('is played as it comes, by the one download that keeps it', async () => {
    const emulator = await emulate()
    const rig = await playbackRig(emulator, 3 * mib)
    const { url, transferId } = await rig.start()
    expect(rig.engine.get(transferId ?? '')?.remotePath).toBe(remotePath)
    const response = await rig.ask(url, 'bytes=0-')
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes 0-${3 * mib - 1}/${3 * mib}`)
    expect(response.headers.get('content-length')).toBe(String(3 * mib))
    const seen = await firstOf(response, 3 * mib)
    expect(Buffer.compare(seen, await rig.whole())).toBe(0)
    expect(rig.served()).toBe(3 * mib)
  })

  it.each([
    ['one connection', {}],
    ['several connections', { connections: 4, segmentFrom: mib, blockBytes: 8 * mib }],
  ])('gets what is waited for first, and nothing twice, over %s', async (_name, segments) => {
    const size = 40 * mib
    const emulator = await emulate({ faults: ['bandwidth=8000@download'] })
    const rig = await playbackRig(emulator, size, { segments })
    const { url } = await rig.start()
    const start = await firstOf(await rig.ask(url, 'bytes=0-'), 100_000)
    // 40 MiB take 10 s and more at this rate: the middle and the end come out of their turn.
    const middle = await firstOf(await rig.ask(url, `bytes=${size / 2}-`), 100_000)
    const end = await firstOf(await rig.ask(url, 'bytes=-50000'), 50_000)
    expect(rig.served()).toBeLessThan(size / 2)
    emulator.clearFaults()
    const whole = await rig.whole()
    expect(Buffer.compare(start, whole.subarray(0, 100_000))).toBe(0)
    expect(Buffer.compare(middle, whole.subarray(size / 2, size / 2 + 100_000))).toBe(0)
    expect(Buffer.compare(end, whole.subarray(size - 50_000))).toBe(0)
    // What is on its way when a connection turns is lost, and no more.
    expect(rig.served()).toBeLessThan(size * 1.02)
  })

  it.each(['front', 'end'] as const)(
    'tells what its tables say, with them at the %s, and has nothing fetched for it that a player does not need',
    async (moov) => {
      const size = 20_000_000
      const emulator = await emulate({ faults: ['bandwidth=8000@download'] })
      emulator.addMovie('/A/movie.mp4', size, moov)
      const rig = await playbackRig(emulator, mib)
      const { id } = await rig.playback.start(refTo(emulator, '/A/movie.mp4'), 1)
      expect(await rig.playback.facts(id)).toEqual({
        durationMs: 40_000,
        video: { codec: 'avc1.4d401f', width: 480, height: 270 },
        audioCodec: 'mp4a.40.2',
      })
      expect(emulator.state().bytesServed['/A/movie.mp4']).toBeLessThan(size / 4)
      rig.playback.stop(id)
      expect(await codeOf(rig.playback.facts(id))).toBe('playback.unknown')
    },
  )

  it('is played as it comes from a server without ranges, and can be jumped in once it is whole', async () => {
    const emulator = await emulate({ faults: ['ignore-range@download', 'stall-at=1000000@download'] })
    const rig = await playbackRig(emulator, 2 * mib)
    const { id, url } = await rig.start()
    // A player that is promised parts looks at the end before it begins.
    const stream = await rig.ask(url, 'bytes=1000-')
    expect([stream.status, stream.headers.get('accept-ranges')]).toEqual([200, null])
    expect(stream.headers.get('content-length')).toBe(String(2 * mib))
    const start = await firstOf(stream, 500_000)
    expect(rig.playback.progress(id).canJump).toBe(false)
    emulator.clearFaults()
    const whole = await rig.whole()
    expect(Buffer.compare(start, whole.subarray(0, 500_000))).toBe(0)
    await expect.poll(() => rig.playback.progress(id).canJump).toBe(true)
    const end = await rig.ask(url, 'bytes=-1000')
    expect(end.status).toBe(206)
    expect(Buffer.compare(await firstOf(end, 1000), whole.subarray(-1000))).toBe(0)
    expect(rig.served()).toBe(2 * mib)
  })

  it('leaves the line to what is waited for while nothing else near it is missing', async () => {
    const size = 20 * mib
    // Seven and a half KB in a millisecond for all connections together.
    const emulator = await emulate({ linkKbps: 60_000, latencyMs: 10 })
    const rig = await playbackRig(emulator, size, {
      segments: { connections: 4, segmentFrom: mib, blockBytes: 8 * mib },
    })
    const { url } = await rig.start()
    await firstOf(await rig.ask(url, 'bytes=0-'), 1000)
    const before = rig.served()
    await firstOf(await rig.ask(url, 'bytes=-700000'), 700_000)
    // What was on its way may still come; shared with the four others it would be five times as much.
    expect(rig.served() - before).toBeLessThan(4 * 700_000)
  })

  it('goes on through connections that drop', async () => {
    const emulator = await emulate({ faults: ['drop-at=500000@download*5'] })
    const rig = await playbackRig(emulator, 3 * mib, { retryDelay: () => 1 })
    const { url } = await rig.start()
    const seen = await firstOf(await rig.ask(url, 'bytes=0-'), 3 * mib)
    expect(Buffer.compare(seen, await rig.whole())).toBe(0)
  })

  it('peeking at it makes nothing be fetched sooner', async () => {
    const size = 40 * mib
    const emulator = await emulate({ faults: ['bandwidth=8000@download'] })
    const rig = await playbackRig(emulator, size, {
      segments: { connections: 4, segmentFrom: mib, blockBytes: 8 * mib },
    })
    const { id, url } = await rig.start()
    const start = await firstOf(await rig.ask(url, 'bytes=0-'), 100_000)
    const peek = await rig.ask(`${url}?peek`, `bytes=${size / 2}-`)
    expect(peek.status).toBe(206)
    const waits = firstOf(peek, 1000)
    const again = await firstOf(await rig.ask(`${url}?peek`, 'bytes=0-'), 100_000)
    expect(Buffer.compare(start, again)).toBe(0)
    const before = rig.served()
    await expect.poll(() => rig.served()).toBeGreaterThan(before + 2_000_000)
    expect(rig.playback.progress(id).ranges.some(([from]) => from >= size / 2)).toBe(false)
    emulator.clearFaults()
    const whole = await rig.whole()
    expect(Buffer.compare(await waits, whole.subarray(size / 2, size / 2 + 1000))).toBe(0)
  })

  it('shows what there is while the download is paused, and goes on with it', async () => {
    const emulator = await emulate({ faults: ['stall-at=1000000@download'] })
    const rig = await playbackRig(emulator, 3 * mib)
    const { id, url, transferId } = await rig.start()
    await firstOf(await rig.ask(url, 'bytes=0-'), 500_000)
    rig.engine.pause({ ids: [transferId ?? ''] })
    await expect.poll(() => rig.engine.get(transferId ?? '')?.state.kind).toBe('paused')
    emulator.clearFaults()
    const seen = firstOf(await rig.ask(url, 'bytes=0-'), 3 * mib)
    const { ranges, size } = rig.playback.progress(id)
    expect(size).toBe(3 * mib)
    expect(ranges[0]?.[1]).toBeGreaterThan(500_000)
    rig.playback.retry(id)
    expect(Buffer.compare(await seen, await rig.whole())).toBe(0)
    expect(rig.playback.progress(id)).toEqual({
      size: 3 * mib,
      ranges: [[0, 3 * mib]],
      state: 'complete',
      error: null,
      canJump: true,
    })
  })

  it('says that it will not come when the download has failed, and comes after a retry', async () => {
    const emulator = await emulate({ faults: ['status=403@download'] })
    const rig = await playbackRig(emulator, mib, { retryDelay: () => null })
    const { id, url } = await rig.start()
    expect((await rig.ask(url, 'bytes=0-')).status).toBe(503)
    emulator.clearFaults()
    rig.playback.retry(id)
    const seen = await firstOf(await rig.ask(url, 'bytes=0-'), mib)
    expect(Buffer.compare(seen, await rig.whole())).toBe(0)
  })

  it('never mixes two contents', async () => {
    const emulator = await emulate({ faults: ['drop-at=1000000@download*1'] })
    const rig = await playbackRig(emulator, 3 * mib, { retryDelay: () => 200 })
    const { url } = await rig.start()
    const response = await rig.ask(url, 'bytes=0-')
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    emulator.setFaults('change-etag@download')
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow('playback.changed')
  })

  it('runs before all others, over the limit', async () => {
    const emulator = await emulate({ faults: ['stall-at=1000@download+0*1'] })
    const limits = { uploads: 1, downloads: 1, uploadBytesPerSecond: null, downloadBytesPerSecond: null }
    const rig = await playbackRig(emulator, mib, { limits })
    const { createdAt } = { createdAt: null }
    emulator.addFile('/A/other.mp4', mib)
    rig.downloads.start([{ id: null, path: '/A/other.mp4', size: mib, sizeIsExact: true, createdAt }])
    await expect.poll(() => emulator.state().concurrent.download.current).toBe(1)
    const { url } = await rig.start()
    await firstOf(await rig.ask(url, 'bytes=0-'), mib)
    await rig.whole()
  })

  it('is forgotten by its address once it is closed; the download goes on', async () => {
    const emulator = await emulate()
    const rig = await playbackRig(emulator, 2 * mib)
    const { id, url } = await rig.start()
    rig.playback.stop(id)
    expect((await rig.ask(url)).status).toBe(404)
    expect(await codeOf(Promise.resolve().then(() => rig.playback.progress(id)))).toBe('playback.unknown')
    await rig.whole()
    expect(rig.served()).toBe(2 * mib)
  })

  it('ends with the page that watches it, and goes on in another', async () => {
    const emulator = await emulate()
    const rig = await playbackRig(emulator, 2 * mib)
    const [first, second] = [await rig.start(1), await rig.start(2)]
    rig.playback.closeOf(1)
    expect((await rig.ask(first.url)).status).toBe(404)
    const start = await firstOf(await rig.ask(second.url, 'bytes=0-'), 64)
    expect(start).toEqual((await rig.whole()).subarray(0, 64))
    rig.playback.closeOf(2)
    expect((await rig.ask(second.url)).status).toBe(404)
  })
})

describe('a recording that is here', () => {
  it('is played from its file, without the server', async () => {
    const emulator = await emulate()
    const rig = await playbackRig(emulator, 2 * mib)
    await rig.start()
    const whole = await rig.whole()
    await expect.poll(() => rig.engine.list()[0]?.state.kind).toBe('done')
    emulator.setFaults('drop@download')
    let again = await rig.start()
    // The copy is noted just after the job is done.
    await expect
      .poll(async () => {
        again = await rig.start()
        return again.transferId
      })
      .toBeNull()
    const seen = await firstOf(await rig.ask(again.url, 'bytes=1000-1999'), 5000)
    expect(Buffer.compare(seen, whole.subarray(1000, 2000))).toBe(0)
    expect((await rig.ask(again.url, `bytes=${2 * mib}-`)).status).toBe(416)
    const all = await rig.ask(again.url)
    expect([all.status, all.headers.get('content-length')]).toEqual([200, String(2 * mib)])
    expect((await firstOf(all, 2 * mib)).length).toBe(2 * mib)
    const head = await rig.ask(again.url, undefined, 'HEAD')
    expect([head.status, head.body]).toEqual([200, null])
  })

  it('is fetched again when the file is no longer what was downloaded', async () => {
    const emulator = await emulate()
    const rig = await playbackRig(emulator, mib)
    const first = await rig.start()
    const { localPath } = await rig.ended(first.transferId ?? '')
    await rig.whole()
    await writeFile(localPath ?? '', 'edited')
    const second = await rig.start()
    expect(second.transferId).not.toBeNull()
    const seen = await firstOf(await rig.ask(second.url, 'bytes=0-'), mib)
    expect(seen.length).toBe(mib)
    expect(await readFile(localPath ?? '', 'utf8')).toBe('edited')
  })

  it('fails clearly when it goes while it is watched', async () => {
    const emulator = await emulate()
    const rig = await playbackRig(emulator, mib)
    const { url, transferId } = await rig.start()
    const { localPath } = await rig.ended(transferId ?? '')
    await rm(localPath ?? '')
    const response = await rig.ask(url, 'bytes=0-')
    await expect(firstOf(response, mib)).rejects.toThrow('file.notFound')
  })
})

it('knows where a recording was left', async () => {
  const rig = await playbackRig(await emulate(), mib)
  const { id } = await rig.start()
  rig.playback.remember(id, 61.5)
  expect((await rig.start()).startAt).toBe(61.5)
  expect(rig.unwritten).toEqual([])
  // A full disk is no reason to stop watching.
  rig.database.exec('PRAGMA query_only = ON')
  rig.playback.remember(id, 62)
  expect(rig.unwritten).toHaveLength(1)
})

it('keeps no more open than a few', async () => {
  const rig = await playbackRig(await emulate(), mib)
  const first = await rig.start()
  for (let count = 0; count < 8; count++) await rig.start()
  expect((await rig.ask(first.url)).status).toBe(404)
})
