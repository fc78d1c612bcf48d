import { describe, expect, it } from 'vitest'
import { handOn, paced } from '#main/transfers/paced.ts'
import { Throttle, type ThrottleClock } from '#main/transfers/throttle.ts'

const kib = 1024

/** A clock that stands still until the test moves it. */
function handClock() {
  let now = 0
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  const clock: ThrottleClock = {
    now: () => now,
    schedule(run, ms) {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }
  /** What waited for a timer has run, and gone on to its next wait, when this resolves. */
  async function advance(ms: number): Promise<void> {
    const end = now + ms
    for (;;) {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
      const next = [...timers].toSorted((a, b) => a.at - b.at)[0]
      if (!next || next.at > end) break
      timers.delete(next)
      now = next.at
      next.run()
    }
    now = end
  }
  return { clock, advance, timers }
}

const never = new AbortController().signal

/** Moves pieces without end for a job; counts the bytes. */
function mover(throttle: Throttle, job: string, piece = 16 * kib, signal: AbortSignal = never) {
  const moved = { bytes: 0 }
  const pace = throttle.paceOf(job, signal)
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await pace.take(piece)
      moved.bytes += piece
    }
  }
  void run()
  return moved
}

describe('a throttle', () => {
  it('without a limit never makes anything wait', () => {
    const pace = new Throttle(null).paceOf('a', never)
    for (let index = 0; index < 1000; index++) expect(pace.take(1_000_000)).toBeUndefined()
    expect(pace.isLimited).toBe(false)
  })

  it.each([16 * kib, 100_000, 4_000_000, 300_000_000])('lets %d bytes per second through', async (rate) => {
    const { clock, advance } = handClock()
    const moved = mover(new Throttle(rate, clock), 'a')
    await advance(10_000)
    expect(moved.bytes / 10).toBeGreaterThan(rate * 0.98)
    expect(moved.bytes / 10).toBeLessThan(rate * 1.02 + 16 * kib)
  })

  it('is shared evenly by jobs, however many connections each has', async () => {
    const { clock, advance } = handClock()
    const throttle = new Throttle(1_000_000, clock)
    const one = [mover(throttle, 'one')]
    const four = Array.from({ length: 4 }, () => mover(throttle, 'four'))
    const small = [mover(throttle, 'small', 1000)]
    await advance(30_000)
    const sum = (movers: readonly { bytes: number }[]) => movers.reduce((all, { bytes }) => all + bytes, 0)
    expect(sum(four) / sum(one)).toBeCloseTo(1, 1)
    // Turns, not bytes, are what alternates: who asks for little gets little.
    expect(sum(small)).toBeGreaterThan(0)
    for (const { bytes } of four) expect(bytes / sum(four)).toBeCloseTo(0.25, 1)
    expect(sum([...one, ...four, ...small])).toBeLessThan(30_600_000)
  })

  it('does not save up for later more than a moment’s worth', async () => {
    const { clock, advance } = handClock()
    const throttle = new Throttle(1_000_000, clock)
    await advance(60_000)
    const moved = mover(throttle, 'a')
    await advance(1000)
    expect(moved.bytes).toBeLessThan(1_300_000)
  })

  it('can be set, changed and lifted while bytes move', async () => {
    const { clock, advance } = handClock()
    const throttle = new Throttle(100_000, clock)
    const moved = mover(throttle, 'a')
    await advance(10_000)
    expect(moved.bytes / 1_000_000).toBeCloseTo(1, 1)
    throttle.bytesPerSecond = 1_000_000
    await advance(10_000)
    expect(moved.bytes / 11_000_000).toBeCloseTo(1, 1)
    const pace = throttle.paceOf('b', never)
    const waiting = pace.take(1)
    throttle.bytesPerSecond = null
    await waiting
    expect(pace.take(1_000_000_000)).toBeUndefined()
    throttle.bytesPerSecond = 16 * kib
    expect(pace.take(1)).toBeInstanceOf(Promise)
  })

  it('lets go of who is aborted, and spends nothing on it', async () => {
    const { clock, advance, timers } = handClock()
    const throttle = new Throttle(16 * kib, clock)
    const controller = new AbortController()
    const aborted = mover(throttle, 'aborted', 16 * kib, controller.signal)
    const other = mover(throttle, 'other')
    await advance(4000)
    controller.abort()
    await advance(0)
    const { bytes } = other
    await advance(16_000)
    expect(other.bytes - bytes).toBeGreaterThanOrEqual(15 * 16 * kib)
    expect(aborted.bytes).toBeLessThan(4 * 16 * kib)
    expect(timers.size).toBe(1)
    expect(throttle.paceOf('aborted', controller.signal).take(1)).toBeUndefined()
  })
})

describe('paced bytes', () => {
  const chunk = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251)

  it('stay the same, whole without a limit, in small pieces with one', async () => {
    const { clock, advance } = handClock()
    for (const [limit, most] of [
      [null, 100_000],
      [1_000_000, 16 * kib],
    ] as const) {
      const pace = new Throttle(limit, clock).paceOf('a', never)
      const pieces: Uint8Array[] = []
      const handed = handOn(chunk, pace, (piece) => {
        pieces.push(piece)
        return Promise.resolve()
      })
      await advance(1000)
      await handed
      expect(Buffer.concat(pieces).equals(chunk)).toBe(true)
      expect(Math.max(...pieces.map(({ length }) => length))).toBe(most)
    }
  })

  it('are asked of their source only when they may move', async () => {
    const { clock, advance } = handClock()
    let asked = 0
    async function* source(): AsyncGenerator<Uint8Array> {
      for (;;) {
        asked += 1
        yield await Promise.resolve(chunk)
      }
    }
    const stream = paced(source(), new Throttle(100_000, clock).paceOf('a', never))
    const read = async (): Promise<void> => {
      for await (const piece of stream) expect(piece.length).toBeGreaterThan(0)
    }
    void read()
    await advance(10_000)
    expect(asked).toBeGreaterThan(8)
    expect(asked).toBeLessThan(13)
  })
})
