import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useDelayed } from '../../../src/renderer/composables/use-delayed.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('shows nothing of what is over within the delay, and at once that it is over', async () => {
  const scope = effectScope()
  const isLoading = ref(true)
  const shown = scope.run(() => useDelayed(() => isLoading.value, 150))
  vi.advanceTimersByTime(149)
  isLoading.value = false
  await nextTick()
  vi.advanceTimersByTime(1000)
  expect(shown?.value).toBe(false)
  isLoading.value = true
  await nextTick()
  vi.advanceTimersByTime(149)
  expect(shown?.value).toBe(false)
  vi.advanceTimersByTime(1)
  expect(shown?.value).toBe(true)
  isLoading.value = false
  await nextTick()
  expect(shown?.value).toBe(false)
  scope.stop()
})
