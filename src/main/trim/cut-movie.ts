import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  type EncodedPacket,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  type Target,
  type TrackDisposition,
} from 'mediabunny'
import { AppError } from '#shared/errors.ts'
import { firstSound, lastBefore, picturesUntil } from './frames.ts'
import type { Movie } from './open-movie.ts'

interface Span {
  /** seconds */
  readonly start: number
  /** seconds */
  readonly end: number
}

/** Copies what of a track of sound lies before a time. Seconds of the source. */
type Sound = (until: number) => Promise<void>

/** How much sound is copied at a time where there is no picture. Seconds */
const soundStep = 1

/**
 * Copies a part of a movie, frame by frame and byte by byte, from the key frame at or before `start` to the frame that is
 * shown at `end`. The copy begins at 0.
 *
 * @param onProgress share of the part, 0 … 1
 * @throws AppError `trim.empty` when nothing lies between, `trim.unreadable`; what the target throws
 */
export async function cutMovie(
  { leader, video, audio, duration }: Movie,
  target: Target,
  { start, end }: Span,
  onProgress: (share: number) => void,
): Promise<void> {
  const sink = new EncodedPacketSink(leader)
  const last = Math.min(end, duration)
  const first = (await sink.getKeyPacket(start, verified)) ?? (await sink.getFirstKeyPacket(verified))
  if (first === null) throw new AppError('trim.unreadable')
  const zero = first.timestamp
  if (!(start < last && zero < last)) throw new AppError('trim.empty')

  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target })
  const addPicture = video === null ? null : await pictureOf(output, video, zero)
  const sounds: Sound[] = []
  for (const track of audio) {
    const sound = await soundOf(output, track, zero, last)
    if (sound !== null) sounds.push(sound)
  }
  const copySound = async (until: number): Promise<void> => {
    for (const sound of sounds) await sound(until)
  }
  try {
    await output.start()
    let until = last
    if (addPicture === null) {
      for (let time = zero; time < last; time += soundStep) {
        await copySound(time)
        onProgress((time - zero) / (last - zero))
      }
    } else {
      let latest = -Infinity
      for await (const packet of picturesUntil(sink, first, last)) {
        // Side by side: a player finds both in one place, and little of either is held.
        await copySound(Math.min(packet.timestamp, last))
        await addPicture(packet)
        until = Math.max(until, packet.timestamp + packet.duration)
        latest = Math.max(latest, packet.timestamp)
        onProgress(Math.min(1, (packet.timestamp - zero) / (last - zero)))
      }
      if (latest < (await lastBefore(sink, last))) throw new AppError('trim.unreadable')
    }
    await copySound(until)
    await output.finalize()
  } catch (error) {
    await output.cancel().catch(() => undefined)
    throw error
  }
}

const verified = { verifyKeyPackets: true }

async function pictureOf(
  output: Output,
  track: InputVideoTrack,
  zero: number,
): Promise<(packet: EncodedPacket) => Promise<void>> {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()]
  if (codec === null || decoderConfig === null) throw new AppError('trim.unreadable')
  const source = new EncodedVideoPacketSource(codec)
  const transformationMatrix = await track.getTransformationMatrix()
  output.addVideoTrack(source, { ...(await labelsOf(track)), transformationMatrix })
  return (packet) => source.add(packet.clone({ timestamp: packet.timestamp - zero }), { decoderConfig })
}

/** Null when there is none in that part. */
async function soundOf(
  output: Output,
  track: InputAudioTrack,
  zero: number,
  end: number,
): Promise<Sound | null> {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()]
  if (codec === null || decoderConfig === null) throw new AppError('trim.unreadable')
  const sink = new EncodedPacketSink(track)
  let next = await firstSound(sink, zero)
  if (next === null || next.timestamp >= end) return null
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source, await labelsOf(track))
  const expected = await lastBefore(sink, end)
  return async (until) => {
    while (next !== null && next.timestamp < until) {
      const packet = next
      await source.add(packet.clone({ timestamp: packet.timestamp - zero }), { decoderConfig })
      next = await sink.getNextPacket(packet)
      // The library takes sound in its order only.
      while (next !== null && next.timestamp < packet.timestamp) next = await sink.getNextPacket(next)
      if (next === null && packet.timestamp < expected) throw new AppError('trim.unreadable')
    }
  }
}

async function labelsOf(track: InputTrack): Promise<{
  readonly languageCode: string
  readonly disposition: TrackDisposition
  readonly name?: string
}> {
  const name = await track.getName()
  return {
    languageCode: await track.getLanguageCode(),
    disposition: await track.getDisposition(),
    ...(name === null ? {} : { name }),
  }
}
