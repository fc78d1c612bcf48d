import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream/promises'

/** More than any JSON request needs. */
const MAX_JSON_BYTES = 2 ** 20

/** Reads a small body as UTF-8 text; null when it is larger than 1 MiB or the connection is lost. */
export async function readText(req: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes <= MAX_JSON_BYTES) chunks.push(chunk)
    }
  } catch {
    return null
  }
  return bytes > MAX_JSON_BYTES ? null : Buffer.concat(chunks).toString('utf8')
}

/** Reads a body to its end, or to the loss of its connection, and forgets it, so that the sender sees the answer. */
export async function drain(req: IncomingMessage): Promise<void> {
  req.resume()
  await finished(req, { writable: false }).catch(() => undefined)
}
