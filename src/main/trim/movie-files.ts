import { fstatSync, readSync, writeSync } from 'node:fs'
import { CustomSource, StreamTarget, type StreamTargetChunk } from 'mediabunny'
import { AppError } from '#shared/errors.ts'
import { toFileError } from '../storage/file-error.ts'

/** Held of the source: frames lie side by side, and each is read once. Bytes */
const cacheBytes = 2 ** 20

/**
 * A file for the library to read. Synchronous, because it is read in a thread of its own: frames come by the hundred thousand,
 * and most of them are in what was read before.
 *
 * @param descriptor stays open
 * @throws AppError `file.*` from reading
 */
export function sourceOf(descriptor: number): CustomSource {
  return new CustomSource({
    getSize: () => fstatSync(descriptor).size,
    maxCacheSize: cacheBytes,
    prefetchProfile: 'fileSystem',
    read(start, end) {
      const bytes = new Uint8Array(end - start)
      try {
        for (let done = 0; done < bytes.length;) {
          const count = readSync(descriptor, bytes, done, bytes.length - done, start + done)
          // Cut short since it was opened.
          if (count === 0) throw new AppError('file.notReadable')
          done += count
        }
      } catch (error) {
        throw toFileError(error, 'file.notReadable')
      }
      return bytes
    },
  })
}

/**
 * A file for the library to write.
 *
 * @param descriptor stays open
 * @param most bytes: tables that name the same frames over and over would fill the disk
 * @throws AppError `file.diskFull`, `file.notWritable`, `trim.unreadable` from writing
 */
export function targetOf(descriptor: number, most: number): StreamTarget {
  const write = ({ data, position }: StreamTargetChunk): void => {
    if (position + data.length > most) throw new AppError('trim.unreadable')
    try {
      for (let done = 0; done < data.length;) {
        done += writeSync(descriptor, data, done, data.length - done, position + done)
      }
    } catch (error) {
      throw toFileError(error, 'file.notWritable')
    }
  }
  return new StreamTarget(new WritableStream({ write }))
}
