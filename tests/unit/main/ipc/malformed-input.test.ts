import { describe, expect, it } from 'vitest'
import type { RequestName } from '#shared/ipc/contract.ts'
import { channelNames, codeOfReply, goodInputs, ipcRig } from './channels.ts'

const huge = 'x'.repeat(5_000_000)
const nested = Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ inner }), {})
const ring: Record<string, unknown> = {}
ring['self'] = ring

/** No request takes any of these. */
const neverGood: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['true', true],
  ['0', 0],
  ['NaN', Number.NaN],
  ['a bigint', 1n],
  ['a symbol', Symbol('input')],
  ['a function', () => undefined],
  ['an empty string', ''],
  ['a string', 'text'],
  ['a huge string', huge],
  ['an empty array', []],
  ['an array', [{ id: 'abc-1' }]],
  ['a date', new Date(0)],
  ['a map', new Map([['id', 'abc-1']])],
  ['bytes', new Uint8Array(8)],
  ['an error', new Error('x')],
  ['an unknown key', { unknown: 1 }],
  ['deep nesting', nested],
  ['a ring', ring],
  ['only a prototype', { ['constructor']: Object }],
  ['an own __proto__', JSON.parse('{"__proto__":{"id":"abc-1"}}') as unknown],
  ['inherited keys', Object.create({ id: 'abc-1', ids: [], path: '/A/', profileId: 'a', listingId: 'a' })],
]

const isWithoutKeys = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && !Array.isArray(input) && Object.keys(input).length === 0

/** Objects made from a good input in ways that must spoil it. */
function spoilt(good: object): (readonly [string, unknown])[] {
  const entries = Object.entries(good) as [string, unknown][]
  const thrower = (key: string): object =>
    Object.defineProperty({ ...good }, key, {
      enumerable: true,
      get: () => {
        throw new Error('/home/me/getter')
      },
    })
  return [
    ['an extra key', { ...good, extra: 1 }],
    ['an extra constructor', { ...good, ['constructor']: {} }],
    ['an extra __proto__', JSON.parse(`{"__proto__":{},${JSON.stringify(good).slice(1)}`) as unknown],
    ['in an array', [good]],
    ...entries.flatMap(([key]): (readonly [string, unknown])[] => [
      [`${key} null`, { ...good, [key]: null }],
      [`${key} a number`, { ...good, [key]: 1.5 }],
      [`${key} a function`, { ...good, [key]: () => 1 }],
      [`${key} an object`, { ...good, [key]: { toString: () => 'abc-1' } }],
      [`${key} deeply nested`, { ...good, [key]: nested }],
      [`${key} huge`, { ...good, [key]: huge }],
      [`${key} that throws`, thrower(key)],
    ]),
  ]
}

describe.each(channelNames)('%s', (name: RequestName) => {
  it('takes its good input', async () => {
    const { ask, called } = ipcRig()
    expect(await ask(name, goodInputs[name])).toEqual({ ok: true, value: 'handled' })
    expect(called).toHaveBeenCalledExactlyOnceWith(name, goodInputs[name])
  })

  it('refuses every malformed input', async () => {
    const { ask, called, logText } = ipcRig()
    const good = goodInputs[name]
    const missing: (readonly [string, unknown])[] =
      good === undefined ? [['an empty object', {}]] : [['undefined', undefined], ...spoilt(good as object)]
    for (const [what, input] of [...neverGood, ...missing]) {
      // Changes nothing: every setting may be left out.
      if (name === 'settings.update' && isWithoutKeys(input)) continue
      const reply = await ask(name, input)
      expect({ what, code: codeOfReply(reply) }).toEqual({ what, code: 'ipc.invalidInput' })
      expect(reply).toEqual({
        ok: false,
        error: { code: 'ipc.invalidInput', params: { request: name }, retryable: false },
      })
    }
    expect(called).not.toHaveBeenCalled()
    expect(logText()).not.toContain('getter')
  })
})

it('leaves the prototypes of everything alone', async () => {
  const { ask } = ipcRig()
  const poison = JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  ) as unknown
  for (const name of channelNames) await ask(name, poison)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})
