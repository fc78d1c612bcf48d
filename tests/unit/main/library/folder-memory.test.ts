import type { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { FolderMemory } from '#main/library/folder-memory.ts'
import { openDatabase } from '#main/storage/database.ts'
import type { FolderLook } from '#shared/models/folder-look.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const tiles: FolderLook = { view: 'grid', sort: { column: 'size', direction: 'descending' } }
const rows: FolderLook = { view: 'list', sort: { column: 'room', direction: 'ascending' } }

function open(limit?: number): { readonly memory: FolderMemory; readonly database: DatabaseSync } {
  const database = openDatabase(':memory:', testLogger().log)
  onTestFinished(() => database.close())
  return { memory: new FolderMemory(database, limit), database }
}

const foldersOf = (memory: FolderMemory, id: string) => memory.of(id).looks.map(({ folder }) => folder)

it('knows the looks of each account’s folders and which was opened last', () => {
  const { memory } = open()
  expect(memory.of('one')).toEqual({ lastFolder: '/', looks: [] })
  memory.keepLook('one', '/A/', tiles)
  memory.keepLook('one', '/A/', rows)
  memory.keepLook('two', '/A/', tiles)
  memory.visited('one', '/B/')
  memory.visited('one', '/周会/')
  expect(memory.of('one')).toEqual({ lastFolder: '/周会/', looks: [{ folder: '/A/', ...rows }] })
  expect(memory.of('two')).toEqual({ lastFolder: '/', looks: [{ folder: '/A/', ...tiles }] })
})

it('keeps the looks of the folders that were used last, of each account', () => {
  const { memory } = open(3)
  memory.keepLook('two', '/old/', tiles, 0)
  for (const at of [1, 2, 3]) memory.keepLook('one', `/${at}/`, tiles, at)
  memory.visited('one', '/1/', 4)
  memory.keepLook('one', '/5/', tiles, 5)
  expect(foldersOf(memory, 'one')).toEqual(['/3/', '/1/', '/5/'])
  expect(foldersOf(memory, 'two')).toEqual(['/old/'])
})

it('forgets the looks when all folders are to look alike, and everything with the account', () => {
  const { memory } = open()
  for (const id of ['one', 'two']) {
    memory.keepLook(id, '/A/', tiles)
    memory.visited(id, '/A/')
  }
  memory.forgetLooks('one')
  expect(memory.of('one')).toEqual({ lastFolder: '/A/', looks: [] })
  memory.forget('two')
  expect(memory.of('two')).toEqual({ lastFolder: '/', looks: [] })
  expect(memory.of('one').lastFolder).toBe('/A/')
})

it('takes what it cannot read for nothing', () => {
  const { memory, database } = open()
  memory.keepLook('one', '/A/', tiles)
  memory.visited('one', '/A/')
  const put = database.prepare('INSERT INTO folder_looks VALUES (?, ?, ?, 1)')
  put.run('one', '/B/', 'no JSON')
  put.run('one', '/C/', JSON.stringify({ ...tiles, view: 'columns' }))
  put.run('one', '../D', JSON.stringify(tiles))
  database.exec(`UPDATE last_folders SET folder = '/A/../'`)
  expect(memory.of('one')).toEqual({ lastFolder: '/', looks: [{ folder: '/A/', ...tiles }] })
})
