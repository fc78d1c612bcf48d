import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { FirstView } from '#main/first-view.ts'
import { factsOf } from '#shared/recording-columns.ts'
import { change, facts, indexRig } from '#tests/support/index-rig.ts'

/** Indexes of a run that has just started, after one in which `/A/` was listed; no view has been painted. */
async function nextStart() {
  const before = await indexRig()
  await before.indexes.of('a').apply(
    change('/A/', {
      recordings: [facts('b.mp4'), facts('a.mp4', { size: 7 })],
      folders: [{ path: '/A/B/', name: 'B' }],
      listedAt: 1234,
    }),
  )
  const known = await before.indexes.of('a').openFolder('/A/', 100)
  await before.indexes.close()
  const firstView = new FirstView()
  return { ...(await indexRig(before.folder, firstView)), firstView, known }
}

describe('before the first view', () => {
  it('folders are looked up without a thread', async () => {
    const { indexes, threads, known } = await nextStart()
    indexes.start()
    const index = indexes.of('a')
    expect(await index.openFolder('/A/', 100)).toEqual(known)
    const part = await index.openFolder('/A/', 1)
    expect(part && factsOf(part.rows).map(({ name }) => name)).toEqual(['a.mp4'])
    expect(await index.openFolder('/A/B/', 100)).toBeNull()
    expect(await index.openFolder('/nowhere/', 100)).toBeNull()
    // Another profile, of which there is no file.
    expect(await indexes.of('b').openFolder('/A/', 100)).toBeNull()
    expect(threads()).toBe(0)
  })

  it('everything else waits, in its order', async () => {
    const { indexes, threads, firstView } = await nextStart()
    const index = indexes.of('a')
    const counts = index.counts()
    const applied = index.apply(change('/A/', { removed: ['a.mp4'] }))
    const after = index.rowsAfter('/A/', '', 100)
    expect(threads()).toBe(0)
    firstView.paint()
    // Not put before those that wait.
    const opened = index.openFolder('/A/', 100)
    expect(await counts).toMatchObject({ recordings: 2 })
    await applied
    expect(factsOf(await after).map(({ name }) => name)).toEqual(['b.mp4'])
    expect((await opened)?.listedAt).toBe(1234)
    await expect.poll(() => index.openFolder('/A/', 100)).toMatchObject({ recordings: 1 })
    expect(threads()).toBe(1)
  })

  it('the thread begins with it, unasked', async () => {
    const { indexes, threads, firstView } = await nextStart()
    indexes.start()
    expect(threads()).toBe(0)
    firstView.paint()
    await expect.poll(threads).toBe(1)
  })

  it('an app that ends keeps what was to be written', async () => {
    const { indexes, folder } = await nextStart()
    const applied = indexes.of('a').apply(change('/C/', { recordings: [facts('c.mp4')], listedAt: 1 }))
    await indexes.close()
    await applied
    const later = await indexRig(folder)
    expect(await later.indexes.of('a').openFolder('/C/', 100)).toMatchObject({ recordings: 1 })
  })

  it('an app that ends begins no thread for nothing', async () => {
    const { indexes, threads, firstView } = await nextStart()
    indexes.start()
    await indexes.close()
    firstView.paint()
    await Promise.resolve()
    expect(threads()).toBe(0)
    await expect(indexes.of('a').counts()).rejects.toThrow('closed')
  })

  it.each<[what: string, harm: (file: string) => Promise<void> | void]>([
    [
      'cannot be read',
      (file) => writeFile(file, 'no database at all, but long enough to be looked at'.repeat(20)),
    ],
    [
      'is of another version',
      (file) => {
        const database = new DatabaseSync(file)
        database.exec('PRAGMA user_version = 99')
        database.close()
      },
    ],
  ])('an index that %s is left to the thread', async (_what, harm) => {
    const { indexes, threads, firstView, folder } = await nextStart()
    const file = path.join(folder, 'a.db')
    await harm(file)
    const opened = indexes.of('a').openFolder('/A/', 100)
    await Promise.resolve()
    expect(existsSync(file)).toBe(true)
    expect(threads()).toBe(0)
    firstView.paint()
    expect(await opened.catch(() => null)).toBeNull()
    await indexes.of('a').apply(change('/A/', { recordings: [facts('x.mp4')], listedAt: 5 }))
    expect(await indexes.of('a').openFolder('/A/', 100)).toMatchObject({ listedAt: 5, recordings: 1 })
  })

  it('what was deleted is not looked up', async () => {
    const { indexes, firstView } = await nextStart()
    const deleted = indexes.delete('a')
    await Promise.resolve()
    firstView.paint()
    await deleted
    await expect(indexes.of('a').openFolder('/A/', 100)).rejects.toThrow('deleted')
  })
})
