import fc from 'fast-check'
import { hostileNames } from '#tests/unit/main/transfers/names/hostile-names.ts'

/** Text that has broken programs before. */
const nasty = [
  ...['', ' ', '.', '..', '/', '//', '\\', '/../', '/A/', '/A/b.mp4', '\u0000', '\u007f', '\u0085', '\r\n'],
  ...['__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', '0', '-1', '1e999', '0x10', '１２'],
  ...['\ud800', '\udfff.mp4', '\u202egpj.mp4', '\u200b', '\ufeff', 'İ', 'ß', 'e\u0301', '👩‍👩‍👧‍👦', '录像.mp4'],
  ...[
    '<script>',
    "'; DROP TABLE transfers; --",
    '%2e%2e%2f',
    '%00',
    '${1}',
    'a'.repeat(300),
    '录'.repeat(1100),
  ],
  ...[' \t'.repeat(400), '1,'.repeat(300), '/a'.repeat(3000), '2024-01-01 '.repeat(30), '('.repeat(200)],
]

export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.constantFrom(...hostileNames) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 24 }) },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 24 }) },
)

/** Folders and files in every way that servers write them, and some that they should not. */
export const path: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '/', '//', '\\', 'C:\\', './', '../'),
    fc.array(
      fc.oneof({ weight: 2, arbitrary: fc.constantFrom('A', 'B', '2024', 'b.mp4', '.', '..') }, text),
      {
        maxLength: 5,
      },
    ),
    fc.constantFrom('/', '//', '\\', '/./', '/../'),
    fc.constantFrom('', '/', '\\', '//', '.mp4'),
  )
  .map(([start, segments, separator, end]) => start + segments.join(separator) + end)

export const number: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 1e21, 1e308, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 2 ** 31, 2 ** 32),
  fc.nat(),
  fc.double(),
)

/** As JSON writes it; what it cannot say is no JSON, whatever the types promise. */
export const jsonText = (value: unknown): string => [JSON.stringify(value)].join('')

/** Anything that JSON can say. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  number,
  text,
  fc.constantFrom(null, true, false, [], {}, JSON.parse('{"__proto__":{"polluted":true}}') as unknown),
)

/** Anything that structured cloning carries, and what it does not. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  json,
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    withSparseArray: true,
    withObjectString: true,
    maxDepth: 3,
  }),
  fc.constantFrom<unknown>(
    undefined,
    NaN,
    Infinity,
    Symbol('s'),
    () => 1,
    new Error('e'),
    new Array(10_001).fill('abc-1'),
    new Proxy({}, { get: () => fail(), ownKeys: () => fail(), getPrototypeOf: () => fail() }),
  ),
)

function fail(): never {
  throw new Error('a trap')
}
