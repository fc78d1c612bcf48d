import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import type { Exchange } from '../http/exchange.ts'
import { uploadBody } from './upload-body.ts'

/** The part `file` of an upload. */
export interface ReceivedFile {
  /** As the part's header names it, read as Latin-1: the garbling that the vendor's page warns of. */
  readonly partName: string
  /** Where the bytes are; not all of them if the file is over the limit or was not wanted. */
  readonly incoming: string
  bytes: number
  /** The first 12 bytes. */
  head: Buffer
}

export interface ReceivedForm {
  readonly fields: Record<string, string>
  readonly file: ReceivedFile | null
  /** False when the form was not well-formed to its end. */
  readonly complete: boolean
}

/**
 * Reads an upload to its end, streaming the file to disk.
 * @param wanted asked when the file begins, with the fields so far: whether its bytes are worth keeping
 * @param limit bytes to keep; more are counted and dropped
 * @returns null when the request is no multipart form at all
 */
export async function receiveForm(
  exchange: Exchange,
  wanted: (fields: Readonly<Record<string, string>>, file: ReceivedFile) => boolean,
  limit: number,
): Promise<ReceivedForm | null> {
  const parser = makeParser(exchange)
  if (!parser) return null
  const fields: Record<string, string> = {}
  const saves: Promise<void>[] = []
  let file: ReceivedFile | null = null
  const form = { complete: true }
  parser.on('field', (name, value) => (fields[name] = value))
  parser.on('file', (name, stream, info) => {
    if (name !== 'file' || file) {
      stream.resume()
      return
    }
    file = {
      partName: info.filename ?? '',
      incoming: exchange.core.disk.blobs.newIncoming(),
      bytes: 0,
      head: Buffer.alloc(0),
    }
    const keep = wanted(fields, file) ? limit : 0
    saves.push(
      pipeline(stream, counting(file, keep), createWriteStream(file.incoming, { highWaterMark: 2 ** 20 })),
    )
  })
  // A form that ends too early, or a header that cannot be read.
  parser.on('error', () => (form.complete = false))
  const closed = once(parser, 'close').catch(() => undefined)
  for await (const chunk of uploadBody(exchange)) {
    if (!parser.destroyed && !parser.write(chunk)) await Promise.race([once(parser, 'drain'), closed])
  }
  parser.end()
  await closed
  const saved = await Promise.allSettled(saves)
  // A save that failed although all bytes came is the disk's fault, not the sender's.
  const broken = saved.find((save) => save.status === 'rejected')
  if (broken && form.complete && !exchange.gone.aborted) throw broken.reason
  return { fields, file, complete: form.complete }
}

function makeParser({ req }: Exchange): busboy.Busboy | null {
  try {
    return busboy({
      headers: req.headers,
      highWaterMark: 2 ** 20,
      fileHwm: 2 ** 20,
      defParamCharset: 'latin1',
    })
  } catch {
    return null
  }
}

function counting(file: ReceivedFile, limit: number): Transform {
  return new Transform({
    highWaterMark: 2 ** 20,
    transform(chunk: Buffer, _encoding, done) {
      if (file.head.length < 12) file.head = Buffer.concat([file.head, chunk]).subarray(0, 12)
      file.bytes += chunk.length
      if (file.bytes <= limit) done(null, chunk)
      else done()
    },
  })
}
