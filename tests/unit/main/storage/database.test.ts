import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '#main/storage/database.ts'
import { createPartStore } from '#main/transfers/download/part-store.ts'
import { LocalCopies } from '#main/transfers/local-copies.ts'
import { createSqliteJobStore } from '#main/transfers/sqlite-job-store.ts'
import { writeMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

function open(file: string): DatabaseSync {
  const database = openDatabase(file, testLogger().log, { now: () => 1234 })
  onTestFinished(() => {
    if (database.isOpen) database.close()
  })
  return database
}

const versionOf = (database: DatabaseSync): unknown =>
  database.prepare('PRAGMA user_version').get()?.['user_version']
const rowsOf = (database: DatabaseSync): unknown =>
  database.prepare('SELECT count(*) AS n FROM local_copies').get()?.['n']
const insert = "INSERT INTO local_copies VALUES ('p', '/a.mp4', '/x', 1, 1, NULL)"

describe('the database', () => {
  it('is made, folder and all, in its newest version', async () => {
    const database = open(path.join(await temporaryFolder(), 'deep', 'library.db'))
    expect(versionOf(database)).toBeGreaterThan(0)
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(database.prepare('PRAGMA checkpoint_fullfsync').get()).toEqual({ checkpoint_fullfsync: 1 })
    expect(rowsOf(database)).toBe(0)
  })

  it('keeps what is in it', async () => {
    const file = path.join(await temporaryFolder(), 'library.db')
    const first = open(file)
    first.exec(insert)
    first.close()
    expect(rowsOf(open(file))).toBe(1)
  })

  it('keeps what was written before a crash', async () => {
    const file = path.join(await temporaryFolder(), 'library.db')
    // Not closed: what was committed is still in the write-ahead log.
    open(file).exec(insert)
    expect(rowsOf(open(file))).toBe(1)
  })

  it('is migrated from an empty file and from an older version', async () => {
    const folder = await temporaryFolder()
    writeFileSync(path.join(folder, 'empty.db'), '')
    const newest = versionOf(open(path.join(folder, 'new.db')))
    expect(versionOf(open(path.join(folder, 'empty.db')))).toBe(newest)
    const old = new DatabaseSync(path.join(folder, 'old.db'))
    old.exec('CREATE TABLE something (x); INSERT INTO something VALUES (1)')
    old.close()
    const migrated = open(path.join(folder, 'old.db'))
    expect(versionOf(migrated)).toBe(newest)
    expect(migrated.prepare('SELECT x FROM something').all()).toEqual([{ x: 1 }])
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })

  it('from a newer version of the app is left as it is', async () => {
    const file = path.join(await temporaryFolder(), 'library.db')
    const newer = open(file)
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    expect(versionOf(open(file))).toBe(99)
  })

  it('that is damaged is set aside with all its parts, and a new one is made', async () => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'library.db')
    for (const part of ['', '-wal', '-shm']) writeFileSync(file + part, `no database${part}`.repeat(1000))
    const { log, text } = testLogger()
    const database = openDatabase(file, log, { now: () => 1234 })
    onTestFinished(() => database.close())
    expect(rowsOf(database)).toBe(0)
    expect(readFileSync(`${file}.damaged-1234`, 'utf8')).toBe('no database'.repeat(1000))
    expect(text()).toContain('damaged')
  })

  it('whose pages are damaged is set aside, too', async () => {
    const file = path.join(await temporaryFolder(), 'library.db')
    const database = open(file)
    const row = database.prepare("INSERT INTO local_copies VALUES (?, '/a.mp4', '/x', 1, 1, NULL)")
    database.exec('BEGIN')
    for (let index = 0; index < 5000; index++) row.run(`profile ${index}`)
    database.exec('COMMIT')
    database.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 8192, 65_536)
    writeFileSync(file, bytes)
    // How many rows can still be read depends on where SQLite had put them.
    expect(rowsOf(open(file))).toBeLessThan(5000)
    expect(readFileSync(`${file}.damaged-1234`)).toEqual(bytes)
  })

  /** A kept database with one bit of it turned over, at a place that is found by what is there. */
  async function withFlippedBit(placeOf: (bytes: Buffer) => number): Promise<string> {
    const file = path.join(await temporaryFolder(), 'library.db')
    const database = open(file)
    database.exec(insert)
    database.close()
    const bytes = readFileSync(file)
    const place = placeOf(bytes)
    bytes[place] = (bytes[place] ?? 0) ^ 1
    writeFileSync(file, bytes)
    return file
  }

  // Found by `npm run fuzz`: the app started, and could keep no transfer.
  it('whose header asks for a newer SQLite, which makes it read-only, is set aside, and what it says kept', async () => {
    const file = await withFlippedBit(() => 18)
    const database = open(file)
    expect(rowsOf(database)).toBe(1)
    database.exec("DELETE FROM local_copies WHERE profile_id = 'p'")
    expect(readdirSync(path.dirname(file))).toContain('library.db.damaged-1234')
  })

  // Found by `npm run fuzz`: the app did not start.
  it.each(['job_id TEXT', 'record TEXT', 'part_file TEXT', 'durable TEXT'])(
    'whose schema is damaged at %j is set aside, and the rest of it kept',
    async (text) => {
      const file = await withFlippedBit((bytes) => bytes.indexOf(text))
      const database = open(file)
      expect(rowsOf(database)).toBe(1)
      createSqliteJobStore(database, testLogger().log)
      createPartStore(database)
      expect(readdirSync(path.dirname(file))).toContain('library.db.damaged-1234')
    },
  )

  // Found by `npm run fuzz`: the app took it for a newer version's, and did not start.
  it('whose version and schema are damaged is set aside, and the rest of it kept', async () => {
    const file = await withFlippedBit((bytes) => bytes.indexOf('durable TEXT'))
    const damaged = new DatabaseSync(file)
    damaged.exec('PRAGMA user_version = 200')
    damaged.close()
    const database = open(file)
    expect(rowsOf(database)).toBe(1)
    createPartStore(database)
    expect(readdirSync(path.dirname(file))).toContain('library.db.damaged-1234')
  })

  // Found by `npm run fuzz`: a transfer that was kept was not found by its id.
  it('whose index says other than its table is set aside, and what the table says kept', async () => {
    const file = path.join(await temporaryFolder(), 'library.db')
    const database = open(file)
    for (const id of ['job-a', 'job-b', 'job-c'])
      database.exec(`INSERT INTO transfers (id, record) VALUES ('${id}', 'record')`)
    database.close()
    const bytes = readFileSync(file)
    // In the table the record follows.
    const inIndex = bytes.toString('latin1').search(/job-b(?!record)/u)
    expect(inIndex).toBeGreaterThan(0)
    bytes[inIndex] = (bytes[inIndex] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const again = open(file)
    const ids = again.prepare('SELECT id FROM transfers ORDER BY id').all()
    expect(ids.map(({ id }) => id)).toEqual(['job-a', 'job-b', 'job-c'])
    const found = again.prepare("SELECT count(*) AS n FROM transfers WHERE id = 'job-b'").get()
    expect(found?.['n']).toBe(1)
    expect(readdirSync(path.dirname(file))).toContain('library.db.damaged-1234')
  })

  it('that is read-only because its disk or its owner wants it so is not taken for damaged', async () => {
    // Windows has no such folders, and root may write everywhere.
    if (process.platform === 'win32' || process.getuid?.() === 0) return
    const folder = await temporaryFolder()
    const file = path.join(folder, 'library.db')
    open(file).close()
    chmodSync(file, 0o444)
    chmodSync(folder, 0o555)
    onTestFinished(() => chmodSync(folder, 0o755))
    expect(() => openDatabase(file, testLogger().log)).toThrow()
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })

  it('that another program holds is not taken for damaged', async () => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'library.db')
    const first = open(file)
    first.exec(insert)
    first.close()
    const holder = new DatabaseSync(file)
    onTestFinished(() => holder.close())
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    expect(() => openDatabase(file, testLogger().log)).toThrow(/locked/u)
    holder.exec('ROLLBACK')
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })

  it('that cannot be made at all says so', async () => {
    const folder = await temporaryFolder()
    mkdirSync(path.join(folder, 'library.db'))
    expect(() => openDatabase(path.join(folder, 'library.db'), testLogger().log)).toThrow()
    writeFileSync(path.join(folder, 'file'), '')
    expect(() => openDatabase(path.join(folder, 'file', 'library.db'), testLogger().log)).toThrow()
  })
})

describe('local copies', () => {
  it('are per account and path, the newest counting', async () => {
    const folder = await temporaryFolder()
    const copies = new LocalCopies(open(path.join(folder, 'library.db')))
    const [one, two] = [await writeMp4(folder, '1.mp4', 100), await writeMp4(folder, '2.mp4', 200)]
    const unknown = { size: null, createdAt: null }
    const copy = { profileId: 'p', remotePath: '/a.mp4', localPath: one.file, size: 100, createdAt: 5 }
    await copies.record(copy)
    expect(await copies.find('p', '/a.mp4', { size: 100, createdAt: 5 })).toBe(one.file)
    expect(await copies.find('p', '/a.mp4', unknown)).toBe(one.file)
    expect(await copies.find('p', '/a.mp4', { size: 101, createdAt: 5 })).toBeNull()
    expect(await copies.find('q', '/a.mp4', unknown)).toBeNull()
    expect(await copies.find('p', '/A.mp4', unknown)).toBeNull()
    await copies.record({ ...copy, localPath: two.file, size: 200 })
    expect(await copies.find('p', '/a.mp4', unknown)).toBe(two.file)
    expect(await copies.find("p' OR 1=1 --", '/a.mp4', unknown)).toBeNull()

    // Another of the same size has been uploaded in its place.
    const replaced = { size: 200, createdAt: 6 }
    expect(await copies.find('p', '/a.mp4', replaced)).toBeNull()
    expect(await copies.look('p', '/a.mp4', replaced)).toEqual({ state: 'changed', file: two.file })
    // From before the time was kept.
    await copies.record({ ...copy, localPath: two.file, size: 200, createdAt: null })
    expect(await copies.look('p', '/a.mp4', replaced)).toEqual({ state: 'here', file: two.file })
  })
})
