import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '#shared/errors.ts'
import { describeFileError } from './file-errors.ts'

export interface MultipartSource {
  readonly fields: Readonly<Record<string, string | number>>
  /** ASCII; see {@link asciiFileName}. */
  readonly fileName: string
  /** bytes that `open` must yield */
  readonly size: number
  readonly open: () => AsyncIterable<Uint8Array>
}

export interface MultipartBody {
  readonly contentType: string
  /** bytes of the whole body */
  readonly contentLength: number
  /** bytes before the file's first one */
  readonly preambleLength: number
  readonly chunks: AsyncIterable<Uint8Array>
  /** All of it has been handed over. */
  isFinished(): boolean
}

/**
 * multipart/form-data (RFC 7578) with the fields first and the part `file` last, of known length, streamed: one chunk of
 * the file is in memory at a time. Iterating throws AppError file.changedDuringUpload when `open()` yields more or fewer than
 * `size` bytes, before the closing boundary, so that no server can take the body for complete; or file.* when reading fails.
 */
export function multipartBody(source: MultipartSource): MultipartBody {
  const boundary = `----CloudRoomDrive${randomBytes(16).toString('hex')}`
  const preamble = Buffer.from(
    Object.entries(source.fields)
      .map(
        ([name, value]) =>
          `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      .join('') +
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${source.fileName}"\r\n` +
      'Content-Type: video/mp4\r\n\r\n',
  )
  const epilogue = Buffer.from(`\r\n--${boundary}--\r\n`)
  let isFinished = false

  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield preamble
    yield* exactly(source)
    isFinished = true
    yield epilogue
  }

  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: preamble.length + source.size + epilogue.length,
    preambleLength: preamble.length,
    chunks: chunks(),
    isFinished: () => isFinished,
  }
}

async function* exactly({ open, size }: MultipartSource): AsyncGenerator<Uint8Array> {
  let count = 0
  try {
    for await (const chunk of open()) {
      count += chunk.length
      if (count > size) break
      // A turn of the event loop between chunks lets an early answer (413, code 7) be read before the next write meets
      // a closed connection: Node drops what it has not read when a write fails. What remains is a server that resets
      // the connection in the same instant as it answers; that is a lost connection to us.
      await nextTurn()
      yield chunk
    }
  } catch (error) {
    throw describeFileError(error)
  }
  if (count !== size) {
    throw new AppError('file.changedDuringUpload', { params: { expected: size, actual: count } })
  }
}

/**
 * The name for the file part's header, which has no reliable encoding for anything but ASCII; the real name travels
 * URL-encoded in FileName (vendor page, "FileName").
 */
export function asciiFileName(name: string): string {
  const stem = name.replace(/\.[^.]*$/u, '').replaceAll(/[^\w.-]+/gu, '_')
  return `${stem.slice(0, 100) || 'upload'}.mp4`
}
