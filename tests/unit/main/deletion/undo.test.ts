import { describe, expect, it } from 'vitest'
import { emulate } from '#tests/support/emulate.ts'
import { deletionRig } from '#tests/support/deletion-rig.ts'

/** Long enough never to end within a test. */
const long = 60_000
/** ms */
const short = 150

async function recordings(countdownMs: number, count = 3) {
  const emulator = await emulate()
  const paths = Array.from({ length: count }, (_, index) => `/A/${index}.mp4`)
  for (const path of paths) emulator.addFile(path, 500_000)
  const rig = deletionRig(emulator, countdownMs)
  return { emulator, ...rig, paths, all: rig.refs(...paths) }
}

describe('the countdown', () => {
  it('sends nothing before its end, then everything', async () => {
    const { emulator, deletions, all, paths, waitFor, shown, events } = await recordings(short)
    const before = Date.now()
    const id = deletions.start(all)
    expect(shown()).toMatchObject([{ id, total: 3, tried: 0, waiting: paths, failures: [] }])
    const { state } = shown()[0] ?? {}
    expect(state?.kind === 'countdown' && state.until).toBeGreaterThanOrEqual(before + short)
    expect(emulator.state().requests.delete).toBe(0)
    await waitFor(id, 'gone')
    expect(Date.now() - before).toBeGreaterThanOrEqual(short - 2)
    expect(emulator.listing()).toEqual([])
    // However short it ran, a page can tell that from being taken back.
    const states = events.flatMap((event) => (event.kind === 'changed' ? event.change.state.kind : []))
    expect(states[0]).toBe('running')
  })

  it('can be taken back: nothing is ever sent', async () => {
    const { emulator, deletions, all, waitFor, stateOf } = await recordings(short)
    const id = deletions.start(all)
    expect(deletions.undo(id ?? '')).toBe(3)
    expect(stateOf(id)).toBe('gone')
    // A later deletion has run its course: the one before would have, too.
    const later = deletions.start(all.slice(2))
    await waitFor(later, 'gone')
    expect(emulator.state().requests.delete).toBe(1)
    expect(deletions.undo(id ?? '')).toBe(0)
  })

  it('is each deletion’s own', async () => {
    const { emulator, deletions, all, waitFor, stateOf } = await recordings(short)
    const first = deletions.start(all.slice(0, 1))
    const second = deletions.start(all.slice(1))
    expect(first).not.toBe(second)
    deletions.undo(second ?? '')
    await waitFor(first, 'gone')
    expect(stateOf(second)).toBe('gone')
    expect(emulator.listing().map(({ path }) => path)).toEqual(['/A/2.mp4', '/A/1.mp4'])
  })

  it('is not begun twice for the same recording', async () => {
    const { deletions, all, shown } = await recordings(long)
    deletions.start(all.slice(0, 2))
    deletions.start([...all, ...all])
    expect(shown().map(({ waiting }) => waiting)).toEqual([['/A/0.mp4', '/A/1.mp4'], ['/A/2.mp4']])
    expect(deletions.start(all)).toBeNull()
  })

  it('is there again for a page that was reloaded', async () => {
    const { deletions, all, shown } = await recordings(long)
    deletions.start(all)
    expect(deletions.list()).toEqual(shown())
  })

  it('ends with the app: nothing is sent', async () => {
    const { emulator, deletions, all } = await recordings(short)
    const later = deletionRig(emulator, 2 * short)
    deletions.start(all)
    deletions.close()
    // Outlasts the countdown.
    await later.waitFor(later.deletions.start(later.refs('/A/2.mp4')), 'gone')
    expect(emulator.state().requests.delete).toBe(1)
  })

  it.each([
    ['signing out', null],
    ['another account', 'profile-b'],
  ])('ends with %s: nothing is sent, nothing is left', async (_what, next) => {
    const { emulator, deletions, all, signIn, waitFor, shown } = await recordings(short)
    deletions.start(all)
    signIn(next)
    expect(shown()).toEqual([])
    signIn('profile-a')
    expect(shown()).toEqual([])
    await waitFor(deletions.start(all.slice(2)), 'gone')
    expect(emulator.state().requests.delete).toBe(1)
  })
})

describe('a deletion under way', () => {
  it('can be stopped: what has not been sent stays, and can be gone on with', async () => {
    const { emulator, deletions, all, waitFor, failuresOf } = await recordings(0, 10)
    emulator.setFaults('stall@delete')
    const id = deletions.start(all)
    await expect.poll(() => emulator.state().concurrent.delete.current).toBe(3)
    expect(deletions.undo(id ?? '')).toBe(7)
    expect(deletions.undo(id ?? '')).toBe(0)
    emulator.clearFaults()
    await waitFor(id, 'over')
    expect(emulator.state().requests.delete).toBe(3)
    expect(Object.values(failuresOf(id))).toEqual(Array.from({ length: 7 }, () => 'aborted'))
    deletions.retry(id ?? '')
    await waitFor(id, 'gone')
    expect(emulator.listing()).toEqual([])
  })

  it('stops when its account is left, and what it left undone is shown when it is back', async () => {
    const rig = await recordings(0, 10)
    const { emulator, deletions, all, signIn, stateOf, waitFor, shown, deleted, events } = rig
    emulator.setFaults('stall@delete')
    const id = deletions.start(all)
    await expect.poll(() => emulator.state().concurrent.delete.current).toBe(3)
    signIn('profile-b')
    expect([shown(), deletions.list()]).toEqual([[], []])
    // Seven have not been deleted: the page that has seen it run must not take this for its end.
    expect(events.at(-1)).toEqual({ kind: 'gone', id, isDone: false })
    emulator.clearFaults()
    await expect.poll(() => deleted.length).toBe(3)
    expect(shown()).toEqual([])
    signIn('profile-a')
    expect(stateOf(id)).toBe('over')
    expect(shown()[0]?.failures).toHaveLength(7)
    deletions.retry(id ?? '')
    await waitFor(id, 'gone')
    expect(events.at(-1)).toEqual({ kind: 'gone', id, isDone: true })
    expect(emulator.listing()).toEqual([])
  })

  it('is forgotten with its account, but for what had been sent', async () => {
    const { emulator, deletions, all, signIn, shown, deleted, events } = await recordings(0, 10)
    emulator.setFaults('stall@delete')
    const id = deletions.start(all)
    await expect.poll(() => emulator.state().concurrent.delete.current).toBe(3)
    deletions.forget('profile-a')
    expect(events.at(-1)).toEqual({ kind: 'gone', id, isDone: false })
    emulator.clearFaults()
    await expect.poll(() => deleted.length).toBe(3)
    signIn(null)
    signIn('profile-a')
    expect([shown(), emulator.state().requests.delete]).toEqual([[], 3])
  })
})
