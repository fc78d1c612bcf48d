import { describe, expect, it } from 'vitest'
import { stepFrame, type FrameScreen, type ShownFrame } from '../../../src/renderer/logic/frame-step.ts'

/**
 * A paused video with these frames. Like the browser's, it shows the first frame that has not ended, as the file says, at
 * the time it is asked for, and rounds times to microseconds.
 *
 * @param told how long the file says that frames last, where that is not how long they do
 */
function videoOf(durations: readonly number[], told?: number) {
  let start = 0
  const frames: ShownFrame[] = durations.map((duration) => {
    const frame = { start: Math.round(start * 1e6) / 1e6, duration: told ?? Math.round(duration * 1e6) / 1e6 }
    start += duration
    return frame
  })
  let index = 0
  const asked: number[] = []
  const screen: FrameScreen = {
    shown: () => frames[index] ?? null,
    show: (seconds) => {
      asked.push(seconds)
      const found = frames.findIndex((frame) => frame.start + frame.duration > seconds)
      index = found === -1 ? frames.length - 1 : found
      return Promise.resolve(true)
    },
  }
  return {
    screen,
    asked,
    go: (to: number) => (index = to),
    index: () => index,
    step: (by: 1 | -1) => stepFrame(screen, by, start),
  }
}

const times = <Value>(count: number, value: Value): Value[] => Array<Value>(count).fill(value)

describe('a step shows the very next frame, and back the one before', () => {
  it.each([
    ['15 a second', times(60, 1 / 15)],
    ['25 a second', times(60, 1 / 25)],
    ['60 a second', times(60, 1 / 60)],
    ['29.97 a second', times(60, 1001 / 30_000)],
    ['240 a second', times(60, 1 / 240)],
    ['a changing rate', [0.033, 0.1, 0.5, 0.008, 0.25, 0.017, 0.9, 0.04]],
  ])('at %s', async (_rate, durations) => {
    const video = videoOf(durations)
    const seen = [video.index()]
    while (await video.step(1)) seen.push(video.index())
    expect(seen).toEqual(durations.map((_, index) => index))
    const back = [video.index()]
    while (await video.step(-1)) back.push(video.index())
    expect(back).toEqual(durations.map((_, index) => durations.length - 1 - index))
    // One look each: the picture does not flicker, and little is decoded.
    expect(video.asked.length).toBeLessThanOrEqual(2 * durations.length)
  })

  it('also where frames last longer than the file says', async () => {
    const video = videoOf(times(10, 0.1), 0.04)
    for (const expected of [1, 2, 3]) {
      expect(await video.step(1)).toBe(true)
      expect(video.index()).toBe(expected)
    }
    expect(await video.step(-1)).toBe(true)
    expect(video.index()).toBe(2)
  })
})

it('before the first and behind the last there is none: it stays where it is', async () => {
  const video = videoOf(times(3, 0.04))
  expect(await video.step(-1)).toBe(false)
  expect(video.index()).toBe(0)
  video.go(2)
  expect(await video.step(1)).toBe(false)
  expect(video.index()).toBe(2)
  // The end itself would begin the next recording.
  expect(video.asked.every((seconds) => seconds < 0.12)).toBe(true)
})

it('is over when something else jumps, or nothing is to be seen', async () => {
  const { screen } = videoOf(times(3, 0.04))
  expect(await stepFrame({ ...screen, show: () => Promise.resolve(false) }, 1, 1)).toBe(false)
  expect(await stepFrame({ ...screen, shown: () => null }, 1, 1)).toBe(false)
})
