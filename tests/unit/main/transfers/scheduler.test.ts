import { expect, it } from 'vitest'
import { Scheduler } from '#main/transfers/scheduler.ts'

/** Items are their own order; the test ends each one's work. */
function rig(limit: number) {
  const started: number[] = []
  const ends = new Map<number, () => void>()
  const scheduler = new Scheduler<number>({
    limit,
    orderOf: (item) => item,
    run: (item) => {
      started.push(item)
      return new Promise<void>((resolve) => ends.set(item, resolve))
    },
  })
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  const end = async (item: number): Promise<void> => {
    ends.get(item)?.()
    await settle()
  }
  return { scheduler, started, end, settle }
}

it('starts in order what was added in one turn, as many as may run', async () => {
  const { scheduler, started, end, settle } = rig(2)
  for (const item of [5, 3, 9, 1]) scheduler.add(item)
  expect(started).toEqual([])
  await settle()
  expect(started).toEqual([1, 3])
  scheduler.add(2)
  await end(3)
  expect(started).toEqual([1, 3, 2])
})

it('never starts what was taken back', async () => {
  const { scheduler, started, settle } = rig(2)
  for (const item of [1, 2, 3]) scheduler.add(item)
  expect(scheduler.delete(1)).toBe(true)
  await settle()
  expect(started).toEqual([2, 3])
  expect(scheduler.delete(2)).toBe(false)
})

it('starts nothing while it is held, and goes on afterwards', async () => {
  const { scheduler, started, end, settle } = rig(1)
  scheduler.add(1)
  scheduler.add(2)
  await settle()
  scheduler.isHeld = true
  await end(1)
  expect(started).toEqual([1])
  scheduler.isHeld = false
  await settle()
  expect(started).toEqual([1, 2])
})

it('is idle when nothing runs, whatever waits', async () => {
  const { scheduler, end, settle } = rig(1)
  scheduler.add(1)
  scheduler.add(2)
  await settle()
  scheduler.isHeld = true
  let isIdle = false
  const idle = scheduler.idle().then(() => (isIdle = true))
  await settle()
  expect(isIdle).toBe(false)
  await end(1)
  await idle
  await scheduler.idle()
})
