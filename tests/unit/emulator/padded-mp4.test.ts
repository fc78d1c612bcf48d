import { describe, expect, it } from 'vitest'
import { digestOf } from '#emulator/content/byte-source.ts'
import { canPad, freeBoxHeader, paddedMp4 } from '#emulator/content/padded-mp4.ts'
import { loadSample } from '#emulator/content/sample.ts'

interface Box {
  type: string
  size: number
}

/** Top-level boxes, read through random access only. */
async function boxesOf(size: number, id = 1): Promise<Box[]> {
  const source = paddedMp4(await loadSample(), size, id)
  const boxes: Box[] = []
  for (let offset = 0; offset < size;) {
    const header = Buffer.from(await source.read(offset, 16))
    const short = header.readUInt32BE(0)
    const bytes = short === 1 ? Number(header.readBigUInt64BE(8)) : short
    boxes.push({ type: header.toString('latin1', 4, 8), size: bytes })
    offset += bytes
  }
  return boxes
}

describe('padded MP4', () => {
  it.each([300_000, 40_000_000, 2 ** 31 + 5, 2 ** 32 + 200_000, 2 ** 40])('%d bytes', async (size) => {
    const boxes = await boxesOf(size)
    expect(boxes.map((box) => box.type)).toEqual(['ftyp', 'moov', 'free', 'mdat', 'free'])
    expect(boxes.reduce((sum, box) => sum + box.size, 0)).toBe(size)
  })

  it('makes every size from a box header up', async () => {
    const sample = await loadSample()
    for (let extra = 8; extra < 40; extra++) {
      const boxes = await boxesOf(sample.length + extra)
      expect(boxes.at(-1)).toEqual({ type: 'free', size: extra })
    }
    expect(canPad(sample.length, sample.length)).toBe(true)
    for (const size of [0, sample.length - 1, sample.length + 1, sample.length + 7]) {
      expect(canPad(sample.length, size)).toBe(false)
      expect(() => paddedMp4(sample, size, 1)).toThrow(RangeError)
    }
  })

  it('uses a 64-bit header only where it must', () => {
    expect(freeBoxHeader(2 ** 32 - 1)).toHaveLength(8)
    expect(freeBoxHeader(2 ** 32)).toHaveLength(16)
  })

  it('reads the same bytes in any order and chunking', async () => {
    const source = paddedMp4(await loadSample(), 3_000_000, 7)
    const whole: Uint8Array[] = []
    for (let offset = 0; offset < source.size;) {
      const chunk = await source.read(offset, 100_003)
      whole.push(chunk)
      offset += chunk.length
    }
    const bytes = Buffer.concat(whole)
    for (const offset of [0, 82_158, 82_160, 82_190, 1_048_572, 1_130_755, 2_999_999]) {
      const chunk = await source.read(offset, 64)
      expect(Buffer.compare(chunk, bytes.subarray(offset, offset + chunk.length))).toBe(0)
    }
    expect(() => source.read(3_000_000, 1)).toThrow(RangeError)
  })

  it('differs from file to file, and from one part of a file to another', async () => {
    const sample = await loadSample()
    const digests = await Promise.all([1, 2, 3].map((id) => digestOf(paddedMp4(sample, 400_000, id))))
    expect(new Set(digests.map((digest) => digest.sha256)).size).toBe(3)
    const source = paddedMp4(sample, 20_000_000, 1)
    const parts = await Promise.all(
      [1, 2, 4, 8].map(async (part) => source.read(part * 2 ** 20 + 200_000, 1000)),
    )
    expect(new Set(parts.map((part) => Buffer.from(part).toString('hex'))).size).toBe(4)
  })
})
