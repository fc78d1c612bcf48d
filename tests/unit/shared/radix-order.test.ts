import { expect, it } from 'vitest'
import { seededRandom } from '#tests/support/random.ts'
import { radixOrder } from '#shared/order/radix-order.ts'

const stable = (values: readonly number[]): number[] =>
  values.map((_, index) => index).sort((a, b) => compare(values[a] ?? 0, values[b] ?? 0) || a - b)

function compare(a: number, b: number): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

const random = seededRandom(7)
const many = (make: () => number): number[] => Array.from({ length: 3000 }, make)

it.each<[string, number[]]>([
  ['nothing', []],
  ['one', [5]],
  ['whole numbers with many equal ones', many(() => Math.floor(random() * 50))],
  ['room numbers', many(() => 10_000_000 + Math.floor(random() * 89_999_999))],
  ['both signs', many(() => Math.floor((random() - 0.5) * 1e6))],
  ['two zeros', [0, -0, 1, -0, 0, -1]],
  ['times in ms over years', many(() => 1.5e12 + Math.floor(random() * 3e11))],
  ['a distance of exactly 32 bits', [0xffffffff, 0, 1, 0xfffffffe, Infinity]],
  ['just below that', [0xfffffffe, 0, Infinity, 1, 0xfffffffd]],
  ['unknown ones last', many(() => (random() < 0.3 ? Infinity : Math.floor(random() * 1e5)))],
  ['only unknown ones and one', [Infinity, Infinity, 3]],
  ['minus infinity', [3, -Infinity, Infinity, 2]],
  ['fractions', many(() => random() * 10)],
  ['the largest there are', [Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 2 ** 53, -Number.MAX_VALUE, 1]],
])('orders %s as comparing does, equal ones as given', (_name, values) => {
  expect([...radixOrder(Float64Array.from(values))]).toEqual(stable(values))
})
