import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '#main/storage/database.ts'
import { openWal } from '#main/storage/open-wal.ts'
import { change, facts, indexRig } from '#tests/support/index-rig.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

/** As on a network drive: what is to be mapped into memory cannot be. */
function withoutSharedMemory(file: string): void {
  // SQLite follows no links there, nor makes another file.
  symlinkSync('/nowhere', `${file}-shm`)
}

function open(file: string): DatabaseSync {
  const database = openWal(file)
  onTestFinished(() => {
    if (database.isOpen) database.close()
  })
  return database
}

const modesOf = (database: DatabaseSync): unknown[] =>
  ['journal_mode', 'locking_mode'].map((mode) => database.prepare(`PRAGMA ${mode}`).get()?.[mode])

describe('a database with a write-ahead log', () => {
  it('is open to others', async () => {
    const file = path.join(await temporaryFolder(), 'a.db')
    const database = open(file)
    database.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)')
    expect(modesOf(database)).toEqual(['wal', 'normal'])
    expect(open(file).prepare('SELECT x FROM t').get()).toEqual({ x: 1 })
  })

  // Windows makes links for administrators only.
  it.runIf(process.platform !== 'win32')(
    'is used alone where no memory can be shared, from one run to the next',
    async () => {
      const file = path.join(await temporaryFolder(), 'a.db')
      withoutSharedMemory(file)
      for (let run = 1; run <= 2; run++) {
        const database = open(file)
        expect(modesOf(database)).toEqual(['wal', 'exclusive'])
        database.exec('CREATE TABLE IF NOT EXISTS t (x); INSERT INTO t VALUES (1)')
        expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: run })
        database.close()
      }
    },
  )

  it('that cannot be opened at all says why', async () => {
    const folder = await temporaryFolder()
    expect(() => openWal(folder)).toThrow('unable to open')
  })
})

// Windows makes links for administrators only.
it.runIf(process.platform !== 'win32')(
  'the app starts with its data on a network drive, and its indexes are kept there',
  async () => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'library.db')
    withoutSharedMemory(file)
    const database = openDatabase(file, testLogger().log)
    expect(modesOf(database)).toEqual(['wal', 'exclusive'])
    database.close()

    const place = path.join(folder, 'index')
    mkdirSync(place)
    withoutSharedMemory(path.join(place, 'a.db'))
    const first = await indexRig(place)
    await first.indexes.of('a').apply(change('/A/', { recordings: [facts('a.mp4')], listedAt: 1 }))
    await first.indexes.close()
    expect(first.unwritten).toEqual([])
    expect(await (await indexRig(place)).indexes.of('a').counts()).toMatchObject({ recordings: 1 })
  },
)
