import type { ByteSource } from './byte-source.ts'
import { PATTERN_BYTES, paddingPattern, patternStart } from './padding-pattern.ts'

/** A box header is 8 bytes, or 16 when the size does not fit into 32 bits (ISO/IEC 14496-12, 4.2). */
const SHORT_HEADER = 8
const LONG_HEADER = 16
const MAX_SHORT_BOX = 2 ** 32 - 1

/** True when a file of `size` bytes can be made: the sample alone, or the sample and a box header at least. */
export function canPad(sampleBytes: number, size: number): boolean {
  return Number.isSafeInteger(size) && (size === sampleBytes || size >= sampleBytes + SHORT_HEADER)
}

/** Header of a `free` box of `boxBytes` bytes in all; players skip the box. */
export function freeBoxHeader(boxBytes: number): Buffer {
  const long = boxBytes > MAX_SHORT_BOX
  const header = Buffer.alloc(long ? LONG_HEADER : SHORT_HEADER)
  header.writeUInt32BE(long ? 1 : boxBytes, 0)
  header.write('free', 4, 'latin1')
  if (long) header.writeBigUInt64BE(BigInt(boxBytes), 8)
  return header
}

/**
 * A playable MP4 of exactly `size` bytes that is stored nowhere: the sample, then one `free` box whose content
 * depends on the file's id. Any offset is computed directly, without producing what is before it.
 * @throws RangeError when no such file exists (see {@link canPad})
 */
export function paddedMp4(sample: Buffer, size: number, fileId: number): ByteSource {
  if (!canPad(sample.length, size)) throw new RangeError(`no MP4 of ${size} bytes can be made`)
  const head =
    size === sample.length ? sample : Buffer.concat([sample, stampedHeader(size - sample.length, fileId)])
  const pattern = paddingPattern()
  const start = patternStart(fileId)
  return {
    size,
    read(offset, max) {
      if (offset >= size) throw new RangeError(`offset ${offset} is beyond ${size} bytes`)
      if (offset < head.length) return head.subarray(offset, offset + max)
      const at = (start + offset - head.length) % PATTERN_BYTES
      return pattern.subarray(at, at + Math.min(max, size - offset))
    },
    close: () => Promise.resolve(),
  }
}

/** The box header and, where it fits, the file's id: two files never have the same bytes by accident. */
function stampedHeader(boxBytes: number, fileId: number): Buffer {
  const header = freeBoxHeader(boxBytes)
  const stamp = Buffer.from(`id${String(fileId).padStart(14, '0')}`, 'latin1')
  return Buffer.concat([header, stamp.subarray(0, boxBytes - header.length)])
}
