import { describe, expect, it } from 'vitest'
import { decodeSize } from '#main/api/decode-size.ts'
import { decodeTime } from '#main/api/decode-time.ts'
import { decodeDownloadUrl } from '#main/api/decode-url.ts'

const kib = 1024
const mib = 1024 ** 2

describe('decodeSize', () => {
  it.each<[unknown, number]>([
    ['1048576', 1048576],
    [1048576, 1048576],
    ['0', 0],
    [' 12 ', 12],
    ['1,048,576', 1048576],
    ['100 bytes', 100],
    ['100B', 100],
    ['1 byte', 1],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])('%j is exact', (raw, size) => {
    expect(decodeSize(raw)).toEqual({ size, sizeIsExact: true })
  })

  it.each<[unknown, number]>([
    ['1.5 MB', 1.5 * mib],
    ['512KB', 512 * kib],
    ['512 kb', 512 * kib],
    ['1,024 KB', mib],
    ['1.2G', Math.round(1.2 * 1024 ** 3)],
    ['2 GiB', 2 * 1024 ** 3],
    ['1,5 MB', 1.5 * mib],
    ['1,234.5 KB', Math.round(1234.5 * kib)],
    ['3M', 3 * mib],
    ['0.1 TB', Math.round(0.1 * 1024 ** 4)],
  ])('%j is rounded', (raw, size) => {
    expect(decodeSize(raw)).toEqual({ size, sizeIsExact: false })
  })

  it.each<[unknown]>([
    [''],
    ['-1'],
    [-1],
    [1.5],
    ['1.5'],
    ['1.2.3 MB'],
    ['12 XB'],
    ['MB'],
    ['1e9'],
    ['0x10'],
    [Number.NaN],
    [Infinity],
    [2 ** 60],
    ['9'.repeat(30)],
    ['9'.repeat(100)],
    ['99999999 TB'],
    [null],
    [undefined],
    [true],
    [{}],
    [['1']],
  ])('%j is unreadable', (raw) => {
    expect(decodeSize(raw)).toEqual({ size: null, sizeIsExact: false })
  })
})

describe('decodeTime', () => {
  const time = Date.UTC(2021, 8, 24, 5, 47, 41)

  it.each<[unknown, number]>([
    ['2021-09-24 13:47:41', time],
    [' 2021-09-24 13:47:41 ', time],
    ['2021-09-24 13:47:41.0', time],
    ['2021-09-24 13:47:41.25', time + 250],
    ['2021/09/24 13:47:41', time],
    ['2021-9-24 13:47', time - 41_000],
    ['2021-09-24', Date.UTC(2021, 8, 23, 16)],
    ['2021-09-24T13:47:41', time],
    ['2021-09-24T05:47:41Z', time],
    ['2021-09-24T05:47:41.500z', time + 500],
    ['2021-09-24T13:47:41+08:00', time],
    ['2021-09-24T00:47:41-0500', time],
    [String(time), time],
    [time, time],
    [time / 1000, time],
    [String(time / 1000), time],
    ['2020-02-29 00:00:00', Date.UTC(2020, 1, 28, 16)],
  ])('%j', (raw, expected) => {
    expect(decodeTime(raw)).toBe(expected)
  })

  it.each<[unknown]>([
    [''],
    ['yesterday'],
    ['2021-13-01 00:00:00'],
    ['2021-02-31 00:00:00'],
    ['2021-09-24 25:00:00'],
    ['2021-09-24 13:61:00'],
    ['2021-09-24 13:47:61'],
    ['0'],
    [0],
    [-1],
    [Number.NaN],
    [1e18],
    ['1'.repeat(80)],
    [null],
    [undefined],
    [{}],
  ])('%j is unreadable', (raw) => {
    expect(decodeTime(raw)).toBeNull()
  })
})

describe('decodeDownloadUrl', () => {
  const https = { origin: 'https://drive.example', prefix: '/CLOUDROOM-API' }
  const http = { origin: 'http://10.0.0.1:8080', prefix: '/CLOUDROOM-API' }
  const httpsWithPort = { origin: 'https://drive.example:8443', prefix: '' }

  it.each([
    ['https://cdn.example/a.mp4?sign=1', https, 'https://cdn.example/a.mp4?sign=1'],
    ['/files/a b.mp4', https, 'https://drive.example/files/a%20b.mp4'],
    ['files/a.mp4', https, 'https://drive.example/files/a.mp4'],
    ['//2018/demo.mp4', https, 'https://drive.example/2018/demo.mp4'],
    ['//cdn.example.com/a.mp4', https, 'https://cdn.example.com/a.mp4'],
    ['/会议/a.mp4', http, 'http://10.0.0.1:8080/%E4%BC%9A%E8%AE%AE/a.mp4'],
    ['http://10.0.0.2/a.mp4', http, 'http://10.0.0.2/a.mp4'],
    ['https://10.0.0.2/a.mp4', http, 'https://10.0.0.2/a.mp4'],
    // Upgraded: the same host, which speaks https.
    ['http://drive.example/a.mp4', https, 'https://drive.example/a.mp4'],
    ['http://DRIVE.example/a.mp4', https, 'https://drive.example/a.mp4'],
    ['http://drive.example/a.mp4', httpsWithPort, 'https://drive.example:8443/a.mp4'],
  ])('%s at %j', (raw, server, url) => {
    expect(decodeDownloadUrl(raw, server)).toBe(url)
  })

  it.each<[unknown]>([
    ['http://cdn.example/a.mp4'],
    ['ftp://drive.example/a.mp4'],
    ['file:///etc/passwd'],
    ['javascript:alert(1)'],
    ['data:video/mp4;base64,AAAA'],
    ['https://user:pass@drive.example/a.mp4'],
    ['https://user@drive.example/a.mp4'],
    ['https://'],
    [''],
    ['  '],
    [`https://drive.example/${'a'.repeat(9000)}`],
    [null],
    [42],
  ])('%j must not be used from an https server', (raw) => {
    expect(decodeDownloadUrl(raw, https)).toBeNull()
  })
})
