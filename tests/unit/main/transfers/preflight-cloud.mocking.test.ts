import type fs from 'node:fs/promises'
import { beforeEach, expect, it, vi } from 'vitest'
import { inspectUpload } from '#main/transfers/preflight.ts'

/** How many reads of files without blocks are under way, now and at most. */
const reading = vi.hoisted(() => ({ now: 0, most: 0, isInCloud: true }))

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>()
  return {
    ...real,
    stat: () =>
      Promise.resolve({
        size: 1000,
        blocks: reading.isInCloud ? 0 : 8,
        mtimeMs: 1,
        isDirectory: () => false,
        isFile: () => true,
      }),
  }
})
vi.mock('#main/security/mp4-signature.ts', () => ({
  async startsWithFileTypeBox() {
    reading.most = Math.max(reading.most, ++reading.now)
    await new Promise(setImmediate)
    reading.now--
    return true
  },
}))

const inspectMany = () =>
  Promise.all(Array.from({ length: 12 }, (_, index) => inspectUpload(`/cloud/${index}.mp4`, 'darwin')))

beforeEach(() => Object.assign(reading, { now: 0, most: 0 }))

it('of files that iCloud has to fetch first, one is looked into at a time', async () => {
  reading.isInCloud = true
  expect(await inspectMany()).toHaveLength(12)
  expect(reading.most).toBe(1)
})

it('files that are here are looked into at once', async () => {
  reading.isInCloud = false
  await inspectMany()
  expect(reading.most).toBe(12)
})
