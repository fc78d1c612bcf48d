import type { RowRange } from './rubber-band.ts'

/** Tiles in rows, from left to right. All sizes in px. */
export interface TileGrid {
  readonly columns: number
  readonly tileWidth: number
  readonly tileHeight: number
  /** Left of the first column. */
  readonly inset: number
}

/** As many columns as fit, at least one. */
export function columnsIn(width: number, smallestTile: number): number {
  return Math.max(1, Math.floor(width / smallestTile))
}

/**
 * How far to go (positions) to be `rows` further down, or up, in the same column; the last row may end before it.
 *
 * @param at position of the tile to go from
 */
export function tileStep(at: number, rows: number, columns: number, count: number): number {
  const lastRow = Math.floor((count - 1) / columns)
  const row = Math.min(lastRow, Math.max(0, Math.floor(at / columns) + rows))
  return Math.min(count - 1, row * columns + (at % columns)) - at
}

/** A rectangle among the tiles, in px from the first row's top and the list's left edge. */
export interface Band {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface TileRange {
  readonly rows: RowRange
  readonly columns: RowRange
}

/** The rows and columns that a band touches. */
export function tilesInBand(band: Band, grid: TileGrid, count: number): TileRange {
  const { columns, tileWidth, tileHeight, inset } = grid
  const range = (low: number, high: number, size: number, limit: number): RowRange => {
    const within = (place: number): number => Math.min(limit, Math.max(0, place))
    const from = within(Math.floor(low / size))
    return { from, to: Math.max(from, within(Math.floor(high / size) + 1)) }
  }
  return {
    rows: range(band.top, band.bottom, tileHeight, Math.ceil(count / columns)),
    columns: range(band.left - inset, band.right - inset, tileWidth, columns),
  }
}

/** The keys of tiles, row by row. */
export function keysInTiles({ rows, columns }: TileRange, perRow: number, keys: readonly string[]): string[] {
  const found: string[] = []
  for (let row = rows.from; row < rows.to; row++) {
    const start = row * perRow
    found.push(...keys.slice(start + columns.from, Math.min(start + columns.to, start + perRow)))
  }
  return found
}
