import type { ByteSource } from './byte-source.ts'
import { movieHeader, type Chunk } from './movie-header.ts'
import { box } from './mp4-boxes.ts'
import { PATTERN_BYTES, paddingPattern, patternStart } from './padding-pattern.ts'
import { tracksOf, type SampleTrack } from './sample-track.ts'

/** Where the tables are that a player needs first. */
export type MoovPlace = 'front' | 'end'

/** What a repetition of the sample takes, in bytes: 4 s at about 4 Mbit/s, as recordings of meetings have. */
const bytesPerRepetition = 2_000_000
/** Chunks of picture and of sound take turns each second, as recorders write them. */
const chunksPerRepetition = 4
/** Length, type, one byte, and the end of a filler unit in H.264 (ISO/IEC 14496-10, 7.3.2.7). */
const leastFiller = 7
const mdatHeaderBytes = 16
const boxHeaderBytes = 8

/** True when a movie of so many bytes can be made. */
export const canFilm = (size: number): boolean => Number.isSafeInteger(size) && size >= bytesPerRepetition

/** The layout of a movie: made once, read often. */
export interface Movie {
  readonly size: number
  /** seconds */
  readonly duration: number
  open(): ByteSource
}

/** A stretch of the file that holds frames, in order. */
interface Laid extends Chunk {
  readonly track: SampleTrack
}

/**
 * A recording of exactly `size` bytes that plays from its first byte to its last and is stored nowhere: the sample over
 * and over, each frame of picture followed by bytes that decoders skip. A player has to fetch all of it.
 *
 * @throws RangeError when it would be too small (see {@link canFilm})
 */
export function longMovie(sample: Buffer, size: number, fileId: number, moov: MoovPlace): Movie {
  if (!canFilm(size)) throw new RangeError(`no movie of ${size} bytes can be made`)
  const tracks = tracksOf(sample)
  const video = trackOf(tracks, 'video')
  const audio = trackOf(tracks, 'audio')
  const repetitions = Math.floor(size / bytesPerRepetition)
  const type = box('ftyp', Buffer.from('isom\0\0\u0002\0isomiso2avc1mp41', 'latin1'))
  const lengthOfSound = soundPerChunk(video, audio)
  const soundBytes = sum(
    Array.from({ length: lengthOfSound(repetitions * chunksPerRepetition) }, (_, index) =>
      frameBytes(audio, index, 0),
    ),
  )
  const lay = (filler: number, start: number) =>
    layOut({ video, audio, repetitions, filler, start, lengthOfSound })
  const headerOf = (filler: number, start: number): Buffer =>
    movieHeader(sample, { tracks: [video, audio], ...lay(filler, start), filler })
  // Tables are as long whatever the numbers in them are.
  const tableBytes = headerOf(leastFiller, 0).length
  const pictures = video.samples.length * repetitions
  const bare = repetitions * sum(video.samples.map(({ bytes }) => bytes.length)) + soundBytes
  const room = size - type.length - tableBytes - mdatHeaderBytes - boxHeaderBytes - bare
  const filler = Math.floor(room / pictures)
  if (filler < leastFiller) throw new RangeError(`no movie of ${size} bytes can be made`)
  const mediaBytes = bare + filler * pictures
  const mediaStart = type.length + mdatHeaderBytes + (moov === 'front' ? tableBytes : 0)
  const { chunks } = lay(filler, mediaStart)
  const tables = headerOf(filler, mediaStart)
  const mdat = Buffer.alloc(mdatHeaderBytes)
  mdat.writeUInt32BE(1, 0)
  mdat.write('mdat', 4, 'latin1')
  mdat.writeBigUInt64BE(BigInt(mdatHeaderBytes + mediaBytes), 8)
  const rest = Buffer.alloc(room - filler * pictures)
  const free = box('free', rest)
  const head = Buffer.concat(moov === 'front' ? [type, tables, mdat] : [type, mdat])
  const tail = Buffer.concat(moov === 'front' ? [free] : [tables, free])
  const read = mediaReader(chunks, filler, fileId)
  return {
    size,
    duration: (repetitions * video.samples.length * video.frameDuration) / video.timescale,
    open: () => ({
      size,
      read(offset, max) {
        if (offset >= size) throw new RangeError(`offset ${offset} is beyond ${size} bytes`)
        if (offset < head.length) return head.subarray(offset, offset + max)
        const afterMedia = offset - head.length - mediaBytes
        if (afterMedia >= 0) return tail.subarray(afterMedia, afterMedia + max)
        return read(offset, Math.min(max, head.length + mediaBytes - offset))
      },
      close: () => Promise.resolve(),
    }),
  }
}

/** How many frames of sound there are before the chunk of this number: as long as the picture, to the frame. */
function soundPerChunk(video: SampleTrack, audio: SampleTrack): (chunk: number) => number {
  const seconds = (video.samples.length * video.frameDuration) / video.timescale / chunksPerRepetition
  const perSecond = audio.timescale / audio.frameDuration
  return (chunk) => Math.floor(chunk * seconds * perSecond)
}

function layOut(plan: {
  readonly video: SampleTrack
  readonly audio: SampleTrack
  readonly repetitions: number
  readonly filler: number
  readonly start: number
  readonly lengthOfSound: (chunk: number) => number
}): { readonly chunks: readonly Laid[]; readonly repetitions: number } {
  const { video, audio, repetitions, filler, lengthOfSound } = plan
  const framesPerChunk = video.samples.length / chunksPerRepetition
  const chunks: Laid[] = []
  let at = plan.start
  const put = (track: SampleTrack, first: number, count: number, extra: number): void => {
    const bytes = sum(Array.from({ length: count }, (_, index) => frameBytes(track, first + index, extra)))
    chunks.push({ track, kind: track.kind, first, count, start: at, bytes })
    at += bytes
  }
  for (let index = 0; index < repetitions * chunksPerRepetition; index++) {
    put(video, index * framesPerChunk, framesPerChunk, filler)
    const first = lengthOfSound(index)
    put(audio, first, lengthOfSound(index + 1) - first, 0)
  }
  return { chunks, repetitions }
}

/** Bytes of the media from an offset in the file; a megabyte at most at a time. */
function mediaReader(
  chunks: readonly Laid[],
  filler: number,
  fileId: number,
): (offset: number, max: number) => Uint8Array {
  const pattern = fillerPattern()
  const phase = patternStart(fileId)
  const unit = Buffer.alloc(5)
  unit.writeUInt32BE(filler - 4, 0)
  // Filler data; nothing refers to it.
  unit[4] = 0x0c
  const write = (target: Buffer, at: number, source: Uint8Array, from: number): number => {
    if (from >= source.length) return 0
    const part = source.subarray(from, from + target.length - at)
    target.set(part, at)
    return part.length
  }
  return (offset, max) => {
    const target = Buffer.allocUnsafe(Math.min(max, 2 ** 20))
    let done = 0
    for (let index = chunkAt(chunks, offset); done < target.length; index++) {
      const chunk = chunks[index]
      if (chunk === undefined) break
      let frameStart = chunk.start
      for (let frame = chunk.first; frame < chunk.first + chunk.count && done < target.length; frame++) {
        const { bytes } = frameOf(chunk.track, frame)
        const extra = chunk.kind === 'video' ? filler : 0
        const end = frameStart + bytes.length + extra
        while (offset + done < end && done < target.length) {
          const within = offset + done - frameStart
          if (within < bytes.length) done += write(target, done, bytes, within)
          else if (within < bytes.length + unit.length)
            done += write(target, done, unit, within - bytes.length)
          else if (offset + done === end - 1) {
            // Stop bit of the unit.
            target[done++] = 0x80
          } else {
            const from = (phase + offset + done) % PATTERN_BYTES
            const upTo = Math.min(target.length, end - 1 - offset)
            done += write(target.subarray(0, upTo), done, pattern, from)
          }
        }
        frameStart = end
      }
    }
    return target.subarray(0, done)
  }
}

function chunkAt(chunks: readonly Laid[], offset: number): number {
  let [low, high] = [0, chunks.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((chunks[middle]?.start ?? Infinity) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

let pattern: Buffer | undefined

/** Without zeros: three of them in a row, or two and a one, would be the beginning of something else in H.264. */
function fillerPattern(): Buffer {
  pattern ??= Buffer.from(paddingPattern().map((byte) => (byte === 0 ? 0xff : byte)))
  return pattern
}

function frameOf(track: SampleTrack, index: number): SampleTrack['samples'][number] {
  const frame = track.samples[index % track.samples.length]
  if (frame === undefined) throw new Error('a track without frames')
  return frame
}

const frameBytes = (track: SampleTrack, index: number, extra: number): number =>
  frameOf(track, index).bytes.length + extra

function trackOf(tracks: readonly SampleTrack[], kind: SampleTrack['kind']): SampleTrack {
  const found = tracks.find((track) => track.kind === kind)
  if (!found) throw new Error(`the sample has no ${kind}`)
  return found
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
