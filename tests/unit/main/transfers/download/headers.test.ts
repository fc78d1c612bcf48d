import { describe, expect, it } from 'vitest'
import { answersRange, parseContentRange, rangeHeader } from '#main/transfers/download/content-range.ts'
import { contentMd5, isSameContent, md5OfTag, validatorsOf } from '#main/transfers/download/validators.ts'
import { Md5Evidence } from '#main/transfers/download/verify-file.ts'

const fiveGiB = 5 * 2 ** 30

describe('Content-Range', () => {
  it.each([
    ['bytes 0-0/1', { kind: 'part', start: 0, end: 1, total: 1 }],
    ['bytes 5-9/10', { kind: 'part', start: 5, end: 10, total: 10 }],
    ['BYTES 5-9/100 ', { kind: 'part', start: 5, end: 10, total: 100 }],
    [
      `bytes 4294967296-${fiveGiB - 1}/${fiveGiB}`,
      { kind: 'part', start: 2 ** 32, end: fiveGiB, total: fiveGiB },
    ],
    ['bytes */10', { kind: 'unsatisfied', total: 10 }],
  ])('reads %s', (header, expected) => expect(parseContentRange(header)).toEqual(expected))

  it.each([
    undefined,
    '',
    'bytes',
    'bytes 0-9',
    'bytes 0-9/*',
    'bytes 9-0/10',
    'bytes 0-10/10',
    'bytes=0-9/10',
    'items 0-9/10',
    'bytes -1-9/10',
    'bytes 0-9/10, bytes 20-29/30',
    'bytes 0x0-9/10',
    'bytes 0-9/9999999999999999',
  ])('does not read %j', (header) => expect(parseContentRange(header)).toBeNull())

  it('must be exactly what was asked for', () => {
    const isAnswer = (header: string, start: number, end: number | null) =>
      answersRange(parseContentRange(header), { start, end })
    expect(isAnswer('bytes 5-9/20', 5, 10)).toBe(true)
    expect(isAnswer('bytes 5-19/20', 5, null)).toBe(true)
    expect(isAnswer('bytes 5-19/20', 5, 100)).toBe(true)
    expect(isAnswer(`bytes ${fiveGiB - 2}-${fiveGiB - 1}/${fiveGiB}`, fiveGiB - 2, null)).toBe(true)
    for (const header of ['bytes 4-9/20', 'bytes 6-10/20', 'bytes 5-8/20', 'bytes 5-10/20', 'bytes */20']) {
      expect(isAnswer(header, 5, 10), header).toBe(false)
    }
    expect(isAnswer('bytes 5-18/20', 5, null)).toBe(false)
  })

  it('is asked for with the last byte included', () => {
    expect(rangeHeader({ start: 0, end: null })).toBe('bytes=0-')
    expect(rangeHeader({ start: fiveGiB - 1, end: fiveGiB })).toBe(`bytes=${fiveGiB - 1}-${fiveGiB - 1}`)
  })
})

describe('validators', () => {
  const lastModified = 'Mon, 05 Jan 2026 10:00:00 GMT'
  const date = 'Mon, 05 Jan 2026 10:00:01 GMT'

  it.each([
    [{ etag: '"a"', 'last-modified': lastModified, date }, '"a"'],
    [{ etag: 'W/"a"', 'last-modified': lastModified, date }, lastModified],
    [{ etag: 'W/"a"' }, null],
    [{ etag: 'a' }, null],
    [{ 'last-modified': lastModified, date }, lastModified],
    // Within the same second it may have changed again.
    [{ 'last-modified': lastModified, date: lastModified }, null],
    [{ 'last-modified': lastModified }, null],
    [{ 'last-modified': 'yesterday', date }, null],
    [{}, null],
  ])('%j continues under %j', (headers, ifRange) => expect(validatorsOf(headers).ifRange).toBe(ifRange))

  it('tell contents apart', () => {
    const same = (one: object, other: object) =>
      isSameContent(validatorsOf({ date, ...one }), validatorsOf({ date, ...other }))
    expect(same({ etag: '"a"' }, { etag: '"a"', 'last-modified': lastModified })).toBe(true)
    expect(same({ etag: '"a"' }, { etag: '"b"' })).toBe(false)
    expect(same({ etag: '"a"' }, {})).toBe(false)
    expect(
      same({ etag: 'W/"a"', 'last-modified': lastModified }, { etag: 'W/"a"', 'last-modified': date }),
    ).toBe(false)
    expect(same({ 'last-modified': lastModified }, { 'last-modified': lastModified })).toBe(true)
    expect(same({ 'last-modified': lastModified }, { 'last-modified': date })).toBe(false)
  })

  it('MD5 is taken from what is one', () => {
    const hex = 'a7febff6a21c36fb50150f88c95ef641'
    expect(md5OfTag(`"${hex.toUpperCase()}"`)).toBe(hex)
    for (const tag of [`W/"${hex}"`, `"${hex}-12"`, hex, '"a"', null]) expect(md5OfTag(tag)).toBeNull()
    expect(contentMd5({ 'content-md5': Buffer.from(hex, 'hex').toString('base64') })).toBe(hex)
    for (const value of [undefined, hex, 'AAAA']) expect(contentMd5({ 'content-md5': value })).toBeNull()
  })

  it('a Content-MD5 on parts counts for the file only when two parts agree', () => {
    const perFile = new Md5Evidence(null)
    expect(perFile.note('a', 0, false)).toBe(false)
    expect(perFile.note('a', 0, false)).toBe(false)
    expect(perFile.note('a', 10, false)).toBe(true)
    expect(perFile.certain).toBe('a')
    const perPart = new Md5Evidence(null)
    for (const [index, md5] of ['a', 'b', 'b', 'b'].entries()) perPart.note(md5, index, false)
    expect(perPart.certain).toBeNull()
    const whole = new Md5Evidence(null)
    expect(whole.note('a', 0, true)).toBe(true)
  })
})
