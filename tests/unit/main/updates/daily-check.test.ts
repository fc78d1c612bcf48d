import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startDailyCheck } from '#main/updates/daily-check.ts'

const hour = 3_600_000
const day = 24 * hour

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(() => void vi.useRealTimers())

function rig(triedAt: number | null = null) {
  const state = { triedAt, mayCheck: true, checks: 0 }
  const stop = startDailyCheck({
    mayCheck: () => state.mayCheck,
    triedAt: () => state.triedAt,
    check: () => {
      state.checks++
      state.triedAt = Date.now()
    },
  })
  return { state, stop }
}

it('looks a little after the start, then once a day', () => {
  const { state, stop } = rig()
  vi.advanceTimersByTime(30_000)
  expect(state.checks).toBe(0)
  vi.advanceTimersByTime(60_000)
  expect(state.checks).toBe(1)
  vi.advanceTimersByTime(23 * hour)
  expect(state.checks).toBe(1)
  vi.advanceTimersByTime(2 * hour)
  expect(state.checks).toBe(2)
  vi.advanceTimersByTime(10 * day)
  expect(state.checks).toBeLessThanOrEqual(12)
  expect(state.checks).toBeGreaterThan(10)
  stop()
})

it('does not look again when the app was started often that day', () => {
  const { state, stop } = rig(Date.now() - hour)
  vi.advanceTimersByTime(22 * hour)
  expect(state.checks).toBe(0)
  vi.advanceTimersByTime(2 * hour)
  expect(state.checks).toBe(1)
  stop()
})

it('never looks while that is not wanted or cannot be, and soon after it may', () => {
  const { state, stop } = rig()
  state.mayCheck = false
  vi.advanceTimersByTime(5 * day)
  expect(state.checks).toBe(0)
  state.mayCheck = true
  vi.advanceTimersByTime(hour)
  expect(state.checks).toBe(1)
  stop()
})

it('is not fooled by a clock that was ahead', () => {
  const { state, stop } = rig(Date.now() + 400 * day)
  vi.advanceTimersByTime(2 * 60_000)
  expect(state.checks).toBe(1)
  stop()
})

it('ends with the app', () => {
  const { state, stop } = rig()
  stop()
  vi.advanceTimersByTime(3 * day)
  expect(state.checks).toBe(0)
})
