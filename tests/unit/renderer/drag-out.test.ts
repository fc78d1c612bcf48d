import { expect, it } from 'vitest'
import { isSameDrag, maxDragged, wordOfDrag } from '../../../src/renderer/logic/drag-out.ts'

it('says nothing when all that is selected is dragged, and why when less is', () => {
  expect(wordOfDrag(3, 3)).toBeNull()
  expect(wordOfDrag(maxDragged, maxDragged)).toBeNull()
  expect(wordOfDrag(3, 0)).toBe('dragsNone')
  expect(wordOfDrag(3, 2)).toBe('dragsSome')
  expect(wordOfDrag(maxDragged + 1, 7)).toBe('dragsSome')
  expect(wordOfDrag(maxDragged + 1, maxDragged)).toBe('dragsMost')
})

it('knows what was dragged by its names, in whatever order these come back', () => {
  expect(isSameDrag(['b.mp4', 'a.mp4'], ['a.mp4', 'b.mp4'])).toBe(true)
  expect(isSameDrag(['a.mp4', 'a.mp4'], ['a.mp4', 'b.mp4'])).toBe(false)
  expect(isSameDrag(['a.mp4'], ['a.mp4', 'b.mp4'])).toBe(false)
  expect(isSameDrag([], ['a.mp4'])).toBe(false)
})
