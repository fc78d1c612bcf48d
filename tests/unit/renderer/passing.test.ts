import { expect, it } from 'vitest'
import { namesAsText } from '../../../src/renderer/logic/passing.ts'

it('has one line for each name, whatever is in it', () => {
  const names = ['a.mp4', 'b\nb.mp4', 'c\r\u2028\u2029c.mp4', '']
  const text = namesAsText(names.map((name) => ({ name, kind: 'recording' })))
  expect(text.split('\n')).toEqual(['a.mp4', 'b b.mp4', 'c   c.mp4', ''])
  expect(namesAsText([{ name: 'long name.mp4', kind: 'recording' }], 4)).toBe('long')
})
