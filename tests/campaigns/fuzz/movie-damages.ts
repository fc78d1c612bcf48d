import fc from 'fast-check'
import { fraction } from './fraction.ts'

const words = fc.constantFrom(0, 1, 7, 8, 15, 16, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1)
const boxTypes = [
  'ftyp',
  'moov',
  'trak',
  'edts',
  'elst',
  'mdia',
  'mvhd',
  'tkhd',
  'mdhd',
  'hdlr',
  'minf',
  'stbl',
  'stsd',
  'avcC',
  'stts',
  'ctts',
  'stss',
  'stsc',
  'stsz',
  'stco',
  'co64',
  'esds',
  'mvex',
  'trex',
  'moof',
  'traf',
  'tfhd',
  'tfdt',
  'trun',
  'mfra',
]
/** They describe frames, and are not frames. */
const describing = ['moov', 'moof']

/** One thing that is wrong with a movie; `at` is where, as a part of what describes it. What spoils all of it is rare. */
const damages = fc.oneof(
  { weight: 4, arbitrary: damageOf('byte', fc.nat({ max: 255 })) },
  /** A little more or less than it was. */
  { weight: 4, arbitrary: damageOf('step', fc.integer({ min: -4, max: 4 })) },
  { weight: 3, arbitrary: damageOf('word', words) },
  /** As a part of the whole file, so that it is in a frame most of the time. */
  { weight: 2, arbitrary: damageOf('frame', words) },
  /** A box in its place, of this size or with that name. */
  { weight: 1, arbitrary: damageOf('size', fc.oneof(words, fc.nat({ max: 4000 }))) },
  { weight: 1, arbitrary: damageOf('type', fc.constantFrom(...boxTypes)) },
)
type Damage = typeof damages extends fc.Arbitrary<infer Value> ? Value : never

/** @param value what is there then */
function damageOf<Kind extends string, Value>(
  kind: Kind,
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<{ readonly kind: Kind; readonly at: number; readonly value: Value }> {
  return fc.record({ kind: fc.constant(kind), at: fraction, value })
}

export interface DamagedMovie {
  readonly damages: readonly Damage[]
  /** How much of it is there, as a part of it. */
  readonly end: number
}

/** What can be wrong with a small movie, and is with most. */
export const damagedMovies: fc.Arbitrary<DamagedMovie> = fc.record({
  damages: fc.oneof(
    { weight: 3, arbitrary: fc.array(damages, { minLength: 1, maxLength: 1 }) },
    { weight: 2, arbitrary: fc.array(damages, { maxLength: 6 }) },
  ),
  end: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fraction),
})

/** Makes damaged copies of a movie. */
export function damagerOf(movie: Buffer): (how: DamagedMovie) => Buffer {
  const boxes = boxTypes.flatMap((type) => placesOf(movie, type))
  const tables = describing
    .flatMap((type) => placesOf(movie, type))
    .map((from) => ({ from, length: movie.readUInt32BE(from) }))
  return ({ damages: wrong, end }) => {
    const bytes = Buffer.from(movie.subarray(0, Math.ceil(movie.length * end)))
    for (const damage of wrong) apply(bytes, damage, placeOf(damage))
    return bytes
  }

  function placeOf({ kind, at }: Damage): number {
    if (kind === 'frame') return Math.floor(at * movie.length)
    if (kind === 'size' || kind === 'type') return boxes[Math.floor(at * boxes.length)] ?? 0
    let left = Math.floor(at * tables.reduce((sum, { length }) => sum + length, 0))
    for (const { from, length } of tables) {
      if (left < length) return from + left
      left -= length
    }
    return 0
  }
}

function placesOf(bytes: Buffer, type: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(type); at !== -1; at = bytes.indexOf(type, at + 1)) places.push(at - 4)
  return places
}

function apply(bytes: Buffer, damage: Damage, at: number): void {
  // What was cut off is not damaged besides.
  if (at + 8 > bytes.length) return
  if (damage.kind === 'byte') bytes[at] = damage.value
  else if (damage.kind === 'step') bytes[at] = (bytes[at] ?? 0) + damage.value
  else if (damage.kind === 'type') bytes.write(damage.value, at + 4, 'latin1')
  else bytes.writeUInt32BE(damage.value, at)
}
