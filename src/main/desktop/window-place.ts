import { z } from 'zod'

/** In device-independent pixels of the whole desktop. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const pixels = z.number().int().min(-100_000).max(100_000)

/** `window.json`, `player-window.json`: where the window was left. Null before there was one. */
export const windowPlaceSchema = z
  .object({
    bounds: z.object({ x: pixels, y: pixels, width: pixels.min(1), height: pixels.min(1) }),
    isMaximized: z.boolean(),
    isFullScreen: z.boolean(),
    /** 1 is 100 %. */
    zoomFactor: z.number().min(0.25).max(5),
  })
  .nullable()

export type WindowPlace = NonNullable<z.output<typeof windowPlaceSchema>>

/** How large a window may be, in px. */
export interface WindowSizes {
  readonly minimum: { readonly width: number; readonly height: number }
  readonly initial: { readonly width: number; readonly height: number }
}

export const mainSizes: WindowSizes = {
  minimum: { width: 900, height: 600 },
  initial: { width: 1200, height: 760 },
}
/** At its smallest, all buttons of the player still have a place. */
export const playerSizes: WindowSizes = {
  minimum: { width: 560, height: 360 },
  initial: { width: 960, height: 620 },
}
/** So much of the window's top must be on a display that it can be taken hold of. px */
const gripWidth = 120
const gripHeight = 32

/**
 * Where a window that was left at `saved` goes now that these displays are there: as it was if its top can be reached, else
 * on the first display, no larger than that. Position null: where the system puts new windows.
 *
 * @param workAreas the displays without bars and docks, the primary one first
 */
export function placeOn(
  saved: Box | null,
  workAreas: readonly Box[],
  { minimum, initial }: WindowSizes,
): { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number } {
  if (saved === null) return initial
  const home = workAreas.find((area) => isReachable(saved, area))
  const [primary] = workAreas
  const area = home ?? primary
  if (area === undefined) return initial
  const width = Math.max(minimum.width, Math.min(saved.width, area.width))
  const height = Math.max(minimum.height, Math.min(saved.height, area.height))
  return home === undefined ? { width, height } : { width, height, x: saved.x, y: saved.y }
}

function isReachable({ x, y, width }: Box, area: Box): boolean {
  const shared = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return shared >= gripWidth && y >= area.y && y <= area.y + area.height - gripHeight
}
