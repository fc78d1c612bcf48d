import type { ISOFile } from 'mp4box'
import type { MovieFacts } from '#shared/models/preview.ts'
import { UnreadableMovie, type ByteReader } from './byte-reader.ts'
import { readMovieBoxes, type TrackBoxes } from './movie-boxes.ts'

export interface Movie {
  readonly facts: MovieFacts
  /** The picture, with what it takes to decode a frame of it; null without one. */
  readonly picture: (TrackBoxes & { readonly rotation: 0 | 90 | 180 | 270 }) | null
}

type Track = ISOFile['moov']['traks'][number]

/** A week and a half, in ms. */
const longestMs = 1e9
const widest = 65_535

/**
 * What a movie's tables say of it. Reads headers and descriptions, not the tables; codecs are mp4box's business, which gets
 * to see only small boxes that are what they say they are.
 *
 * @throws UnreadableMovie, and what the reader throws
 */
export async function readMovie(reader: ByteReader): Promise<Movie> {
  const { slim, tracks } = await readMovieBoxes(reader)
  // Large, and not needed before the first recording is looked into.
  const { createFile, MP4BoxBuffer } = await import('mp4box')
  let file: ISOFile
  try {
    file = createFile()
    file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(Uint8Array.from(slim).buffer, 0))
  } catch (error) {
    throw new UnreadableMovie('tables', { cause: error })
  }
  const { moov } = file as { readonly moov?: ISOFile['moov'] }
  if (moov?.mvhd === undefined) throw new UnreadableMovie('no mvhd')
  const parsed = moov.traks as readonly Track[] | undefined
  const indexOf = (handler: string): number => tracks.findIndex((track) => track.handler === handler)
  const [video, audio] = [parsed?.[indexOf('vide')], parsed?.[indexOf('soun')]]
  const boxes = tracks[indexOf('vide')]
  const size = video === undefined ? null : sizeOf(video)
  const { mvex } = moov as { readonly mvex?: { readonly mehd?: { readonly fragment_duration: number } } }
  return {
    facts: {
      durationMs: toMs(moov.mvhd.duration || (mvex?.mehd?.fragment_duration ?? 0), moov.mvhd.timescale),
      video: video === undefined || size === null ? null : { codec: codecOf(video), ...size },
      audioCodec: audio === undefined ? null : codecOf(audio),
    },
    picture:
      video === undefined || size === null || boxes === undefined
        ? null
        : { ...boxes, rotation: rotationOf(video) },
  }
}

/** 0 and the largest value mean that nobody knows (ISO/IEC 14496-12, 8.2.2.3). */
function toMs(duration: number, timescale: number): number | null {
  const milliseconds = Math.round((duration / timescale) * 1000)
  const isKnown = duration !== 0xff_ff_ff_ff && milliseconds > 0 && milliseconds <= longestMs
  return isKnown ? milliseconds : null
}

interface VisualEntry {
  readonly width?: unknown
  readonly height?: unknown
  getCodec?(): string
}

const entryOf = (track: Track): VisualEntry | undefined =>
  (track as { mdia?: { minf?: { stbl?: { stsd?: { entries?: VisualEntry[] } } } } }).mdia?.minf?.stbl?.stsd
    ?.entries?.[0]

function sizeOf(track: Track): { readonly width: number; readonly height: number } | null {
  // Of an entry that the library does not know, as large as it is to be shown, in 16.16 fixed point.
  const { tkhd } = track as { readonly tkhd?: { readonly width?: number; readonly height?: number } }
  const {
    width = Math.round((tkhd?.width ?? 0) / 65_536),
    height = Math.round((tkhd?.height ?? 0) / 65_536),
  } = entryOf(track) ?? {}
  const isSize = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= widest
  if (!isSize(width) || !isSize(height)) return null
  return rotationOf(track) % 180 === 0 ? { width, height } : { width: height, height: width }
}

/** What a decoder is asked for; the bare type where the configuration cannot be read. */
function codecOf(track: Track): string {
  const entry = entryOf(track)
  let codec: unknown
  try {
    codec = entry?.getCodec?.()
  } catch {
    codec = (entry as { readonly type?: unknown }).type
  }
  return typeof codec === 'string' && /^[\w.+-]{1,64}$/u.test(codec) ? codec : 'unknown'
}

/** From the matrix of the track header, which is 16.16 fixed point; only quarter turns are known. */
function rotationOf(track: Track): 0 | 90 | 180 | 270 {
  const { tkhd } = track as { readonly tkhd?: { readonly matrix?: ArrayLike<number> } }
  const [a = 1, b = 0] = [tkhd?.matrix?.[0], tkhd?.matrix?.[1]]
  if (a === 0 && b > 0) return 90
  if (a === 0 && b < 0) return 270
  return a < 0 ? 180 : 0
}
