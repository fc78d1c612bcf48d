import { expect, it } from 'vitest'
import { TransferSigns, type FinishedWork } from '#main/desktop/transfer-signs.ts'
import { workNotice } from '#main/desktop/work-notice.ts'
import { AppError } from '#shared/errors.ts'
import type { Transfer, TransferState } from '#shared/models/transfer.ts'

const error = new AppError('network.timeout').toShape()
const states: Record<string, TransferState> = {
  queued: { kind: 'queued' },
  running: { kind: 'running' },
  paused: { kind: 'paused' },
  waiting: { kind: 'waiting', until: null, error },
  failed: { kind: 'failed', error, finishedAt: 0 },
  done: { kind: 'done', finishedAt: 0 },
}

function transfer(
  id: string,
  state: string,
  transferredBytes = 0,
  totalBytes: number | null = 100,
): Transfer {
  return {
    id,
    direction: 'download',
    profileId: 'p',
    name: id,
    remotePath: `/${id}`,
    localPath: state === 'done' ? `/home/${id}` : null,
    totalBytes,
    transferredBytes,
    bytesPerSecond: 0,
    state: states[state] ?? { kind: 'queued' },
    order: 0,
    replacing: null,
    opensWhenDone: false,
    createdAt: 0,
  }
}

function rig(isFocused = false) {
  const now = { ms: 0, isFocused }
  const shown: unknown[] = []
  const badges: number[] = []
  const awake: boolean[] = []
  const notices: FinishedWork[] = []
  const signs = new TransferSigns({
    setProgress: (progress) => shown.push(progress),
    setBadge: (failed) => badges.push(failed),
    keepAwake: (on) => awake.push(on),
    notify: (work) => notices.push(work),
    isFocused: () => now.isFocused,
    now: () => now.ms,
  })
  const tell = (...upserted: Transfer[]): void => signs.note({ upserted, progress: [], removed: [] })
  return { now, shown, badges, awake, notices, signs, tell }
}

it('shows all of it anew on another window', () => {
  const { signs, shown, badges, tell } = rig()
  tell(transfer('a', 'running', 50), transfer('b', 'running'))
  tell(transfer('b', 'failed'))
  signs.renew()
  expect(shown.slice(-2)).toEqual([shown.at(-1), shown.at(-1)])
  expect(badges).toEqual([1, 1])
})

it('shows the share of all that runs together; what is done does not make it jump back', () => {
  const { signs, shown, tell } = rig()
  tell(transfer('a', 'running'), transfer('b', 'queued'))
  signs.note({ upserted: [], progress: [{ id: 'a', transferredBytes: 50, bytesPerSecond: 1 }], removed: [] })
  tell(transfer('a', 'done', 100))
  tell(transfer('b', 'running', 50))
  expect(shown).toEqual([0, 0.25, 0.5, 0.75].map((share) => ({ share, mode: 'normal' })))
  tell(transfer('b', 'done', 100))
  expect(shown.at(-1)).toBeNull()
})

it('says nothing of parts of a percent', () => {
  const { signs, shown, tell } = rig()
  tell(transfer('a', 'running', 0, 1e9))
  for (let bytes = 0; bytes < 1e7; bytes += 1e5)
    signs.note({
      upserted: [],
      progress: [{ id: 'a', transferredBytes: bytes, bytesPerSecond: 1 }],
      removed: [],
    })
  expect(shown).toHaveLength(1)
})

it('tells what waits from what runs, and does not count what is paused', () => {
  const { shown, tell, signs } = rig()
  tell(transfer('a', 'running', 10))
  tell(transfer('a', 'waiting', 10))
  expect(shown.at(-1)).toEqual({ share: 0.1, mode: 'paused' })
  tell(transfer('a', 'paused', 10))
  expect([shown.at(-1), signs.unfinished]).toEqual([null, 0])
  tell(transfer('b', 'running', 0, null))
  expect(shown.at(-1)).toEqual({ share: 0, mode: 'indeterminate' })
})

it('keeps a failure in sight until the user has seen the window', () => {
  const { badges, shown, signs, tell, now } = rig()
  tell(transfer('a', 'running'), transfer('b', 'running'))
  tell(transfer('a', 'failed'))
  expect(shown.at(-1)).toEqual({ share: 0, mode: 'error' })
  tell(transfer('b', 'done', 100))
  expect(shown.at(-1)).toEqual({ share: 1, mode: 'error' })
  now.isFocused = true
  signs.seen()
  expect([shown.at(-1), badges]).toEqual([null, [1, 0]])
})

it('keeps the computer awake only while something moves', () => {
  const { awake, tell } = rig()
  tell(transfer('a', 'queued'))
  tell(transfer('a', 'running'))
  tell(transfer('b', 'running'))
  tell(transfer('a', 'waiting'))
  tell(transfer('b', 'done'))
  expect(awake).toEqual([true, false])
})

it('tells of long work that is over, and where its one file is', () => {
  const { notices, tell, now } = rig()
  tell(transfer('a', 'running'))
  now.ms = 60_000
  tell(transfer('a', 'done', 100))
  expect(notices).toEqual([{ done: 1, failed: 0, localPath: '/home/a' }])
  tell(transfer('b', 'running'), transfer('c', 'running'))
  now.ms = 120_000
  tell(transfer('b', 'done', 100), transfer('c', 'failed'))
  expect(notices.at(-1)).toEqual({ done: 1, failed: 1, localPath: null })
})

it('does not tell whoever is looking, nor of what took a moment, nor of what was cancelled', () => {
  const looking = rig(true)
  looking.tell(transfer('a', 'running'))
  looking.now.ms = 60_000
  looking.tell(transfer('a', 'done', 100))
  const short = rig()
  short.tell(transfer('a', 'running'))
  short.now.ms = 9000
  short.tell(transfer('a', 'done', 100))
  const removed = rig()
  removed.tell(transfer('a', 'running'))
  removed.now.ms = 60_000
  removed.signs.note({ upserted: [], progress: [], removed: ['a'] })
  expect([looking.notices, short.notices, removed.notices]).toEqual([[], [], []])
  expect(looking.badges).toEqual([])
})

it('takes what was over before for history', () => {
  const { shown, badges, tell } = rig()
  tell(transfer('old', 'failed'), transfer('older', 'done', 100))
  expect([shown, badges]).toEqual([[null], []])
})

it('words it in both languages', () => {
  const work = { done: 3, failed: 1, localPath: null }
  expect(workNotice(work, 'en')).toEqual({ title: 'Some transfers failed', body: '3 finished, 1 failed' })
  expect(workNotice({ ...work, failed: 0 }, 'zh-CN')).toEqual({ title: '传输已完成', body: '3 个已完成' })
})
