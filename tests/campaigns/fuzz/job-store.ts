import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import nodePath from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { createLogger } from '#main/logging/logger.ts'
import { openDatabase } from '#main/storage/database.ts'
import { createPartStore } from '#main/transfers/download/part-store.ts'
import { FolderStore } from '#main/transfers/folder-download/folder-store.ts'
import { toTransfer, type JobRecord } from '#main/transfers/job.ts'
import { LocalCopies } from '#main/transfers/local-copies.ts'
import { createSqliteJobStore } from '#main/transfers/sqlite-job-store.ts'
import { fraction } from './fraction.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'
import { json, jsonText } from './hostile-values.ts'
import { applyEdits, edits } from './json-edits.ts'

/** Rows that are in the file: enough for pages of every kind. */
const rows = 60
const log = createLogger({ sink: () => undefined })

/** Anywhere, or where SQLite keeps what it goes by: the file's header, its schema, the heads of pages. */
const place = fc.oneof(
  fraction.map((at) => ({ at, within: null })),
  fc.nat({ max: 100 }).map((within) => ({ at: 0, within })),
  fc.tuple(fraction, fc.nat({ max: 40 })).map(([at, within]) => ({ at, within })),
  fc.nat({ max: 4096 }).map((within) => ({ at: 0, within })),
)
type Damage =
  | { readonly kind: 'bits'; readonly flips: readonly { at: number; within: number | null; bit: number }[] }
  | { readonly kind: 'cut' | 'zeros' | 'noise'; readonly from: number; readonly length: number }

const damages: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('bits' as const),
      flips: fc.array(
        fc.tuple(place, fc.nat({ max: 7 })).map(([where, bit]) => ({ ...where, bit })),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('cut' as const, 'zeros' as const, 'noise' as const),
      from: fraction,
      length: fc.nat({ max: 10_000 }),
    }),
  },
)
const pageBytes = 4096

/** A file that a disk has damaged: the app starts all the same, and what it says of its jobs is well-formed. */
export const damagedFiles: FuzzTarget = fuzzTarget('damaged job files', 4000, damages, () => {
  const { folder, file } = newFile()
  const good = readFileSync(file)
  return {
    check: (damage) => {
      writeFileSync(file, damaged(good, damage))
      useFile(file)
      clear(folder)
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
})

/** Rows as another version, another program or a person may have written them. */
export const oddRows: FuzzTarget = fuzzTarget(
  'odd job rows',
  4000,
  fc.tuple(fc.nat({ max: rows - 1 }), edits(json), fc.boolean()),
  () => {
    const folder = mkdtempSync(nodePath.join(tmpdir(), 'cloudroom-fuzz-'))
    const database = openDatabase(nodePath.join(folder, 'library.db'), log)
    const store = createSqliteJobStore(database, log)
    const change = database.prepare('INSERT INTO transfers (id, record) VALUES (?, ?)')
    return {
      check: ([index, list, isCut]) => {
        const text = jsonText(applyEdits(recordOf(index), list))
        change.run('odd', isCut ? text.slice(0, -3) : text)
        for (const record of store.all()) checkRecord(record)
        store.delete('odd')
        assert.equal(store.has('odd'), false)
      },
      close: () => {
        database.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
)

/** As the app does when it starts, works and ends, twice. */
function useFile(file: string): void {
  for (let start = 0; start < 2; start++) {
    const database = openDatabase(file, log)
    try {
      createPartStore(database)
      new LocalCopies(database)
      new FolderStore(database)
      const store = createSqliteJobStore(database, log)
      const found = store.all()
      assert.ok(found.length <= rows + 1)
      for (const record of found) checkRecord(record)
      store.batch(() => store.save(recordOf(rows)))
      assert.ok(store.has(recordOf(rows).spec.id))
      assert.ok(store.all().some(({ spec }) => spec.id === recordOf(rows).spec.id))
    } finally {
      database.close()
    }
  }
}

/** It is shown and sent to the page as any other. */
function checkRecord(record: JobRecord): void {
  const transfer = structuredClone(toTransfer(record, 0))
  assert.match(transfer.id, /^[\w-]{1,64}$/u)
  assert.match(transfer.remotePath, /^\//u)
  assert.equal(typeof transfer.order, 'number')
  assert.ok(!Number.isNaN(transfer.order))
}

function damaged(good: Buffer, damage: Damage): Buffer {
  const bytes = Buffer.from(good)
  if (damage.kind === 'bits') {
    for (const { at, within, bit } of damage.flips) {
      const page = Math.floor((at * bytes.length) / pageBytes) * pageBytes
      const offset = within === null ? Math.floor(at * bytes.length) : page + within
      bytes[offset] = (bytes[offset] ?? 0) ^ (1 << bit)
    }
    return bytes
  }
  const from = Math.floor(damage.from * bytes.length)
  if (damage.kind === 'cut') return bytes.subarray(0, from)
  const end = Math.min(bytes.length, from + damage.length)
  for (let offset = from; offset < end; offset++) {
    bytes[offset] = damage.kind === 'zeros' ? 0 : (Math.imul(offset, 2_654_435_761) >>> 24) & 0xff
  }
  return bytes
}

function newFile(): { folder: string; file: string } {
  const folder = mkdtempSync(nodePath.join(tmpdir(), 'cloudroom-fuzz-'))
  const file = nodePath.join(folder, 'library.db')
  const database = openDatabase(file, log)
  const store = createSqliteJobStore(database, log)
  store.batch(() => {
    for (let index = 0; index < rows; index++) store.save(recordOf(index))
  })
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  // Closing it once more leaves everything in the one file.
  new DatabaseSync(file).close()
  return { folder, file }
}

/** What was set aside, too. */
function clear(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(nodePath.join(folder, name))
}

function recordOf(index: number): JobRecord {
  const base = {
    totalBytes: 1000 + index,
    transferredBytes: index,
    name: `录像 ${index}.mp4`,
    localPath: null,
    mayHaveArrived: index % 2 === 0,
    order: index,
    replacing: null,
  }
  const spec = { id: `job-${index}`, profileId: 'p-1', createdAt: 1_700_000_000_000 + index }
  const error = { code: 'network.timeout' as const, params: { status: 5 }, retryable: true }
  const states: readonly JobRecord['state'][] = [
    { kind: 'queued' },
    { kind: 'waiting', until: null, error },
    { kind: 'failed', error, finishedAt: 5 },
    { kind: 'done', finishedAt: 7 },
    { kind: 'paused' },
  ]
  const state = states[index % states.length] ?? { kind: 'queued' }
  return index % 3 === 0
    ? {
        ...base,
        state,
        spec: {
          direction: 'upload',
          ...spec,
          localFile: `/videos/${'x'.repeat(index * 5)}.mp4`,
          remoteFolder: '/A/',
          name: 'b.mp4',
          onConflict: { kind: 'replace', old: { id: 1, size: 2, createdAt: 3 } },
        },
      }
    : {
        ...base,
        state,
        spec: {
          direction: 'download',
          ...spec,
          recording: { id: index, path: `/A/${index}.mp4`, size: 5, sizeIsExact: true, createdAt: null },
          targetFolder: '/downloads',
          isInFolder: false,
          opensWhenDone: false,
        },
      }
}
