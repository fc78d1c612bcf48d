import { describe, expect, it } from 'vitest'
import { bytesOf, emulate, noise, sha256, upload, urlOf } from './support.ts'

const SIZE = 1_500_000

async function withFile() {
  const emulator = await emulate()
  emulator.addFile('/a.mp4', SIZE)
  const url = await urlOf(emulator, '/a.mp4')
  const whole = await bytesOf(await fetch(url))
  return { emulator, url, whole }
}

describe('download', () => {
  it('sends the whole file with its validators', async () => {
    const { emulator, url, whole } = await withFile()
    expect(whole.length).toBe(SIZE)
    expect(sha256(whole)).toBe(await emulator.expectedSha256('/a.mp4'))
    const { headers, status } = await fetch(url, { method: 'HEAD' })
    expect(status).toBe(200)
    expect(headers.get('content-length')).toBe(String(SIZE))
    expect(headers.get('accept-ranges')).toBe('bytes')
    expect(headers.get('etag')).toMatch(/^"[^"]+"$/)
    expect(Date.parse(headers.get('last-modified') ?? '')).toBeGreaterThan(0)
    expect(emulator.state().bytesServed).toEqual({ '/a.mp4': SIZE })
  })

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=82000-90000', 82_000, 90_000],
    ['bytes=1130000-1140000', 1_130_000, 1_140_000],
    ['bytes=1499999-', 1_499_999, 1_499_999],
    ['bytes=-10', SIZE - 10, SIZE - 1],
    ['bytes=-99999999', 0, SIZE - 1],
    ['bytes=1200000-99999999', 1_200_000, SIZE - 1],
  ])('%s', async (Range, start, end) => {
    const { url, whole } = await withFile()
    const response = await fetch(url, { headers: { Range } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/${SIZE}`)
    const bytes = await bytesOf(response)
    expect(sha256(bytes)).toBe(sha256(whole.subarray(start, end + 1)))
  })

  it.each(['bytes=1500000-', 'bytes=-0', 'bytes=9999999-99999999'])('416 to %s', async (Range) => {
    const { url } = await withFile()
    const response = await fetch(url, { headers: { Range } })
    expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${SIZE}`])
  })

  it.each(['bytes=5-1', 'bytes=-', 'lines=1-2', 'bytes=0-1,4-5'])('ignores %s', async (Range) => {
    const { url } = await withFile()
    const response = await fetch(url, { method: 'HEAD', headers: { Range } })
    expect([response.status, response.headers.get('content-range')]).toEqual([200, null])
  })

  it('honours If-Range', async () => {
    const { url } = await withFile()
    const { headers } = await fetch(url, { method: 'HEAD' })
    const statusFor = async (ifRange: string) =>
      (await fetch(url, { method: 'HEAD', headers: { Range: 'bytes=1-2', 'If-Range': ifRange } })).status
    expect(await statusFor(headers.get('etag') ?? '')).toBe(206)
    expect(await statusFor(headers.get('last-modified') ?? '')).toBe(206)
    expect(await statusFor('"other"')).toBe(200)
    expect(await statusFor(`W/${headers.get('etag') ?? ''}`)).toBe(200)
    expect(await statusFor(new Date(0).toUTCString())).toBe(200)
  })

  it('serves ranges of uploaded files', async () => {
    const emulator = await emulate()
    const content = noise(100_000)
    await upload(emulator, 'up.mp4', content)
    const response = await fetch(await urlOf(emulator, '/up.mp4'), {
      headers: { Range: 'bytes=70000-70999' },
    })
    expect(sha256(await bytesOf(response))).toBe(sha256(content.subarray(70_000, 71_000)))
  })

  it('refuses made-up URLs and forgets deleted files', async () => {
    const { emulator, url } = await withFile()
    expect((await fetch(url.replace(/token=./, 'token=x'))).status).toBe(403)
    expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(403)
    await emulator.removeFile('/a.mp4')
    expect((await fetch(url)).status).toBe(404)
  })

  it('puts no account data into the URL', async () => {
    const { url } = await withFile()
    expect(url).not.toMatch(/a7febff6|CompID|SecretKey|emulator-secret/)
  })
})
