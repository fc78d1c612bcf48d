/** A box of an MP4 file: size, type and content (ISO/IEC 14496-12, 4.2). */
export function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const size = 8 + content.reduce((sum, part) => sum + part.length, 0)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(size, 0)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, ...content], size)
}

/** The contents of the boxes that follow each other in `content`, by type. Only for boxes of less than 4 GB. */
export function boxesIn(content: Buffer): { readonly type: string; readonly content: Buffer }[] {
  const boxes = []
  for (let at = 0; at + 8 <= content.length;) {
    const size = content.readUInt32BE(at)
    if (size < 8) throw new Error(`a box of ${size} bytes at ${at}`)
    boxes.push({
      type: content.toString('latin1', at + 4, at + 8),
      content: content.subarray(at + 8, at + size),
    })
    at += size
  }
  return boxes
}

/** The content of the first box at the end of a path such as `mdia`, `minf`. @throws Error when it is not there */
export function boxAt(content: Buffer, ...path: readonly string[]): Buffer {
  return path.reduce((parent, type) => {
    const found = boxesIn(parent).find((child) => child.type === type)
    if (!found) throw new Error(`no ${type} box`)
    return found.content
  }, content)
}

/** 32-bit numbers, as most tables hold them. */
export function words(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 4)
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4))
  return bytes
}

/** The same bytes with a 32-bit number at `offset` replaced. */
export function patched(content: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(content)
  copy.writeUInt32BE(value, offset)
  return copy
}
