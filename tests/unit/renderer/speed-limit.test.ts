import { maxBytesPerSecond, minBytesPerSecond } from '#shared/models/settings.ts'
import { describe, expect, it } from 'vitest'
import { leastSpeed, parseSpeedLimit, speedEntryOf } from '../../../src/renderer/logic/speed-limit.ts'

describe('parseSpeedLimit', () => {
  it.each([
    ['', 'MB', null],
    ['   ', 'KB', null],
    ['2', 'MB', 2 * 2 ** 20],
    [' 1.5 ', 'MB', 1.5 * 2 ** 20],
    ['.5', 'MB', 2 ** 19],
    ['２００', 'KB', 200 * 1024],
    ['1。5', 'MB', 1.5 * 2 ** 20],
    ['1,500', 'KB', 1500 * 1024],
    ['16', 'KB', minBytesPerSecond],
  ] as const)('reads "%s" %s', (text, unit, bytesPerSecond) => {
    expect(parseSpeedLimit({ text, unit }, 1024)).toEqual({ ok: true, bytesPerSecond })
  })

  it.each([
    ['fast', 'MB', 'number'],
    ['-3', 'MB', 'number'],
    ['1e9', 'KB', 'number'],
    ['1,5', 'MB', 'number'],
    ['1.2.3', 'MB', 'number'],
    ['0', 'MB', 'tooSlow'],
    ['15', 'KB', 'tooSlow'],
    ['99999999', 'MB', 'tooFast'],
    ['9'.repeat(20), 'MB', 'tooFast'],
  ] as const)('explains "%s" %s', (text, unit, problem) => {
    expect(parseSpeedLimit({ text, unit }, 1024)).toEqual({ ok: false, problem })
  })

  it('accepts the least speed that it names, whatever the base', () => {
    for (const base of [1000, 1024]) {
      expect(parseSpeedLimit({ text: String(leastSpeed(base)), unit: 'KB' }, base).ok).toBe(true)
    }
  })
})

it('shows a limit as it was typed', () => {
  expect(speedEntryOf(null, 1024)).toEqual({ text: '', unit: 'MB' })
  expect(speedEntryOf(1.5 * 2 ** 20, 1024)).toEqual({ text: '1.5', unit: 'MB' })
  expect(speedEntryOf(200 * 1024, 1024)).toEqual({ text: '200', unit: 'KB' })
  expect(speedEntryOf(maxBytesPerSecond, 1024)).toEqual({ text: '10240', unit: 'MB' })
  for (const base of [1000, 1024]) {
    const bytesPerSecond = 123 * base
    expect(parseSpeedLimit(speedEntryOf(bytesPerSecond, base), base)).toEqual({ ok: true, bytesPerSecond })
  }
})
