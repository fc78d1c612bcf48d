import type { ByteSource } from './byte-source.ts'

/** The same bytes with `extra` zero bytes after them. */
export function longerBy(source: ByteSource, extra: number): ByteSource {
  return {
    size: source.size + extra,
    read(offset, max) {
      if (offset < source.size) return source.read(offset, max)
      return Buffer.alloc(Math.min(max, source.size + extra - offset))
    },
    close: () => source.close(),
  }
}
