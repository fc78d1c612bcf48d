import { describe, expect, it } from 'vitest'
import { CloudReads, mayBeInCloud } from '#main/transfers/cloud-files.ts'

describe('a file in iCloud', () => {
  it.each([
    [{ size: 500, blocks: 0 }, 'darwin', true],
    [{ size: 500, blocks: 8 }, 'darwin', false],
    [{ size: 0, blocks: 0 }, 'darwin', false],
    [{ size: 500, blocks: 0 }, 'linux', false],
    [{ size: 500, blocks: 0 }, 'win32', false],
  ] as const)('is known by its blocks, on a Mac: %j on %s', (info, platform, expected) => {
    expect(mayBeInCloud(info, platform)).toBe(expected)
  })

  it('is read when the one before it has been, whatever came of that', async () => {
    const reads = new CloudReads()
    const order: string[] = []
    const first = Promise.withResolvers<string>()
    const one = reads.run(() => {
      order.push('first')
      return first.promise
    })
    const other = reads.run(() => {
      order.push('second')
      return Promise.resolve('b')
    })
    await new Promise(setImmediate)
    expect(order).toEqual(['first'])
    first.reject(new Error('offline'))
    await expect(one).rejects.toThrow('offline')
    expect(await other).toBe('b')
    expect(order).toEqual(['first', 'second'])
  })
})
