import { describe, expect, it } from 'vitest'
import {
  createFormatters,
  roughDuration,
  secondsLeft,
  shortName,
  splitName,
  unknownMark,
} from '../../../src/renderer/logic/format.ts'

const windows = createFormatters('en', 'win32')
const mac = createFormatters('en', 'darwin')

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KB'],
    [1_572_864, '1.5 MB'],
    [3_328_599_654, '3.10 GB'],
    [2 ** 20 - 1, '1.0 MB'],
  ])('%i bytes read %s', (bytes, text) => {
    expect(windows.bytes(bytes)).toBe(text)
  })

  it('count in thousands where Finder does', () => {
    expect(mac.bytes(1_500_000)).toBe('1.5 MB')
  })

  it('mark what is rounded or unknown', () => {
    expect(windows.size(1_572_864, false)).toBe('≈ 1.5 MB')
    expect(windows.size(null, true)).toBe(unknownMark)
  })

  it('use one unit for both numbers of a progress', () => {
    expect(windows.bytesOf(12_897_485, 52_428_800)).toBe('12.3 / 50.0 MB')
  })
})

describe('times', () => {
  it('follow the language', () => {
    const at = new Date(2021, 8, 24, 13, 47).getTime()
    expect(createFormatters('zh-CN', 'win32').time(at)).toBe('2021/09/24 13:47')
    expect(windows.time(at)).toMatch(/^Sep 24, 2021, 1:47\sPM$/u)
    expect(windows.time(null)).toBe(unknownMark)
  })
})

describe('time left', () => {
  it.each([
    [0.2, { unit: 'seconds', value: 1 }],
    [9, { unit: 'seconds', value: 9 }],
    [11, { unit: 'seconds', value: 15 }],
    [58, { unit: 'minutes', value: 1 }],
    [3599, { unit: 'hours', value: 1 }],
  ] as const)('%d s is said as %o', (seconds, said) => {
    expect(roughDuration(seconds)).toEqual(said)
  })

  it('is not said when the speed says nothing', () => {
    expect(secondsLeft(0, 100, 0)).toBeNull()
    expect(secondsLeft(0, null, 10)).toBeNull()
    expect(secondsLeft(0, 1e15, 1)).toBeNull()
    expect(secondsLeft(50, 100, 10)).toBe(5)
  })
})

it('keeps the end of a long name, which tells recordings apart', () => {
  const name = `2021-09-24_13-47-41_${'会议'.repeat(40)}_73542046.mp4`
  const { head, tail } = splitName(name)
  expect(head + tail).toBe(name)
  expect(tail).toBe('议_73542046.mp4')
  expect(splitName('short.mp4')).toEqual({ head: 'short.mp4', tail: '' })
})

it('cuts no name in two that is read from right to left, and shows none turned round', () => {
  const name = `${'ישיבה '.repeat(10)}.mp4`
  expect(splitName(name)).toEqual({ head: name, tail: '', dir: 'rtl' })
  const turned = `${'a'.repeat(30)}\u202e4pm.mp4`
  const { head, tail } = splitName(turned)
  expect(head + tail).toBe(`${'a'.repeat(30)}4pm.mp4`)
  expect(shortName('ab\u202Ecd.mp4')).toBe('abcd.mp4')
})

it('shortens only what would fill a message', () => {
  expect(shortName('weekly review.mp4')).toBe('weekly review.mp4')
  const short = shortName(`${'会议'.repeat(100)}_73542046.mp4`)
  expect(Array.from(short)).toHaveLength(48)
  expect(short).toMatch(/^会议.*…会议会议_73542046\.mp4$/u)
})
