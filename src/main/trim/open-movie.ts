import {
  EncodedPacketSink,
  Input,
  MP4,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  type Source,
} from 'mediabunny'
import { AppError } from '#shared/errors.ts'
import type { TrimFacts } from '#shared/models/trim.ts'

/** An MP4 whose tracks can be copied. */
export interface Movie {
  /** bytes */
  readonly size: number
  /** seconds */
  readonly duration: number
  /** What decides where a copy begins: the picture, or the sound where there is none. */
  readonly leader: InputTrack
  readonly video: InputVideoTrack | null
  readonly audio: readonly InputAudioTrack[]
}

/** Places that a copy can begin at, at most: more than a day of meetings has. */
const maxKeyTimes = 50_000
/** Frames that are looked at for them. A damaged table may name thousands of millions. */
const maxKeyFrames = 5_000_000

/**
 * Reads what describes a movie.
 *
 * @throws AppError `trim.unreadable` when it is damaged, or has what cannot be copied as it is; `file.*`
 */
export async function openMovie(source: Source): Promise<Movie> {
  const input = new Input({ formats: [MP4], source })
  const video = await input.getPrimaryVideoTrack()
  const audio = await input.getAudioTracks()
  const leader = video ?? audio[0]
  if (leader === undefined) throw new AppError('trim.unreadable')
  for (const track of [...(video === null ? [] : [video]), ...audio]) {
    // What the library does not know it cannot copy, and sound that is missing from a copy would not be noticed.
    if ((await track.getCodec()) === null) throw new AppError('trim.unreadable')
  }
  const duration = await leader.computeDuration()
  if (!Number.isFinite(duration) || duration <= 0) throw new AppError('trim.unreadable')
  return { size: await source.getSize(), duration, leader, video, audio }
}

/** @throws AppError `trim.unreadable` when it has no key frame */
export async function factsOf({ leader, duration, size }: Movie, onStep: () => void): Promise<TrimFacts> {
  const sink = new EncodedPacketSink(leader)
  const keyTimes: number[] = []
  // Sound, and some video, can begin anywhere: then not every place is named.
  const least = duration / maxKeyTimes
  const options = (await hasTable(sink, leader)) ? { metadataOnly: true } : { verifyKeyPackets: true }
  let key = await sink.getFirstKeyPacket(options)
  for (let count = 1; key !== null; count++) {
    if (count > maxKeyFrames) throw new AppError('trim.unreadable')
    const last = keyTimes.at(-1)
    if (last === undefined || key.timestamp >= last + least) keyTimes.push(key.timestamp)
    onStep()
    key = await sink.getNextKeyPacket(key, options)
  }
  if (keyTimes.length === 0) throw new AppError('trim.unreadable')
  return { duration, size, keyTimes }
}

/** Without a table every frame passes for a key frame; then each has to be looked into. */
async function hasTable(sink: EncodedPacketSink, track: InputTrack): Promise<boolean> {
  const first = await sink.getFirstPacket()
  const second = first === null ? null : await sink.getNextPacket(first)
  return second?.type !== 'key' || (await track.determinePacketType(second)) !== 'delta'
}
