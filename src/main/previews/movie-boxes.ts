import { UnreadableMovie, type BoxPlace, type ByteReader } from './byte-reader.ts'

/**
 * Finds what describes a movie among its tables, without reading the tables: those of a meeting of three hours take 4 MB,
 * what describes it a few hundred bytes (ISO/IEC 14496-12, 4.2 and 8).
 */

export interface TrackBoxes {
  /** The track's description as a `trak` box of its own, without tables and unknown boxes. */
  readonly slim: Uint8Array
  /** `vide`, `soun` or another handler. */
  readonly handler: string
  /** Content of the decoder's configuration box, e.g. `avcC`. */
  readonly configuration: Uint8Array | null
  /** Tables by type: `stss`, `stsc`, `stsz`, `stco`, `co64`. */
  readonly tables: ReadonlyMap<string, BoxPlace>
}

export interface MovieBoxes {
  /** A `moov` box that only describes. */
  readonly slim: Uint8Array
  readonly tracks: readonly TrackBoxes[]
}

/** More boxes than files have side by side, and tracks than anybody records. */
const maxBoxes = 512
const maxTracks = 8
/** The largest box that is read as a whole. Bytes */
const maxBoxBytes = 16 * 1024

const tableTypes: ReadonlySet<string> = new Set(['stss', 'stsc', 'stsz', 'stco', 'co64'])
/** What decoders are set up with. Other boxes in a sample entry are left out: some of them count more than they have. */
const configurationTypes: ReadonlySet<string> = new Set([
  'avcC',
  'hvcC',
  'av1C',
  'vpcC',
  'esds',
  'dOps',
  'dfLa',
  'dac3',
  'dec3',
])
/** Bytes of a sample entry before its boxes, by handler (12.1.3 and 12.2.3). */
const entryBytes: Readonly<Record<string, number>> = { vide: 86, soun: 36 }

interface FoundBox extends BoxPlace {
  readonly type: string
}

/** @throws UnreadableMovie, and what the reader throws */
export async function readMovieBoxes(reader: ByteReader): Promise<MovieBoxes> {
  const moov = await findMoov(reader)
  const tracks: TrackBoxes[] = []
  const parts: Uint8Array[] = []
  for (const child of await childrenOf(reader, moov)) {
    if (child.type === 'mvhd') parts.push(await whole(reader, child))
    else if (child.type === 'mvex') {
      const mehd = (await childrenOf(reader, child)).find(({ type }) => type === 'mehd')
      if (mehd) parts.push(box('mvex', await whole(reader, mehd)))
    } else if (child.type === 'trak' && tracks.length < maxTracks) {
      const track = await readTrack(reader, child)
      tracks.push(track)
      parts.push(track.slim)
    }
  }
  if (parts.length === tracks.length) throw new UnreadableMovie('no mvhd')
  return { slim: box('moov', ...parts), tracks }
}

async function findMoov(reader: ByteReader): Promise<FoundBox> {
  let hasType = false
  for await (const found of boxesIn(reader, { start: 0, end: reader.size })) {
    if (found.type === 'ftyp') hasType = true
    if (!hasType) break
    if (found.type === 'moov') return found
  }
  throw new UnreadableMovie('no moov')
}

async function readTrack(reader: ByteReader, trak: BoxPlace): Promise<TrackBoxes> {
  const tables = new Map<string, BoxPlace>()
  const parts: Uint8Array[] = []
  let handler = ''
  let configuration: Uint8Array | null = null
  for (const child of await childrenOf(reader, trak)) {
    if (child.type === 'tkhd') parts.push(await whole(reader, child))
    if (child.type !== 'mdia') continue
    const media = await childrenOf(reader, child)
    const of = (type: string): FoundBox | undefined => media.find((each) => each.type === type)
    const [mdhd, hdlr, minf] = [of('mdhd'), of('hdlr'), of('minf')]
    if (!mdhd || !hdlr || !minf) throw new UnreadableMovie('a track without description')
    const handlerBox = await whole(reader, hdlr)
    handler = textAt(handlerBox, 16)
    const stbl = (await childrenOf(reader, minf)).find(({ type }) => type === 'stbl')
    if (!stbl) throw new UnreadableMovie('a track without samples')
    const inTable = await childrenOf(reader, stbl)
    for (const table of inTable) if (tableTypes.has(table.type)) tables.set(table.type, table)
    const stsd = inTable.find(({ type }) => type === 'stsd')
    if (!stsd) throw new UnreadableMovie('a track without format')
    const entry = slimEntry(await whole(reader, stsd), handler)
    configuration = entry.configuration
    parts.push(box('mdia', await whole(reader, mdhd), handlerBox, box('minf', box('stbl', entry.stsd))))
  }
  return { slim: box('trak', ...parts), handler, configuration, tables }
}

/** The first sample entry of an `stsd` box, with the decoder's configuration and nothing else. */
function slimEntry(
  stsd: Uint8Array,
  handler: string,
): { readonly stsd: Uint8Array; readonly configuration: Uint8Array | null } {
  const fixed = entryBytes[handler]
  const first = stsd.subarray(16)
  const size = Math.min(first.length, first.length < 8 ? 0 : viewOf(first).getUint32(0))
  const nothing = { stsd: box('stsd', new Uint8Array(8)), configuration: null }
  if (fixed === undefined || size < fixed) return nothing
  let configuration: Uint8Array | null = null
  let config = new Uint8Array()
  for (let at = fixed; at + 8 <= size;) {
    const bytes = viewOf(first).getUint32(at)
    if (bytes < 8 || at + bytes > size) break
    if (configurationTypes.has(textAt(first, at + 4))) {
      config = first.slice(at, at + bytes)
      configuration = config.subarray(8)
      break
    }
    at += bytes
  }
  const head = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 1])
  const entry = box(textAt(first, 4), first.subarray(8, fixed), config)
  return { stsd: box('stsd', head, entry), configuration }
}

/** The box as it is in the file, header included. */
async function whole(reader: ByteReader, { type, start, end }: FoundBox): Promise<Uint8Array> {
  if (end - start > maxBoxBytes) throw new UnreadableMovie(`a large ${type}`)
  return box(type, await reader.read(start, end - start))
}

async function childrenOf(reader: ByteReader, place: BoxPlace): Promise<FoundBox[]> {
  const found: FoundBox[] = []
  for await (const child of boxesIn(reader, place)) found.push(child)
  return found
}

async function* boxesIn(reader: ByteReader, { start, end }: BoxPlace): AsyncGenerator<FoundBox> {
  let at = start
  for (let count = 0; at + 8 <= end; count++) {
    if (count === maxBoxes) throw new UnreadableMovie('too many boxes')
    const header = await reader.read(at, Math.min(16, end - at))
    const view = viewOf(header)
    let [size, headerBytes] = [view.getUint32(0), 8]
    if (size === 1 && header.length === 16) [size, headerBytes] = [Number(view.getBigUint64(8)), 16]
    // To the end of what it is in.
    if (size === 0) size = end - at
    if (size < headerBytes || at + size > end) throw new UnreadableMovie('a box larger than what it is in')
    yield { type: textAt(header, 4), start: at + headerBytes, end: at + size }
    at += size
  }
}

function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(8)
  header.writeUInt32BE(parts.reduce((total, { length }) => total + length, 8))
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, ...parts])
}

const textAt = (bytes: Uint8Array, at: number): string =>
  Buffer.from(bytes.subarray(at, at + 4)).toString('latin1')

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
