import { expect, it } from 'vitest'
import {
  mainSizes,
  placeOn as placeWith,
  playerSizes,
  windowPlaceSchema,
  type Box,
} from '#main/desktop/window-place.ts'

const placeOn = (saved: Box | null, workAreas: readonly Box[]) => placeWith(saved, workAreas, mainSizes)
const defaultSize = mainSizes.initial

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 }

it('is the default size where the system puts it, the first time', () => {
  expect(placeOn(null, [laptop])).toEqual(defaultSize)
})

it('is where it was left, on any display, also one to the left', () => {
  const saved = { x: 1600, y: 100, width: 1000, height: 700 }
  expect(placeOn(saved, [laptop, monitor])).toEqual(saved)
  const left = { x: -1800, y: 50, width: 1000, height: 700 }
  expect(placeOn(left, [laptop, { x: -1920, y: 0, width: 1920, height: 1080 }])).toEqual(left)
})

it('comes back to the first display when its own is gone, no larger than that', () => {
  expect(placeOn({ x: 1600, y: 100, width: 2200, height: 1300 }, [laptop])).toEqual({
    width: 1440,
    height: 875,
  })
})

it.each([
  ['its title is above the display', { x: 100, y: -400, width: 1000, height: 700 }],
  ['its title is below it', { x: 100, y: 890, width: 1000, height: 700 }],
  ['only a sliver of it is there', { x: 1400, y: 100, width: 1000, height: 700 }],
])('is put where it can be reached when %s', (_what, saved) => {
  expect(placeOn(saved, [laptop])).toEqual({ width: 1000, height: 700 })
})

it('is at least as large as its content needs', () => {
  expect(placeOn({ x: 10, y: 30, width: 200, height: 50 }, [laptop])).toEqual({
    x: 10,
    y: 30,
    width: 900,
    height: 600,
  })
  expect(placeOn({ x: 10, y: 30, width: 1000, height: 700 }, [])).toEqual(defaultSize)
})

it('of the player may be smaller', () => {
  const small = { x: 10, y: 30, width: 600, height: 400 }
  expect(placeWith(small, [laptop], playerSizes)).toEqual(small)
  expect(placeWith({ ...small, width: 200 }, [laptop], playerSizes)).toEqual({
    ...small,
    width: playerSizes.minimum.width,
  })
  expect(placeWith(null, [laptop], playerSizes)).toEqual(playerSizes.initial)
})

it('is not believed when the file says nonsense', () => {
  const good = {
    bounds: { x: 1, y: 2, width: 900, height: 600 },
    isMaximized: false,
    isFullScreen: false,
    zoomFactor: 1,
  }
  expect(windowPlaceSchema.safeParse(good).success).toBe(true)
  expect(windowPlaceSchema.safeParse(null).success).toBe(true)
  for (const bad of [
    { ...good, zoomFactor: 0 },
    { ...good, bounds: { ...good.bounds, x: 1e9 } },
    { bounds: null },
    'x',
  ]) {
    expect(windowPlaceSchema.safeParse(bad).success).toBe(false)
  }
})
