import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useScrollRest } from '../../../src/renderer/composables/scroll-rest.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function rig() {
  const page = new EventTarget()
  const scope = effectScope()
  const rest = scope.run(() => useScrollRest(page))
  if (rest === undefined) throw new Error('no scope')
  /** Whether it has come yet. */
  const wait = () => {
    const state = { isOver: false }
    void rest().then(() => (state.isOver = true))
    return state
  }
  return { wait, scroll: () => page.dispatchEvent(new Event('scroll')) }
}

describe('the rest between scrolling', () => {
  it('is there at once where nothing is scrolled', async () => {
    const { wait } = rig()
    const waiting = wait()
    await vi.advanceTimersByTimeAsync(0)
    expect(waiting.isOver).toBe(true)
  })

  it('comes 150 ms after the last of it', async () => {
    const { wait, scroll } = rig()
    scroll()
    const waiting = wait()
    await vi.advanceTimersByTimeAsync(100)
    scroll()
    await vi.advanceTimersByTimeAsync(149)
    expect(waiting.isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(waiting.isOver).toBe(true)
  })

  it('is not waited for any longer than 5 s', async () => {
    const { wait, scroll } = rig()
    scroll()
    const waiting = wait()
    for (let ms = 0; ms < 4900; ms += 100) {
      await vi.advanceTimersByTimeAsync(100)
      scroll()
    }
    expect(waiting.isOver).toBe(false)
    for (let ms = 0; ms < 300; ms += 100) {
      await vi.advanceTimersByTimeAsync(100)
      scroll()
    }
    expect(waiting.isOver).toBe(true)
  })
})
