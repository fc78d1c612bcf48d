import { open, readFile } from 'node:fs/promises'
import { createFile, MP4BoxBuffer, type ISOFile } from 'mp4box'
import { loadSample } from '#emulator/content/sample.ts'
import { longMovie, type MoovPlace } from '#emulator/content/long-movie.ts'
import { sha256 } from './mp4-files.ts'

const sample = await loadSample()

/** Writes a recording that plays, 4 s for each 2 MB, with picture and sound. Returns its length in seconds. */
export async function writeMovie(file: string, size: number, moov: MoovPlace): Promise<number> {
  const movie = longMovie(sample, size, 1, moov)
  const source = movie.open()
  const handle = await open(file, 'w')
  try {
    for (let at = 0; at < size;) {
      const part = await source.read(at, 2 ** 20)
      await handle.write(part, 0, part.length, at)
      at += part.length
    }
  } finally {
    await handle.close()
  }
  return movie.duration
}

export interface Frame {
  /** When it is shown, in seconds from the start of its track's media. */
  readonly time: number
  readonly isKey: boolean
  readonly sha256: string
}

export interface FoundTrack {
  readonly type: string
  readonly codec: string
  /** seconds */
  readonly duration: number
  /** In decoding order. */
  readonly frames: readonly Frame[]
  /** Edit list as [seconds shown, seconds of the media where that begins]. */
  readonly edits: readonly (readonly [number, number])[]
}

/** What another library finds in a movie. */
export async function tracksIn(file: string): Promise<readonly FoundTrack[]> {
  const { bytes, movie } = await parse(file)
  const info = movie.getInfo()
  return info.tracks.map((track) => {
    const frames = movie.getTrackSamplesInfo(track.id).map(({ cts, timescale, offset, size, is_sync }) => ({
      time: cts / timescale,
      isKey: is_sync,
      sha256: sha256(bytes.subarray(offset, offset + size)),
    }))
    return {
      type: track.type ?? '',
      codec: track.codec,
      duration: track.duration / track.timescale,
      frames,
      edits: (track.edits ?? []).map(
        ({ segment_duration, media_time }) =>
          [segment_duration / info.timescale, media_time / track.timescale] as const,
      ),
    }
  })
}

/** Where the pictures of a movie are in its file, in bytes. */
export async function picturesIn(
  file: string,
): Promise<readonly { readonly offset: number; readonly size: number }[]> {
  const { movie } = await parse(file)
  const [video] = movie.getInfo().videoTracks
  return movie.getTrackSamplesInfo(video?.id ?? 0).map(({ offset, size }) => ({ offset, size }))
}

async function parse(file: string): Promise<{ readonly bytes: Buffer; readonly movie: ISOFile }> {
  const bytes = await readFile(file)
  const movie = createFile(true)
  movie.appendBuffer(MP4BoxBuffer.fromArrayBuffer(new Uint8Array(bytes).buffer, 0), true)
  movie.flush()
  return { bytes, movie }
}
