import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'

/** Random access to a file's bytes, wherever they come from. */
export interface ByteSource {
  /** Bytes. */
  readonly size: number
  /**
   * 1 to `max` bytes from `offset`. The result may share memory with later results: send it, do not change it.
   * Reading at or beyond `size` throws a RangeError.
   */
  read(offset: number, max: number): Uint8Array | Promise<Uint8Array>
  close(): Promise<void>
}

/** Opens a file on disk. It stays readable when it is deleted meanwhile, as on a real server. */
export async function openFileSource(path: string): Promise<ByteSource> {
  const handle: FileHandle = await open(path, 'r')
  const { size } = await handle.stat()
  return {
    size,
    async read(offset, max) {
      if (offset >= size) throw new RangeError(`offset ${offset} is beyond ${size} bytes`)
      const buffer = Buffer.allocUnsafe(Math.min(max, size - offset))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset)
      if (bytesRead === 0) throw new RangeError(`the file ends before ${offset}`)
      return buffer.subarray(0, bytesRead)
    },
    close: () => handle.close(),
  }
}

/** SHA-256 (hex) and MD5 (base64 and hex are made from `md5`) of all bytes, read in 1 MiB steps. */
export async function digestOf(source: ByteSource): Promise<{ sha256: string; md5: Buffer }> {
  const sha256 = createHash('sha256')
  const md5 = createHash('md5')
  for (let offset = 0; offset < source.size;) {
    const chunk = await source.read(offset, 2 ** 20)
    sha256.update(chunk)
    md5.update(chunk)
    offset += chunk.length
    // Synthesised bytes come without I/O: give other requests a turn.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest() }
}
