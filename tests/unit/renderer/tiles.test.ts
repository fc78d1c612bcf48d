import { describe, expect, it } from 'vitest'
import { columnsIn, keysInTiles, tilesInBand, tileStep } from '../../../src/renderer/logic/tiles.ts'

describe('tiles', () => {
  it('are at least one in a row', () => {
    expect([0, 100, 263, 264, 700].map((width) => columnsIn(width, 132))).toEqual([1, 1, 1, 2, 5])
  })

  // 0 1 2 3 / 4 5 6 7 / 8 9
  it.each([
    ['down', 1, 1, 5],
    ['down to a row that ends earlier', 7, 1, 9],
    ['down from the last row', 9, 1, 9],
    ['up', 9, -1, 5],
    ['up from the first row', 2, -1, 2],
    ['a page down', 2, 5, 9],
    ['a page up', 9, -5, 1],
  ])('go %s in their column', (_, at, rows, to) => {
    expect(at + tileStep(at, rows, 4, 10)).toBe(to)
  })

  const grid = { columns: 4, tileWidth: 100, tileHeight: 50, inset: 8 }
  const keys = Array.from('0123456789')
  it.each([
    ['one tile', { left: 110, top: 10, right: 120, bottom: 20 }, '1'],
    ['a block', { left: 110, top: 10, right: 220, bottom: 60 }, '1256'],
    ['the end of the last row', { left: 0, top: 90, right: 500, bottom: 900 }, '456789'],
    ['nothing right of the last tile', { left: 250, top: 110, right: 500, bottom: 120 }, ''],
    ['everything', { left: -50, top: -50, right: 900, bottom: 900 }, '0123456789'],
  ])('in a band: %s', (_, band, found) => {
    expect(keysInTiles(tilesInBand(band, grid, keys.length), 4, keys).join('')).toBe(found)
  })
})
