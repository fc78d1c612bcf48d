import { box, boxAt, boxesIn, patched, words } from './mp4-boxes.ts'
import type { SampleTrack } from './sample-track.ts'

/** Frames of one track that lie next to each other in the file. */
export interface Chunk {
  readonly kind: SampleTrack['kind']
  /** Number of its first frame in the track, from 0. */
  readonly first: number
  readonly count: number
  /** Where it is in the file. */
  readonly start: number
  readonly bytes: number
}

/**
 * The `moov` box of the sample over and over. As long for any `filler` and any start of the chunks.
 *
 * @param filler bytes that follow each frame of picture
 */
export function movieHeader(
  sample: Buffer,
  movie: {
    readonly tracks: readonly SampleTrack[]
    readonly chunks: readonly Chunk[]
    readonly repetitions: number
    readonly filler: number
  },
): Buffer {
  const mvhd = boxAt(sample, 'moov', 'mvhd')
  const timescale = mvhd.readUInt32BE(12)
  const video = movie.tracks.find(({ kind }) => kind === 'video')
  if (video === undefined) throw new Error('a movie without picture')
  const seconds = (video.samples.length * video.frameDuration * movie.repetitions) / video.timescale
  const duration = Math.round(seconds * timescale)
  const tracks = movie.tracks.map((track) => {
    const chunks = movie.chunks.filter(({ kind }) => kind === track.kind)
    const frames = chunks.reduce((total, { count }) => total + count, 0)
    const media = track.frameDuration * frames
    const table = sampleTable(track, chunks, frames, track.kind === 'video' ? movie.filler : 0)
    const elst = patched(boxAt(track.trak, 'edts', 'elst'), 8, duration)
    return box(
      'trak',
      box('tkhd', patched(boxAt(track.trak, 'tkhd'), 20, duration)),
      box('edts', box('elst', elst)),
      box(
        'mdia',
        box('mdhd', patched(boxAt(track.trak, 'mdia', 'mdhd'), 16, media)),
        box('hdlr', boxAt(track.trak, 'mdia', 'hdlr')),
        box('minf', ...besideTable(boxAt(track.trak, 'mdia', 'minf')), table),
      ),
    )
  })
  return box('moov', box('mvhd', patched(mvhd, 16, duration)), ...tracks)
}

const besideTable = (minf: Buffer): Buffer[] =>
  boxesIn(minf)
    .filter(({ type }) => type !== 'stbl')
    .map(({ type, content }) => box(type, content))

/** Tables of ISO/IEC 14496-12, 8.5 to 8.7; 64-bit offsets throughout. */
function sampleTable(track: SampleTrack, chunks: readonly Chunk[], frames: number, filler: number): Buffer {
  const at = <Value>(read: (sample: SampleTrack['samples'][number]) => Value): Value[] =>
    Array.from({ length: frames }, (_, index) => {
      const frame = track.samples[index % track.samples.length]
      if (frame === undefined) throw new Error('a track without frames')
      return read(frame)
    })
  const stsd = boxAt(track.trak, 'mdia', 'minf', 'stbl', 'stsd')
  const keys = at(({ isKey }) => isKey).flatMap((isKey, index) => (isKey ? [index + 1] : []))
  const offsets = runsOf(at(({ compositionOffset }) => compositionOffset))
  const lengths = runsOf(chunks.map(({ count }) => count))
  let nextChunk = 1
  const perChunk = lengths.flatMap(([chunksAlike, count]) => {
    const first = nextChunk
    nextChunk += chunksAlike
    return [first, count, 1]
  })
  const places = Buffer.alloc(chunks.length * 8)
  chunks.forEach(({ start }, index) => places.writeBigUInt64BE(BigInt(start), index * 8))
  const isPicture = track.kind === 'video'
  return box(
    'stbl',
    box('stsd', stsd),
    box('stts', words([0, 1, frames, track.frameDuration])),
    ...(isPicture ? [box('stss', words([0, keys.length, ...keys]))] : []),
    ...(isPicture ? [box('ctts', words([0, offsets.length, ...offsets.flat()]))] : []),
    box('stsc', words([0, lengths.length, ...perChunk])),
    box('stsz', words([0, 0, frames]), words(at(({ bytes }) => bytes.length + filler))),
    box('co64', words([0, chunks.length]), places),
  )
}

/** Equal neighbours as [count, value]. */
function runsOf(values: readonly number[]): [count: number, value: number][] {
  const runs: [number, number][] = []
  for (const value of values) {
    const last = runs.at(-1)
    if (last?.[1] === value) last[0]++
    else runs.push([1, value])
  }
  return runs
}
