import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  COMMON,
  bytesOf,
  emulate,
  eventually,
  exchangeRaw,
  list,
  noise,
  sha256,
  temporaryFolder,
  upload,
  uploadCode,
  urlOf,
} from './support.ts'
import type { Answer } from './support.ts'

const CRLF = '\r\n'

/** A form as okhttp writes it: a length for every part, text parts first. */
function okhttpForm(
  fields: Record<string, string>,
  fileName: string,
  content: string,
  tail = '--b0--' + CRLF,
): string {
  const texts = Object.entries(fields).map(([name, value]) =>
    [
      '--b0',
      `Content-Disposition: form-data; name="${name}"`,
      `Content-Length: ${Buffer.byteLength(value)}`,
      '',
      value,
      '',
    ].join(CRLF),
  )
  const file = [
    '--b0',
    `Content-Disposition: form-data; name="file"; filename="${fileName}"`,
    'Content-Type: application/octet-stream',
    `Content-Length: ${Buffer.byteLength(content)}`,
    '',
    content,
    '',
  ].join(CRLF)
  return texts.join('') + file + tail
}

function rawUpload(body: string): Buffer {
  const head = [
    'POST /CLOUDROOM-API/netDisk/upload HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: multipart/form-data; boundary=b0',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  return Buffer.from([...head, '', body].join(CRLF))
}

const FIELDS = { RequestId: 'r', CompID: '1', SecretKey: COMMON.SecretKey }

describe('upload', () => {
  it('keeps the bytes and lists the file', async () => {
    const emulator = await emulate()
    const content = noise(3_000_000)
    const response = await upload(emulator, '会议 1+1=2 100%.mp4', content, { DirPath: '%2f%2f2018' })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ RspCode: '0', RspDesc: '请求成功' })
    expect(await emulator.stored('/2018/会议 1+1=2 100%.mp4')).toEqual({
      size: 3_000_000,
      sha256: sha256(content),
    })
    expect((await list(emulator, { FilePath: '/2018/' })).fileList).toMatchObject([{ fileSize: '3000000' }])
    const down = await bytesOf(await fetch(await urlOf(emulator, '/2018/会议 1+1=2 100%.mp4')))
    expect(sha256(down)).toBe(sha256(content))
    expect(emulator.state().bytesReceived).toEqual({ '/2018/会议 1+1=2 100%.mp4': 3_000_000 })
  })

  it('takes a form as okhttp sends it', async () => {
    const emulator = await emulate()
    const body = okhttpForm({ ...FIELDS, FileName: '%e6%b5%8b.mp4', DirPath: '%2fA' }, 'x.mp4', 'content')
    expect((await exchangeRaw(emulator, rawUpload(body))).text).toContain('"RspCode":"0"')
    expect(await emulator.stored('/A/测.mp4')).toMatchObject({ size: 7 })
  })

  it('falls back to the part name, garbled when it is not ASCII, as the vendor warns', async () => {
    const emulator = await emulate()
    await exchangeRaw(emulator, rawUpload(okhttpForm(FIELDS, 'plain.mp4', 'content')))
    await exchangeRaw(emulator, rawUpload(okhttpForm(FIELDS, '测.mp4', 'content')))
    const garbled = Buffer.from('测.mp4').toString('latin1')
    expect(
      emulator
        .listing()
        .map((file) => file.path)
        .toSorted(),
    ).toEqual(['/plain.mp4', `/${garbled}`].toSorted())
  })

  it.each<[string, string, Record<string, string>, string]>([
    ['text file', 'a.txt', {}, '6'],
    ['no suffix', 'movie', {}, '11'],
    ['only a suffix', '.mp4', {}, '11'],
    ['upper-case suffix', 'a.MP4', {}, '0'],
    ['broken escape', 'a.mp4', { FileName: '%zz.mp4' }, '4'],
    ['name with a slash', 'a/b.mp4', {}, '4'],
    ['climbing folder', 'a.mp4', { DirPath: '%2f..%2fetc' }, '4'],
    ['control character', 'a\u0001.mp4', {}, '4'],
    ['empty DirPath', 'a.mp4', { DirPath: '' }, '0'],
  ])('%s', async (_what, name, fields, code) => {
    const emulator = await emulate()
    expect(await uploadCode(emulator, name, noise(100), fields)).toBe(code)
    expect(emulator.listing()).toHaveLength(code === '0' ? 1 : 0)
  })

  it('answers 9 when the file exists, also to the slower of two at once', async () => {
    const emulator = await emulate()
    const codes = await Promise.all([1, 2].map((salt) => uploadCode(emulator, 'a.mp4', noise(200_000, salt))))
    expect(codes.toSorted()).toEqual(['0', '9'])
    expect(await uploadCode(emulator, 'a.mp4', noise(10))).toBe('9')
  })

  it('answers 7 above the limit, 0 at it', async () => {
    const emulator = await emulate({ maxFileBytes: 1000 })
    expect(await uploadCode(emulator, 'over.mp4', noise(1001))).toBe('7')
    expect(await uploadCode(emulator, 'at.mp4', noise(1000))).toBe('0')
  })

  it('answers 8 to a form that ends before its boundary, and to an empty file', async () => {
    const emulator = await emulate()
    const { text } = await exchangeRaw(emulator, rawUpload(okhttpForm(FIELDS, 'a.mp4', 'content', '')))
    expect(text).toContain('"RspCode":"8"')
    expect(await uploadCode(emulator, 'b.mp4', noise(0))).toBe('8')
    expect(emulator.listing()).toEqual([])
  })

  it('answers 10 beyond the capacity', async () => {
    expect(await uploadCode(await emulate({ capacityBytes: 99 }), 'a.mp4', noise(100))).toBe('10')
  })

  it('answers 4 without a file part, and to what is no form', async () => {
    const emulator = await emulate()
    const form = new FormData()
    for (const [name, value] of Object.entries(FIELDS)) form.set(name, value)
    const url = `${emulator.url}/netDisk/upload`
    const noFile = (await (await fetch(url, { method: 'POST', body: form })).json()) as Answer
    const noForm = (await (await fetch(url, { method: 'POST', body: 'hello' })).json()) as Answer
    expect([noFile.RspCode, noForm.RspCode]).toEqual(['4', '4'])
  })

  it('leaves nothing behind of an upload that was abandoned', async () => {
    const dataDir = await temporaryFolder()
    const emulator = await emulate({ dataDir })
    const abort = new AbortController()
    const body = new ReadableStream({
      start(controller) {
        const form = okhttpForm({ ...FIELDS, FileName: 'a.mp4' }, 'a.mp4', 'x'.repeat(100_000), '')
        controller.enqueue(new TextEncoder().encode(form))
      },
    })
    const headers = { 'content-type': 'multipart/form-data; boundary=b0' }
    const sending = fetch(`${emulator.url}/netDisk/upload`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
      signal: abort.signal,
    } as RequestInit)
    sending.catch(() => undefined)
    await eventually(async () => expect(await readdir(join(dataDir, 'incoming'))).toHaveLength(1))
    abort.abort()
    await expect(sending).rejects.toThrow()
    await eventually(async () => expect(await readdir(join(dataDir, 'incoming'))).toEqual([]))
    expect(emulator.listing()).toEqual([])
  })
})
