import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

const resources = path.resolve(import.meta.dirname, '../../../resources')
const read = (name: string): Promise<Buffer> => readFile(path.join(resources, name))

/** The edge of a square PNG with transparency, in pixels. */
function edgeOf(png: Buffer): number {
  expect(png.toString('latin1', 1, 4)).toBe('PNG')
  expect(png.toString('latin1', 12, 16)).toBe('IHDR')
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  expect(width).toBe(height)
  // Eight bits each of red, green, blue and transparency.
  expect([png[24], png[25]]).toEqual([8, 6])
  expect(png.toString('latin1', png.length - 8, png.length - 4)).toBe('IEND')
  return width
}

test('Windows has its icon in every size that it shows, from the title bar to the largest tiles', async () => {
  const ico = await read('icon.ico')
  expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1])
  const edges = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index
    const [size, offset] = [ico.readUInt32LE(at + 8), ico.readUInt32LE(at + 12)]
    const edge = edgeOf(ico.subarray(offset, offset + size))
    expect([ico[at], ico[at + 1], ico.readUInt16LE(at + 6)]).toEqual([edge % 256, edge % 256, 32])
    return edge
  })
  expect(edges).toEqual([16, 24, 32, 48, 64, 128, 256])
})

test('macOS has its icon from 16 to 512 points, for Retina displays, too', async () => {
  const icns = await read('icon.icns')
  expect(icns.toString('latin1', 0, 4)).toBe('icns')
  expect(icns.readUInt32BE(4)).toBe(icns.length)
  const edges: Record<string, number> = {}
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
    edges[icns.toString('latin1', at, at + 4)] = edgeOf(icns.subarray(at + 8, at + icns.readUInt32BE(at + 4)))
  expect(edges).toEqual({
    // 128, 256 and 512 points,
    ic07: 128,
    ic08: 256,
    ic09: 512,
    // and 16, 32, 128, 256 and 512 with two pixels to a point.
    ic11: 32,
    ic12: 64,
    ic13: 256,
    ic14: 512,
    ic10: 1024,
  })
})

test('Linux has its icon large enough for every size to be made of it', async () => {
  expect(edgeOf(await read('icon.png'))).toBe(512)
})
