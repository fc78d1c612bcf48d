import { boxAt, boxesIn } from './mp4-boxes.ts'

/** One frame of picture or sound, in decoding order. */
export interface TrackSample {
  readonly bytes: Buffer
  /** In units of the track's time scale. */
  readonly compositionOffset: number
  readonly isKey: boolean
}

/** A track of the sample recording, taken apart. */
export interface SampleTrack {
  readonly kind: 'video' | 'audio'
  /** Content of its `trak` box. */
  readonly trak: Buffer
  /** Units per second. */
  readonly timescale: number
  /** Units of each frame; the last one of a track may be shorter, which is not told. */
  readonly frameDuration: number
  readonly samples: readonly TrackSample[]
}

/** Takes the tracks of the sample apart, by the tables of ISO/IEC 14496-12, 8.6 and 8.7. */
export function tracksOf(sample: Buffer): readonly SampleTrack[] {
  return boxesIn(boxAt(sample, 'moov'))
    .filter(({ type }) => type === 'trak')
    .map(({ content }) => trackOf(sample, content))
}

function trackOf(file: Buffer, trak: Buffer): SampleTrack {
  const table = boxAt(trak, 'mdia', 'minf', 'stbl')
  const types = new Set(boxesIn(table).map(({ type }) => type))
  const sizes = tableOf(boxAt(table, 'stsz'), 8, 1).map(([size = 0]) => size)
  const keys = types.has('stss')
    ? new Set(tableOf(boxAt(table, 'stss'), 4, 1).map(([number]) => number))
    : null
  const offsets = types.has('ctts')
    ? tableOf(boxAt(table, 'ctts'), 4, 2).flatMap(([count = 0, offset = 0]) =>
        Array<number>(count).fill(offset),
      )
    : []
  const places = placesOf(table, sizes)
  return {
    kind: boxAt(trak, 'mdia', 'hdlr').toString('latin1', 8, 12) === 'vide' ? 'video' : 'audio',
    trak,
    timescale: boxAt(trak, 'mdia', 'mdhd').readUInt32BE(12),
    frameDuration: tableOf(boxAt(table, 'stts'), 4, 2)[0]?.[1] ?? 0,
    samples: sizes.map((size, index) => {
      const start = places[index] ?? 0
      return {
        bytes: file.subarray(start, start + size),
        compositionOffset: offsets[index] ?? 0,
        isKey: keys?.has(index + 1) ?? true,
      }
    }),
  }
}

/** Where each frame begins in the file. */
function placesOf(table: Buffer, sizes: readonly number[]): number[] {
  const chunks = tableOf(boxAt(table, 'stco'), 4, 1).map(([offset = 0]) => offset)
  const runs = tableOf(boxAt(table, 'stsc'), 4, 3)
  const places: number[] = []
  for (const [index, chunk] of chunks.entries()) {
    const run = runs.findLast(([first = 1]) => first <= index + 1)
    let at = chunk
    for (let left = run?.[1] ?? 0; left > 0; left--) {
      const size = sizes[places.length]
      if (size === undefined) break
      places.push(at)
      at += size
    }
  }
  return places
}

/** Rows of `columns` 32-bit numbers, counted by the number at `countAt`. */
function tableOf(content: Buffer, countAt: number, columns: number): number[][] {
  const rows = content.readUInt32BE(countAt)
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) =>
      content.readUInt32BE(countAt + 4 + (row * columns + column) * 4),
    ),
  )
}
