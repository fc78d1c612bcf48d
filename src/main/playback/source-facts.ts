import type { MovieFacts } from '#shared/models/preview.ts'
import { UnreadableMovie, type ByteReader } from '../previews/byte-reader.ts'
import { readMovie } from '../previews/movie-facts.ts'
import type { RecordingReader, RecordingSource } from './recording-source.ts'

/**
 * What the tables of a recording say that is being watched. Reads what a player has to read before it shows anything, byte for
 * byte: nothing is fetched for it alone.
 *
 * @param signal ends the waiting for the server's first answer
 * @returns null for what is no movie, and as long as its size is not known
 * @throws AppError as the source does
 */
export async function factsOf(source: RecordingSource, signal: AbortSignal): Promise<MovieFacts | null> {
  const { size } = await source.shape(signal)
  if (size === null) return null
  const reader = source.reader(false)
  try {
    return (await readMovie(exactReader(reader, size))).facts
  } catch (error) {
    if (error instanceof UnreadableMovie) return null
    throw error
  } finally {
    await reader.close()
  }
}

/** Reads what it is asked for and nothing around it. @param size bytes of the whole file */
function exactReader(reader: RecordingReader, size: number): ByteReader {
  return {
    size,
    async read(start, length) {
      if (start < 0 || start + length > size) throw new UnreadableMovie('outside of the file')
      const bytes = new Uint8Array(length)
      for (let at = 0; at < length;) {
        const part = await reader.read(start + at, length - at)
        if (part === null) throw new UnreadableMovie('shorter than it was')
        bytes.set(part, at)
        at += part.length
      }
      return bytes
    },
  }
}
