import { describe, expect, it } from 'vitest'
import { JobJournal } from '#main/transfers/job-journal.ts'
import type { JobRecord } from '#main/transfers/job.ts'
import { createSqliteJobStore } from '#main/transfers/sqlite-job-store.ts'
import { openDatabase } from '#main/storage/database.ts'
import { downloadSpec } from '#tests/support/scripted-engine.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const record = (id: string, order = 0): JobRecord => ({
  spec: downloadSpec(id),
  state: { kind: 'queued' },
  totalBytes: null,
  transferredBytes: 0,
  name: id,
  localPath: null,
  mayHaveArrived: false,
  replacing: null,
  order,
})

function rig() {
  const { log, text } = testLogger()
  const database = openDatabase(':memory:', log)
  const store = createSqliteJobStore(database, log)
  const told: string[] = []
  const ids = () => store.all().map(({ spec }) => spec.id)
  const journal = new JobJournal({
    store,
    onSaved: (id) => told.push(`saved ${id}, of ${ids().join('')}`),
    onDeleted: (id) => told.push(`deleted ${id}, of ${ids().join('')}`),
    log,
  })
  return { journal, database, store, told, ids, logText: text }
}

describe('the journal', () => {
  it('tells of what the store has, in order', () => {
    const { journal, told } = rig()
    journal.save(record('a'))
    journal.save(record('b'))
    journal.delete('a')
    journal.note(record('c'))
    expect(told).toEqual(['saved a, of a', 'saved b, of ab', 'deleted a, of b'])
  })

  it('writes a batch as one, and each job once, as it is at the end', () => {
    const { journal, told, store, ids } = rig()
    journal.save(record('gone'))
    told.length = 0
    const result = journal.batch(() => {
      journal.save(record('a', 1))
      journal.batch(() => journal.save(record('b')))
      journal.save(record('a', 2))
      journal.delete('gone')
      expect(ids()).toEqual(['gone'])
      return 'result'
    })
    expect(result).toBe('result')
    expect(told).toEqual(['saved a, of ab', 'saved b, of ab', 'deleted gone, of ab'])
    expect(store.all()[0]?.order).toBe(2)
  })

  it('writes what a batch has done before it threw', () => {
    const { journal, ids } = rig()
    const broken = () =>
      journal.batch(() => {
        journal.save(record('a'))
        throw new Error('afterwards')
      })
    expect(broken).toThrow('afterwards')
    expect(ids()).toEqual(['a'])
  })

  it('goes on when the store cannot be written, and writes all that it missed once it can', () => {
    const { journal, database, told, ids, logText } = rig()
    journal.save(record('a'))
    const pages = database.prepare('PRAGMA page_count').get()?.['page_count']
    // As on a full disk: SQLITE_FULL.
    database.exec(`PRAGMA max_page_count = ${String(pages)}`)
    journal.batch(() => {
      for (let index = 0; index < 500; index++) journal.save(record(`job-${index}`))
    })
    expect(ids()).toEqual(['a'])
    expect(told).toHaveLength(501)
    expect(logText()).toContain('cannot be saved')
    database.exec('PRAGMA max_page_count = 1000000')
    journal.delete('job-7')
    expect(ids()).toHaveLength(500)
    expect(ids()).not.toContain('job-7')
  })
})
