import { describe, expect, it } from 'vitest'
import { keysText, toChord } from '../../../tools/chromium-runtime/electron/accelerators.ts'
import { createWire } from '../../../tools/chromium-runtime/page/wire.ts'

const wire = createWire()
const roundTrip = (value: unknown): unknown => wire.decode(wire.encode(value))

describe('wire', () => {
  it.each([
    [null],
    [undefined],
    [Number.POSITIVE_INFINITY],
    [-0],
    [2n ** 70n],
    ['\0\u2028'],
    [[1, undefined, ['x']]],
    [{ a: { b: [true] }, c: undefined }],
    [new Date(7)],
    [/a+/giu],
    [new Map<unknown, unknown>([[{ key: 1 }, new Set(['x'])]])],
    [new Uint8Array([1, 2, 3])],
    [new Float64Array([1.5, Number.NaN])],
    [JSON.parse('{"__proto__": {"polluted": true}}')],
  ])('keeps the value of row %#', (value) => {
    expect(roundTrip(value)).toStrictEqual(value)
  })

  it('keeps large binary data', () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251)
    expect(Buffer.compare(roundTrip(bytes) as Uint8Array, bytes)).toBe(0)
  })

  it('keeps errors, shared references and cycles', () => {
    const shared = { name: 'x' }
    const cycle: Record<string, unknown> = { shared, again: shared }
    cycle['self'] = cycle
    const result = roundTrip(cycle) as typeof cycle
    expect(result['self']).toBe(result)
    expect(result['again']).toBe(result['shared'])
    expect(roundTrip(new RangeError('too far'))).toEqual(new RangeError('too far'))
  })

  it.each([[() => 1], [Symbol('x')], [{ method() {} }], [new Blob(['x'])]])(
    'refuses the value of row %#',
    (value) => {
      expect(() => wire.encode(value)).toThrow('An object could not be cloned.')
    },
  )
})

describe('accelerators', () => {
  it.each([
    ['CmdOrCtrl+Shift+R', 'linux', 'Control++Shift++r'],
    ['CmdOrCtrl+R', 'darwin', '+++Meta+r'],
    ['Ctrl+Plus', 'win32', 'Control+++++'],
    ['F5', 'linux', '++++F5'],
    ['Alt+Up', 'linux', '+Alt+++ArrowUp'],
    ['Delete', 'linux', '++++Delete'],
  ] as const)('%s on %s is the chord %s', (accelerator, platform, chord) => {
    expect(toChord(accelerator, platform)).toBe(chord)
  })

  it.each([
    ['Shift+CmdOrCtrl+O', 'linux', 'Ctrl+Shift+O'],
    ['CmdOrCtrl+Shift+C', 'win32', 'Ctrl+Shift+C'],
    ['Shift+Alt+Left', 'linux', 'Alt+Shift+Left'],
    ['CmdOrCtrl+Shift+C', 'darwin', 'Shift+Cmd+C'],
    ['Delete', 'linux', 'Delete'],
  ] as const)('%s on %s is written %s', (accelerator, platform, text) => {
    expect(keysText(accelerator, platform)).toBe(text)
  })
})
