import { expect, it } from 'vitest'
import { maxDragged, wordOfDrag } from '../../../src/renderer/logic/drag-out.ts'

it('says nothing when all that is selected is dragged, and why when less is', () => {
  expect(wordOfDrag(3, 3)).toBeNull()
  expect(wordOfDrag(maxDragged, maxDragged)).toBeNull()
  expect(wordOfDrag(3, 0)).toBe('dragsNone')
  expect(wordOfDrag(3, 2)).toBe('dragsSome')
  expect(wordOfDrag(maxDragged + 1, 7)).toBe('dragsSome')
  expect(wordOfDrag(maxDragged + 1, maxDragged)).toBe('dragsMost')
})
