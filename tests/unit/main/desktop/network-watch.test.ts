import { expect, it, onTestFinished, vi } from 'vitest'
import { NetworkWatch } from '#main/desktop/network-watch.ts'
import type { NetworkState } from '#shared/models/settings.ts'

it('tells of each change once, within a second or when asked, and of nothing once it is stopped', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let isOnline = true
  const changes: NetworkState[] = []
  const watch = new NetworkWatch({
    isOnline: () => isOnline,
    isMetered: () => false,
    onChange: (state) => changes.push(state),
  })
  vi.advanceTimersByTime(5000)
  expect([watch.state, changes]).toEqual([{ isOnline: true, isMetered: false }, []])
  isOnline = false
  vi.advanceTimersByTime(1000)
  expect([watch.state, changes]).toEqual([
    { isOnline: false, isMetered: false },
    [{ isOnline: false, isMetered: false }],
  ])
  isOnline = true
  expect(watch.check()).toEqual({ isOnline: true, isMetered: false })
  vi.advanceTimersByTime(5000)
  expect(changes).toHaveLength(2)
  watch.stop()
  isOnline = false
  vi.advanceTimersByTime(5000)
  expect(changes).toHaveLength(2)
})
