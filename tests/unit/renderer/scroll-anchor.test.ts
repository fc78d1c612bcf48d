import { expect, it } from 'vitest'
import { anchoredTop } from '../../../src/renderer/logic/scroll-anchor.ts'
import { orderOf } from '../../../src/renderer/logic/selection.ts'

const order = (keys: string) => orderOf(Array.from(keys, (key) => ({ key })))

it.each([
  ['rows above it', 'abcdef', 'XYabcdef', 65, 105],
  ['rows below it', 'abcdef', 'abcdXYef', 65, 65],
  ['rows above it gone', 'abcdef', 'cdef', 65, 25],
  ['itself gone: the next row takes its place', 'abcdef', 'abcef', 65, 65],
  ['it and rows above gone', 'abcdef', 'bcef', 65, 45],
  ['everything gone', 'abcdef', '', 65, 65],
  ['another list', 'abcdef', 'xyz', 65, 65],
])('the top row stays with %s', (_what, before, after, top, expected) => {
  expect(anchoredTop(order(before), order(after), top, 20)).toBe(expected)
})

it('the top of the list stays the top', () => {
  expect(anchoredTop(order('abc'), order('XYabc'), 0, 20)).toBe(0)
})
