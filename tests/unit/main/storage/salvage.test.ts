import { readFileSync, writeFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase, type Damage } from '#main/storage/database.ts'
import { ByteRanges } from '#main/transfers/download/byte-ranges.ts'
import { createPartStore } from '#main/transfers/download/part-store.ts'
import { createSqliteJobStore } from '#main/transfers/sqlite-job-store.ts'
import { emulate } from '#tests/support/emulate.ts'
import { downloadSpec } from '#tests/support/scripted-engine.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'

const { log } = testLogger()

function open(file: string, damages: Damage[] = []) {
  const database = openDatabase(file, log, { onDamage: (damage) => damages.push(damage), now: () => 7 })
  onTestFinished(() => {
    if (database.isOpen) database.close()
  })
  return database
}

/** A database with so many jobs, closed. */
async function databaseWith(jobs: number): Promise<string> {
  const file = path.join(await temporaryFolder(), 'library.db')
  const database = open(file)
  const store = createSqliteJobStore(database, log)
  store.batch(() => {
    for (let index = 0; index < jobs; index++) {
      store.save({
        spec: downloadSpec(`job-${index}`),
        state: { kind: 'queued' },
        totalBytes: null,
        transferredBytes: 0,
        name: `${index}.mp4`,
        localPath: null,
        mayHaveArrived: false,
        replacing: null,
        order: index,
      })
    }
  })
  database.close()
  return file
}

const jobsIn = (file: string) => createSqliteJobStore(open(file), log).all()

describe('a damaged database', () => {
  it('with a page that cannot be read loses the jobs of that page only, says so, and is kept', async () => {
    const file = await databaseWith(1000)
    const bytes = readFileSync(file)
    const page = Math.floor(bytes.length / 2 / 4096)
    bytes.fill(0xa5, page * 4096, (page + 1) * 4096)
    writeFileSync(file, bytes)
    const damages: Damage[] = []
    open(file, damages).close()
    const [{ backup, transfers } = { backup: '', transfers: 0 }] = damages
    expect(damages).toHaveLength(1)
    expect(transfers).toBeGreaterThan(900)
    expect(jobsIn(file)).toHaveLength(transfers)
    expect(readFileSync(path.join(path.dirname(file), backup))).toEqual(bytes)
  })

  it('of which nothing can be read is replaced by an empty one, and says so', async () => {
    const file = await databaseWith(10)
    writeFileSync(file, 'no database at all'.repeat(1000))
    const damages: Damage[] = []
    open(file, damages).close()
    expect(damages).toEqual([{ backup: 'library.db.damaged-7', transfers: 0 }])
    expect(jobsIn(file)).toEqual([])
  })

  it('gives back what was only in its write-ahead log', async () => {
    const file = path.join(await temporaryFolder(), 'library.db')
    const database = open(file)
    const insert = database.prepare("INSERT INTO local_copies VALUES (?, '/a.mp4', '/x', 1, 1, NULL)")
    for (let index = 0; index < 2000; index++) insert.run(`profile ${index}`)
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    insert.run('newest')
    // As a kill leaves it: not closed, so that the log is not carried over.
    const copy = path.join(await temporaryFolder(), 'library.db')
    for (const part of ['', '-wal']) await copyFile(file + part, copy + part)
    const bytes = readFileSync(copy)
    bytes.fill(0xa5, 20 * 4096, 21 * 4096)
    writeFileSync(copy, bytes)
    const damages: Damage[] = []
    const rescued = open(copy, damages)
    expect(damages).toHaveLength(1)
    const names = rescued.prepare('SELECT profile_id FROM local_copies').all()
    expect(names.length).toBeGreaterThan(1500)
    expect(names).toContainEqual({ profile_id: 'newest' })
  })

  it('does not make anyone believe in bytes that may not be there', async () => {
    const file = await databaseWith(1000)
    const database = open(file)
    createPartStore(database).save({
      jobId: 'job-1',
      profileId: 'p',
      remotePath: '/A/job-1.mp4',
      partFile: '/downloads/job-1.mp4.part',
      folder: '/downloads',
      name: 'job-1.mp4',
      size: 100,
      validators: { etag: '"e"', lastModified: null, ifRange: '"e"' },
      md5: null,
      rejectedMd5: null,
      inode: '77',
      done: new ByteRanges([{ start: 0, end: 90 }]),
      seal: 'seal',
      boot: 'boot',
      durable: new ByteRanges([{ start: 0, end: 90 }]),
    })
    database.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 30 * 4096, 31 * 4096)
    writeFileSync(file, bytes)
    const damages: Damage[] = []
    const part = createPartStore(open(file, damages)).get('job-1')
    expect(damages).toHaveLength(1)
    expect(part).toMatchObject({ partFile: '/downloads/job-1.mp4.part', inode: null })
    expect([part?.done.total, part?.durable.total]).toEqual([0, 0])
  })

  it('leaves a queue that works', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 300_000)
    const folder = await temporaryFolder()
    writeFileSync(path.join(folder, 'library.db'), 'damaged'.repeat(1000))
    const rig = await transfersRig(emulator, { folder })
    const [id] = rig.downloads.start([refTo(emulator, '/a.mp4')])
    expect(await rig.outcome(id)).toBe('done')
  })
})
