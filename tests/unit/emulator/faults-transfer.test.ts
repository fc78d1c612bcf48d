import { describe, expect, it } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import {
  bytesOf,
  emulate,
  eventually,
  noise,
  readAsFarAsItGoes,
  sha256,
  upload,
  uploadCode,
  urlOf,
} from './support.ts'

const SIZE = 3_000_000

async function withFile(...faults: string[]): Promise<{ emulator: Emulator; url: string }> {
  const emulator = await emulate()
  emulator.addFile('/a.mp4', SIZE)
  const url = await urlOf(emulator, '/a.mp4')
  emulator.setFaults(...faults)
  return { emulator, url }
}

describe('download faults', () => {
  it.each([
    ['truncate=1000000', 1_000_000],
    ['truncate', SIZE / 2],
    ['truncate=10%', SIZE / 10],
    ['truncate=0', 0],
  ])('%s sends exactly %d bytes', async (fault, bytes) => {
    const { emulator, url } = await withFile(fault)
    const response = await fetch(url)
    expect(response.headers.get('content-length')).toBe(String(SIZE))
    const { bytes: got, failed } = await readAsFarAsItGoes(response)
    expect([failed, got.length]).toEqual([true, bytes])
    expect(emulator.state().bytesServed['/a.mp4'] ?? 0).toBe(bytes)
  })

  it('drop-at resets, once when it says so', async () => {
    const { emulator, url } = await withFile('drop-at=500000*1')
    const { bytes, failed } = await readAsFarAsItGoes(await fetch(url))
    expect(failed).toBe(true)
    expect(bytes.length).toBeLessThanOrEqual(500_000)
    expect(sha256(await bytesOf(await fetch(url)))).toBe(await emulator.expectedSha256('/a.mp4'))
  })

  it('stall-at stops, and goes on when the faults change', async () => {
    const { emulator, url } = await withFile('stall-at=1200000')
    const reading = bytesOf(await fetch(url))
    await eventually(() => expect(emulator.state().bytesServed['/a.mp4']).toBe(1_200_000))
    emulator.clearFaults()
    expect(sha256(await reading)).toBe(await emulator.expectedSha256('/a.mp4'))
  })

  it('meets faults that are switched on during the transfer', async () => {
    const { emulator, url } = await withFile('stall-at=100000')
    const reading = readAsFarAsItGoes(await fetch(url))
    await eventually(() => expect(emulator.state().bytesServed['/a.mp4']).toBe(100_000))
    emulator.setFaults('truncate=700000')
    expect(await reading).toMatchObject({ failed: true, bytes: { length: 700_000 } })
  })

  it('bandwidth paces each connection, also when it changes', async () => {
    const { emulator, url } = await withFile('bandwidth=80000')
    const start = performance.now()
    await Promise.all([1, 2].map(async () => bytesOf(await fetch(url))))
    // 3 MB at 10 MB/s on each of two connections.
    const took = performance.now() - start
    expect(took).toBeGreaterThan(250)
    expect(took).toBeLessThan(3000)
    emulator.setFaults('bandwidth=8')
    const reading = bytesOf(await fetch(url))
    emulator.clearFaults()
    expect(await reading).toHaveLength(SIZE)
  })

  it('rateKbps does the same for all', async () => {
    const emulator = await emulate({ rateKbps: 16_000 })
    emulator.addFile('/a.mp4', 300_000)
    const start = performance.now()
    await bytesOf(await fetch(await urlOf(emulator, '/a.mp4')))
    expect(performance.now() - start).toBeGreaterThan(120)
  })

  it('wrong-content-range and ignore-range', async () => {
    const { emulator, url } = await withFile('wrong-content-range=5')
    const init = { headers: { Range: 'bytes=100-199' } }
    const shifted = await fetch(url, init)
    expect([shifted.status, shifted.headers.get('content-range')]).toEqual([206, `bytes 105-204/${SIZE}`])
    emulator.setFaults('ignore-range')
    const whole = await fetch(url, init)
    expect([whole.status, (await bytesOf(whole)).length]).toEqual([200, SIZE])
  })

  it('change-etag', async () => {
    const { emulator, url } = await withFile()
    const etag = async () => (await fetch(url, { method: 'HEAD' })).headers.get('etag') ?? ''
    const original = await etag()
    emulator.setFaults('change-etag')
    const changed = await etag()
    expect(changed).not.toBe(original)
    expect(await etag()).toBe(changed)
    const resumed = await fetch(url, { method: 'HEAD', headers: { Range: 'bytes=5-', 'If-Range': original } })
    expect(resumed.status).toBe(200)
    emulator.setFaults('change-etag=each')
    expect(await etag()).not.toBe(await etag())
  })

  it('expired-url refuses what was issued before, and what is too old', async () => {
    let now = Date.UTC(2024, 0, 1)
    const emulator = await emulate({ now: () => now })
    emulator.addFile('/a.mp4', 300_000)
    const old = await urlOf(emulator, '/a.mp4')
    emulator.setFaults('expired-url')
    expect((await fetch(old)).status).toBe(403)
    const fresh = await urlOf(emulator, '/a.mp4')
    expect((await fetch(fresh)).status).toBe(200)
    emulator.setFaults('expired-url=60000')
    expect((await fetch(fresh)).status).toBe(200)
    now += 61_000
    expect((await fetch(fresh)).status).toBe(403)
    expect((await fetch(await urlOf(emulator, '/a.mp4'))).status).toBe(200)
  })

  it('wrong-length and corrupt', async () => {
    const { emulator, url } = await withFile('wrong-length=1000')
    const longer = await fetch(url)
    expect(longer.headers.get('content-length')).toBe(String(SIZE + 1000))
    expect(await bytesOf(longer)).toHaveLength(SIZE + 1000)
    emulator.clearFaults()
    const right = await bytesOf(await fetch(url))
    emulator.setFaults('corrupt=2000000')
    const wrong = await bytesOf(await fetch(url))
    expect(wrong[2_000_000]).not.toBe(right[2_000_000])
    wrong.set(right.subarray(2_000_000, 2_000_001), 2_000_000)
    expect(sha256(wrong)).toBe(sha256(right))
    emulator.clearFaults()
    expect(sha256(await bytesOf(await fetch(url)))).toBe(sha256(right))
  })

  it('status@download', async () => {
    const { url } = await withFile('status=502')
    expect((await fetch(url)).status).toBe(502)
  })
})

describe('upload faults', () => {
  it('upload-drop-at', async () => {
    const emulator = await emulate({ faults: ['upload-drop-at=100000*1'] })
    await expect(upload(emulator, 'a.mp4', noise(2_000_000))).rejects.toThrow()
    await eventually(() => expect(emulator.state().concurrent.upload.current).toBe(0))
    expect(emulator.listing()).toEqual([])
    expect(await uploadCode(emulator, 'a.mp4', noise(2_000_000))).toBe('0')
  })

  it('upload-stall-at goes on when the faults change', async () => {
    const emulator = await emulate({ faults: ['upload-stall-at=50%'] })
    const sending = uploadCode(emulator, 'a.mp4', noise(2_000_000))
    await eventually(() => expect(emulator.state().log[0]?.bytes).toBeGreaterThanOrEqual(1_000_000))
    expect(emulator.listing()).toEqual([])
    emulator.clearFaults()
    expect(await sending).toBe('0')
    expect(await emulator.stored('/a.mp4')).toMatchObject({ sha256: sha256(noise(2_000_000)) })
  })

  it('upload-drop-after-store keeps the file, upload-drop-before-store does not', async () => {
    const emulator = await emulate({ faults: ['upload-drop-before-store'] })
    await expect(upload(emulator, 'a.mp4', noise(100_000))).rejects.toThrow()
    expect(emulator.listing()).toEqual([])
    emulator.setFaults('upload-drop-after-store')
    await expect(upload(emulator, 'a.mp4', noise(100_000))).rejects.toThrow()
    expect(await emulator.stored('/a.mp4')).toMatchObject({ size: 100_000 })
    expect(emulator.state().log.at(-1)).toMatchObject({ status: 0, rspCode: 0 })
  })

  it('bandwidth paces uploads', async () => {
    const emulator = await emulate({ faults: ['bandwidth=16000@upload'] })
    const start = performance.now()
    expect(await uploadCode(emulator, 'a.mp4', noise(600_000))).toBe('0')
    expect(performance.now() - start).toBeGreaterThan(250)
  })

  it('an error status is seen after the body was taken', async () => {
    const emulator = await emulate({ faults: ['status=503@upload'] })
    expect((await upload(emulator, 'a.mp4', noise(3_000_000))).status).toBe(503)
  })
})
