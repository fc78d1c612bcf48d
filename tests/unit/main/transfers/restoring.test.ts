import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import { openDatabase } from '#main/storage/database.ts'
import { createSqliteJobStore } from '#main/transfers/sqlite-job-store.ts'
import { emulate } from '#tests/support/emulate.ts'
import { scriptedEngine, type ScriptedEngine } from '#tests/support/scripted-engine.ts'
import { startTransfers } from '#tests/support/start-transfers.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import { refTo } from '#tests/support/transfers-rig.ts'

const { log } = testLogger()
const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 5 })

/** Engines one after another over one database, as the app's starts are. */
function starts(): { next: (signedIn?: () => boolean) => ScriptedEngine; database: DatabaseSync } {
  const database = openDatabase(':memory:', log)
  const next = (signedIn = () => true): ScriptedEngine => {
    const clientFor = (): CloudRoomClient => {
      if (!signedIn()) throw new AppError('account.notSignedIn')
      return {} as CloudRoomClient
    }
    const rig = scriptedEngine({ store: createSqliteJobStore(database, log), clientFor })
    rig.engine.restore()
    return rig
  }
  return { next, database }
}

it('closing has stored what there is to store before anything is waited for', async () => {
  const emulator = await emulate()
  emulator.setFaults('bandwidth=2000@download')
  const folder = await temporaryFolder()
  const databaseFile = path.join(folder, 'library.db')
  const transfers = startTransfers(emulator, { databaseFile, downloadFolder: folder })
  emulator.addFile('/a.mp4', 20_000_000)
  const [id = ''] = transfers.downloads.start([refTo(emulator, '/a.mp4')])
  const bytes = () => transfers.engine.get(id)?.transferredBytes ?? 0
  await expect.poll(bytes, { interval: 5 }).toBeGreaterThan(0)
  const reader = openDatabase(databaseFile, log)
  onTestFinished(() => reader.close())
  const closed = transfers.close()
  expect(createSqliteJobStore(reader, log).all(() => undefined)).toMatchObject([
    { spec: { id }, state: { kind: 'queued' }, transferredBytes: bytes() },
  ])
  await closed
})

describe('the queue after a restart', () => {
  it('has every job in its order, and goes on once the account is signed in', async () => {
    const { next } = starts()
    const first = next()
    for (const id of ['a', 'b', 'c', 'd', 'e']) first.add(id)
    await until(() => expect(first.runs).toHaveLength(3))
    first.runOf('b').finish('/downloads/b.mp4')
    await until(() => expect(first.kindOf('b')).toBe('done'))

    // No close(): as after a kill.
    let isSignedIn = false
    const second = next(() => isSignedIn)
    const kinds = () => second.engine.list().map(({ id, state }) => `${id} ${state.kind}`)
    expect(kinds()).toEqual(['a waiting', 'b done', 'c waiting', 'd waiting', 'e waiting'])
    expect(second.engine.get('b')?.localPath).toBe('/downloads/b.mp4')
    expect(second.runs).toEqual([])

    isSignedIn = true
    second.engine.resumeProfile('p')
    await until(() => expect(second.runs.map(({ spec }) => spec.id)).toEqual(['a', 'c', 'd']))
  })

  it('goes on only with the account that was signed in', async () => {
    const { next } = starts()
    const first = next()
    first.add('mine')
    first.add('other', { profileId: 'q' })
    await until(() => expect(first.runs).toHaveLength(2))
    const second = next()
    second.engine.resumeProfile('q')
    await until(() => expect(second.runs.map(({ spec }) => spec.id)).toEqual(['other']))
    expect(second.kindOf('mine')).toBe('waiting')
  })

  it('leaves paused, failed and cancelled jobs as they were', async () => {
    const { next } = starts()
    const first = next()
    for (const id of ['paused', 'failed', 'cancelled']) first.add(id)
    await until(() => expect(first.runs).toHaveLength(3))
    first.engine.pause({ ids: ['paused'] })
    first.engine.cancel({ ids: ['cancelled'] })
    first.runOf('failed').fail(new AppError('file.diskFull'))
    await until(() => expect(first.kindOf('failed')).toBe('failed'))
    const second = next()
    second.engine.resumeProfile('p')
    expect(['paused', 'failed', 'cancelled'].map(second.kindOf)).toEqual(['paused', 'failed', 'cancelled'])
    expect(second.runs).toEqual([])
    second.engine.resume({ ids: ['paused'] })
    await until(() => expect(second.runs).toHaveLength(1))
  })

  it('forgets what was removed', async () => {
    const { next } = starts()
    const first = next()
    first.add('a')
    await until(() => expect(first.runs).toHaveLength(1))
    first.runOf('a').finish()
    await until(() => expect(first.kindOf('a')).toBe('done'))
    first.engine.clearFinished()
    expect(next().engine.list()).toEqual([])
  })

  it('knows of an upload that was being sent, so that it is not sent twice', async () => {
    const { next } = starts()
    const first = next()
    first.addUpload('sent', 'a.mp4')
    first.addUpload('unsent', 'b.mp4')
    await until(() => expect(first.runs).toHaveLength(2))
    first.runOf('sent').context.report({ state: { kind: 'running' } })
    const second = next()
    second.engine.resumeProfile('p')
    await until(() => expect(second.runs).toHaveLength(2))
    expect(second.runOf('sent').context.mayHaveArrived).toBe(true)
    expect(second.runOf('unsent').context.mayHaveArrived).toBe(false)
  })

  it('after a quit finds what was under way queued, and what was finished meanwhile done', async () => {
    const { next } = starts()
    const first = next()
    for (const id of ['slow', 'quick']) first.add(id)
    await until(() => expect(first.runs).toHaveLength(2))
    const closed = first.engine.close()
    first.runOf('slow').fail(new AppError('aborted'))
    first.runOf('quick').finish('/downloads/quick.mp4')
    await closed
    const second = next()
    expect(['slow', 'quick'].map(second.kindOf)).toEqual(['waiting', 'done'])
  })

  it('shows how far downloads had come, to the second; uploads start over', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const { next } = starts()
    const first = next()
    first.add('a')
    first.addUpload('u', 'u.mp4')
    await vi.advanceTimersByTimeAsync(0)
    for (const { context } of first.runs) {
      context.report({ state: { kind: 'running' } })
      context.report({ transferredBytes: 60 })
    }
    const writes = vi.spyOn(first.store, 'save')
    await vi.advanceTimersByTimeAsync(5000)
    expect(writes).toHaveBeenCalledTimes(2)
    first.runOf('a').context.report({ transferredBytes: 70 })
    const second = next()
    expect(second.engine.list().map(({ transferredBytes }) => transferredBytes)).toEqual([60, 0])
  })

  it('passes over rows that are not jobs', () => {
    const { next, database } = starts()
    const insert = database.prepare('INSERT INTO transfers (id, record) VALUES (?, ?)')
    for (const [id, text] of Object.entries({
      a: 'no json',
      b: '{}',
      c: '{"spec":{"direction":"upload"}}',
    })) {
      insert.run(id, text)
    }
    const rig = next()
    expect(rig.engine.list()).toEqual([])
    expect(rig.engine.restore()).toBe(3)
    rig.add('fresh')
    expect(rig.engine.list()).toHaveLength(1)
  })
})
