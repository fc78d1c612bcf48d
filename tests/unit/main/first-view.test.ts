import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FirstView } from '#main/first-view.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Whether it counts as painted after so many ms. */
async function isPaintedAfter(view: FirstView, ms: number): Promise<boolean> {
  await vi.advanceTimersByTimeAsync(ms)
  return view.isPainted
}

describe('the first view', () => {
  it('is there when the page says so', async () => {
    const view = new FirstView()
    view.begin()
    expect(view.isPainted).toBe(false)
    view.paint()
    expect(view.isPainted).toBe(true)
    await view.painted
    view.paint()
  })

  it('is not waited for for ever', async () => {
    const view = new FirstView()
    view.begin()
    expect(await isPaintedAfter(view, 1400)).toBe(false)
    expect(await isPaintedAfter(view, 200)).toBe(true)
    await view.painted
  })
})
