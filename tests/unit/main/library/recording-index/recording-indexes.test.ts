import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { ProfileIndex } from '#main/library/recording-index/index.types.ts'
import { factsOf } from '#shared/recording-columns.ts'
import { change, facts, indexRig } from '#tests/support/index-rig.ts'

const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => facts(`${String(from + index).padStart(6, '0')}.mp4`))

async function namesIn(index: ProfileIndex, folder: string): Promise<string[]> {
  return factsOf(await index.rowsAfter(folder, '', 1_000_000)).map(({ name }) => name)
}

describe('a folder in the index', () => {
  it('is not known before something of it was listed', async () => {
    const { indexes } = await indexRig()
    const index = indexes.of('a')
    expect(await index.openFolder('/A/', 100)).toBeNull()
    await index.apply(change('/A/B/', { recordings: [facts('x.mp4')], listedAt: 1 }))
    // Only made as the place of another.
    expect(await index.openFolder('/A/', 100)).toBeNull()
    expect(await index.openFolder('/', 100)).toBeNull()
  })

  it('comes back as it was listed', async () => {
    const { indexes } = await indexRig()
    const index = indexes.of('a')
    const recordings = [
      facts('b.mp4', { id: 7, size: 9_007_199_254_740_991, createdAt: null }),
      facts('a.mp4', { id: null, size: null, sizeIsExact: false }),
      facts('会议 录像.mp4'),
    ]
    const folders = [{ path: '/A/C/', name: 'C' }]
    await index.apply(change('/A/', { recordings, folders, total: 3, listedAt: 1234 }))
    const known = await index.openFolder('/A/', 100)
    expect(known).toMatchObject({ listedAt: 1234, total: 3, recordings: 3, folders })
    expect(known && factsOf(known.rows)).toEqual([recordings[1], recordings[0], recordings[2]])
    expect(await index.counts()).toEqual({ folders: 3, listedFolders: 1, recordings: 3 })
  })

  it('is known in part when its listing did not come to an end', async () => {
    const { indexes } = await indexRig()
    const index = indexes.of('a')
    await index.apply(change('/A/', { recordings: many(50), total: 120 }))
    expect(await index.openFolder('/A/', 10)).toMatchObject({ listedAt: null, total: 120, recordings: 50 })
    expect((await index.openFolder('/A/', 10))?.rows.count).toBe(10)
    expect((await index.rowsAfter('/A/', '000009.mp4', 1000)).count).toBe(40)
    expect((await index.rowsAfter('/nowhere/', '', 1000)).count).toBe(0)
  })

  it('takes changes: new, other, gone; its totals follow', async () => {
    const { indexes } = await indexRig()
    const index = indexes.of('a')
    await index.apply(
      change('/A/', { recordings: [facts('a.mp4'), facts('b.mp4'), facts('c.mp4')], listedAt: 1 }),
    )
    await index.apply(
      change('/A/', {
        recordings: [facts('b.mp4', { size: 5 }), facts('d.mp4')],
        removed: ['a.mp4', 'unknown.mp4'],
      }),
    )
    expect(await namesIn(index, '/A/')).toEqual(['b.mp4', 'c.mp4', 'd.mp4'])
    expect(await index.openFolder('/A/', 100)).toMatchObject({ listedAt: 1, recordings: 3 })
    const page = await index.search({
      text: '',
      within: null,
      from: null,
      until: null,
      minSize: null,
      maxSize: null,
      order: null,
      isGrouped: true,
      offset: 0,
      limit: 10,
    })
    expect(page).toMatchObject({ total: 3, bytes: 2005, bytesAreExact: true })
  })

  it('that is gone takes along everything below, and nothing beside it', async () => {
    const { indexes } = await indexRig()
    const index = indexes.of('a')
    for (const folder of ['/A/', '/A/B/', '/A/B/C/', '/A/B2/', '/A/BB/']) {
      await index.apply(change(folder, { recordings: many(700), listedAt: 1 }))
    }
    await index.apply(change('/A/', { removedFolders: ['/A/B/'], listedAt: 2 }))
    expect(await index.openFolder('/A/B/', 1)).toBeNull()
    expect(await index.openFolder('/A/B/C/', 1)).toBeNull()
    expect(await index.counts()).toEqual({ folders: 4, listedFolders: 3, recordings: 2100 })
    expect(await index.openFolder('/A/', 1)).toMatchObject({
      folders: [
        { path: '/A/B2/', name: 'B2' },
        { path: '/A/BB/', name: 'BB' },
      ],
    })
  })

  it('of many thousands is written in steps and is whole afterwards', async () => {
    const { indexes } = await indexRig()
    const index = indexes.of('a')
    const writing = index.apply(change('/A/', { recordings: many(5000), listedAt: 1 }))
    // Asked later, answered in between: never whole before it is.
    const early = await index.openFolder('/A/', 1)
    expect(early?.listedAt ?? null).toBeNull()
    await writing
    expect(await index.openFolder('/A/', 1)).toMatchObject({ listedAt: 1, recordings: 5000 })
    await index.apply(change('/A/', { removed: many(4999).map(({ name }) => name), listedAt: 2 }))
    expect(await namesIn(index, '/A/')).toEqual(['004999.mp4'])
  })
})

describe('an index', () => {
  it('belongs to one profile', async () => {
    const { indexes } = await indexRig()
    await indexes.of('a').apply(change('/A/', { recordings: many(1), listedAt: 1 }))
    expect(await indexes.of('b').openFolder('/A/', 1)).toBeNull()
  })

  it('is there again after a restart', async () => {
    const { indexes, folder } = await indexRig()
    await indexes.of('a').apply(change('/A/', { recordings: many(3), listedAt: 1 }))
    // Not waited for: closing writes it all the same.
    void indexes.of('a').apply(change('/B/', { recordings: many(3000), listedAt: 1 }))
    await indexes.close()
    await expect(indexes.of('a').counts()).rejects.toThrow('closed')
    const again = await indexRig(folder)
    expect(await again.indexes.of('a').counts()).toMatchObject({ listedFolders: 2, recordings: 3003 })
  })

  it('leaves no trace of a profile that is forgotten, also when the app ended before', async () => {
    const { indexes, folder } = await indexRig()
    const secret = facts('top secret meeting.mp4')
    for (const id of ['a', 'b', 'c']) {
      await indexes.of(id).apply(change('/A/', { recordings: [secret], listedAt: 1 }))
    }
    await indexes.delete('a')
    expect(readdirSync(folder).some((name) => name.startsWith('a'))).toBe(false)
    // What is still on its way does not bring it back; signing in does.
    await expect(indexes.of('a').apply(change('/A/', { recordings: [secret] }))).rejects.toThrow('deleted')
    await expect(indexes.of('a').openFolder('/A/', 1)).rejects.toThrow('deleted')
    expect(readdirSync(folder).some((name) => name.startsWith('a'))).toBe(false)
    indexes.admit('a')
    expect(await indexes.of('a').openFolder('/A/', 1)).toBeNull()
    await indexes.close()
    const again = await indexRig(folder)
    await again.indexes.deleteAllBut(['c'])
    await again.indexes.close()
    expect(readdirSync(folder)).toEqual(['c.db'])
    expect(readFileSync(path.join(folder, 'c.db')).includes('top secret')).toBe(true)
  })

  it('gives its memory back and goes on when asked again', async () => {
    const { indexes } = await indexRig()
    const index = indexes.of('a')
    await index.apply(change('/A/', { recordings: many(3), listedAt: 1 }))
    await indexes.release('a')
    expect(await namesIn(index, '/A/')).toHaveLength(3)
  })

  it.each(['not a database'.repeat(1000), ''])('that is damaged is made anew (%#)', async (content) => {
    const { folder, indexes } = await indexRig()
    await indexes.of('other').counts()
    writeFileSync(path.join(folder, 'a.db'), content)
    const index = indexes.of('a')
    expect(await index.openFolder('/A/', 1)).toBeNull()
    await index.apply(change('/A/', { recordings: many(3), listedAt: 1 }))
    expect(await namesIn(index, '/A/')).toHaveLength(3)
  })

  it('whose pages are damaged fails once and is then made anew', async () => {
    const { folder, indexes } = await indexRig()
    await indexes.of('a').apply(change('/A/', { recordings: many(20_000), listedAt: 1 }))
    await indexes.close()
    const file = path.join(folder, 'a.db')
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096 * 3)
    writeFileSync(file, bytes)
    const again = (await indexRig(folder)).indexes.of('a')
    await expect.poll(() => again.rowsAfter('/A/', '', 100_000).catch(() => null)).toMatchObject({ count: 0 })
    await again.apply(change('/A/', { recordings: many(3), listedAt: 1 }))
    expect(await namesIn(again, '/A/')).toHaveLength(3)
  })

  it('of another version is dropped', async () => {
    const { folder, indexes } = await indexRig()
    await indexes.of('a').apply(change('/A/', { recordings: many(3), listedAt: 1 }))
    await indexes.close()
    const database = new DatabaseSync(path.join(folder, 'a.db'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(await (await indexRig(folder)).indexes.of('a').counts()).toMatchObject({ folders: 0 })
  })

  it('that cannot be opened, as on a full disk, is in memory for this run, and says so', async () => {
    const { folder, indexes, unwritten } = await indexRig()
    await indexes.of('b').counts()
    expect(unwritten).toEqual([])
    writeFileSync(path.join(folder, 'file'), '')
    const blocked = await indexRig(path.join(folder, 'file'))
    await blocked.indexes.of('a').apply(change('/A/', { recordings: many(3), listedAt: 1 }))
    expect(await namesIn(blocked.indexes.of('a'), '/A/')).toHaveLength(3)
    expect(blocked.unwritten).toMatchObject([{ code: 'storage.notWritable' }])
    await blocked.indexes.deleteAllBut([])
    expect(existsSync(path.join(folder, 'file'))).toBe(true)
  })

  it('that cannot be written is read all the same, and says so', async () => {
    const { folder, indexes } = await indexRig()
    await indexes.of('a').apply(change('/A/', { recordings: many(3), listedAt: 1 }))
    await indexes.close()
    // The write version of a newer SQLite, which makes the file read-only (SQLite, "Database File Format", 1.3.2).
    const file = path.join(folder, 'a.db')
    const bytes = readFileSync(file)
    bytes[18] = 3
    writeFileSync(file, bytes)
    const next = await indexRig(folder)
    await expect(next.indexes.of('a').apply(change('/B/', { recordings: many(1) }))).rejects.toThrow()
    expect(next.unwritten).toMatchObject([{ code: 'storage.notWritable' }])
    expect(await namesIn(next.indexes.of('a'), '/A/')).toHaveLength(3)
  })

  it('can be kept in memory', async () => {
    const { indexes } = await indexRig(null)
    await indexes.of('a').apply(change('/A/', { recordings: many(3), listedAt: 1 }))
    await indexes.release('a')
    expect(await namesIn(indexes.of('a'), '/A/')).toHaveLength(3)
    expect(await indexes.of('b').counts()).toMatchObject({ folders: 0 })
    await indexes.deleteAllBut([])
  })
})
