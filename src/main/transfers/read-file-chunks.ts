import { open, type FileHandle } from 'node:fs/promises'

/** Chunks begin at the lower and grow to the upper size. Bytes */
const chunkBytes = { least: 64 * 1024, most: 512 * 1024 }
/** A chunk that was used up faster than this is followed by one of twice the size, in ms … */
const fastMs = 20
/** … and one that took longer by one of half the size, so that progress keeps moving on a slow line. ms */
const slowMs = 250

/**
 * A file's bytes from the first to the last, for whoever sends them. Two buffers take turns, one being filled from the disk while
 * the other is sent, so that a file of any length costs 1 MiB and no garbage. A chunk is therefore only good until the
 * next one is asked for.
 *
 * Throws the system's error when the file cannot be opened or read.
 */
export async function* readFileChunks(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await open(file, 'r')
  try {
    let size = chunkBytes.least
    let [current, spare] = [Buffer.allocUnsafeSlow(chunkBytes.most), Buffer.allocUnsafeSlow(chunkBytes.most)]
    let position = 0
    let bytes = await fill(handle, current, size, position)
    while (bytes > 0) {
      position += bytes
      const next = fill(handle, spare, size, position)
      // Looked at again below; only not to be unhandled while the chunk is being sent.
      next.catch(() => undefined)
      const startedAt = performance.now()
      yield current.subarray(0, bytes)
      size = nextSize(size, performance.now() - startedAt)
      bytes = await next
      ;[current, spare] = [spare, current]
    }
  } finally {
    // Waits for a read that is under way.
    await handle.close()
  }
}

async function fill(handle: FileHandle, buffer: Buffer, bytes: number, position: number): Promise<number> {
  return (await handle.read(buffer, 0, bytes, position)).bytesRead
}

function nextSize(size: number, tookMs: number): number {
  if (tookMs < fastMs) return Math.min(size * 2, chunkBytes.most)
  return tookMs > slowMs ? Math.max(size / 2, chunkBytes.least) : size
}
