import { describe, expect, it } from 'vitest'
import { CollationKeys } from '#shared/order/collation-keys.ts'
import { radixOrder } from '#shared/order/radix-order.ts'

const collator = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true, sensitivity: 'base' })

function keyOrder(texts: readonly string[]): string[] {
  const keys = new CollationKeys()
  keys.learn(texts)
  return texts.toSorted((a, b) => (keys.of(a) < keys.of(b) ? -1 : keys.of(a) > keys.of(b) ? 1 : 0))
}

describe('collation keys', () => {
  it('order as the collator does', () => {
    const texts = [
      ...[
        'b10.mp4',
        'b2.mp4',
        'B3.mp4',
        'a.mp4',
        'a',
        'a b',
        'a-b',
        'a_b',
        'ab',
        '007',
        '8',
        '70',
        '_x',
        '(1)',
      ],
      ...[
        '周例会 第38周',
        '周例会 第9周',
        '产品评审会',
        '市场',
        '重庆',
        '长沙',
        '阿里',
        '😀',
        '🎉 launch',
        'Übersicht',
      ],
      ...[
        '2021-09-24_13-47-41_Win32_73542046.mp4',
        '2021-09-24_13-47-41_Win32_9.mp4',
        '会议录像',
        '会议',
        'é',
        'f',
      ],
    ]
    expect(keyOrder(texts)).toEqual(texts.toSorted(collator.compare))
  })

  it('take for equal what the collator does: case, accents, zeros in front, marks', () => {
    const keys = new CollationKeys()
    keys.learn(['Ärger1', 'A\u0301'])
    expect(keys.of('Ärger1')).toBe(keys.of('arger01'))
    expect(keys.of('A\u0301')).toBe(keys.of('a'))
  })

  it('say when new characters have made the old keys useless', () => {
    const keys = new CollationKeys()
    const { version } = keys
    keys.learn(['plain.mp4'])
    expect(keys.version).toBe(version)
    keys.learn(['录像'])
    expect(keys.version).toBeGreaterThan(version)
    expect(keys.of('录像') < keys.of('z')).toBe(true)
  })

  it('order any pair of random names as the collator does', () => {
    const letters = Array.from('aZé 09-_.中文会议周产')
    let seed = 7
    const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
    const name = (): string =>
      Array.from({ length: 1 + next(9) }, () => letters[next(letters.length)]).join('')
    const names = Array.from({ length: 400 }, name)
    const keys = new CollationKeys()
    keys.learn(names)
    const sign = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
    const wrong = names.flatMap((a, index) => {
      const b = names[index + 1] ?? ''
      return sign(keys.of(a), keys.of(b)) === Math.sign(collator.compare(a, b)) ? [] : [[a, b]]
    })
    expect(wrong).toEqual([])
  })
})

describe('radixOrder', () => {
  const sorted = (values: readonly number[]): number[] =>
    Array.from(radixOrder(Float64Array.from(values)), (index) => values[index] ?? NaN)

  it('orders numbers of all kinds', () => {
    const values = [3, -1, 0, Infinity, 2.5, -Infinity, 1e15, 7, -2.25, 1_632_462_461_000, 65_536, 65_535]
    expect(sorted(values)).toEqual(values.toSorted((a, b) => a - b))
    expect(sorted([])).toEqual([])
  })

  it('leaves equal ones in the order given, both zeros being equal', () => {
    expect([...radixOrder(Float64Array.of(2, 1, 2, 1))]).toEqual([1, 3, 0, 2])
    expect([...radixOrder(Float64Array.of(0, -0, 0))]).toEqual([0, 1, 2])
  })
})
