import { expect, it } from 'vitest'
import { release } from '#main/transfers/download/release.ts'

it('takes the memory of a chunk that owns its buffer', () => {
  const chunk = Buffer.allocUnsafeSlow(64 * 1024)
  release(chunk)
  expect(chunk).toHaveLength(0)
})

it('leaves a view of a larger buffer alone', () => {
  const whole = Buffer.alloc(64 * 1024, 1)
  const chunk = whole.subarray(0, 32 * 1024)
  release(chunk)
  expect(chunk).toHaveLength(32 * 1024)
  expect(whole.every((byte) => byte === 1)).toBe(true)
})

it('leaves small chunks to the garbage collector', () => {
  const chunk = Buffer.allocUnsafeSlow(100)
  release(chunk)
  expect(chunk).toHaveLength(100)
})
