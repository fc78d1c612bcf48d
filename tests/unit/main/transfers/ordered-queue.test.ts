import { describe, expect, it } from 'vitest'
import { OrderedQueue } from '#main/transfers/ordered-queue.ts'
import { seededRandom } from '#tests/support/random.ts'

interface Item {
  order: number
}

const queue = (): OrderedQueue<Item> => new OrderedQueue<Item>(({ order }) => order)

describe('an ordered queue', () => {
  it('gives out what is first, whatever the order of arrival and of deletions', () => {
    const random = seededRandom(7)
    for (let round = 0; round < 50; round++) {
      const items = Array.from({ length: 200 }, (_, order) => ({ order }))
      const waiting = queue()
      for (const item of items.toSorted(() => random() - 0.5)) waiting.add(item)
      const deleted = new Set(items.filter(() => random() < 0.5))
      for (const item of deleted) expect(waiting.delete(item)).toBe(true)
      const taken = Array.from({ length: waiting.size }, () => waiting.take())
      expect(taken).toEqual(items.filter((item) => !deleted.has(item)))
      expect([waiting.size, waiting.take()]).toEqual([0, undefined])
    }
  })

  it('has an item once, and knows what it has', () => {
    const waiting = queue()
    const item = { order: 1 }
    waiting.add(item)
    waiting.add(item)
    expect([waiting.size, waiting.has(item), waiting.has({ order: 1 })]).toEqual([1, true, false])
    expect(waiting.take()).toBe(item)
    expect([waiting.has(item), waiting.delete(item)]).toEqual([false, false])
  })
})
