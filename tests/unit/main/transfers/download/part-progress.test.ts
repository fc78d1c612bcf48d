import { describe, expect, it } from 'vitest'
import { ByteRanges } from '#main/transfers/download/byte-ranges.ts'
import { PartProgress } from '#main/transfers/download/part-progress.ts'
import type { PartStore } from '#main/transfers/download/part-store.ts'

const mebibyte = 2 ** 20

/** Progress over a store that keeps what it is given, with a clock that the test moves. */
function progressRig() {
  const saved: number[] = []
  const clock = { ms: 0, isBroken: false }
  const saveDone: PartStore['saveDone'] = (_id, done) => {
    if (clock.isBroken) throw new Error('disk full')
    saved.push(done.total)
  }
  const progress = new PartProgress({
    jobId: 'a',
    store: { saveDone } as PartStore,
    done: new ByteRanges(),
    report: () => undefined,
    now: () => clock.ms,
  })
  const write = (start: number, bytes: number): void => {
    progress.buffered(bytes)
    progress.written(start, start + bytes)
  }
  return { progress, saved, clock, write }
}

describe('what is in the part file', () => {
  it('is never more than 1 MiB ahead of the database, however fast it comes', () => {
    const { progress, saved, write } = progressRig()
    for (let block = 0; block < 400; block++) {
      // Two connections, at two places of the file.
      write((block % 2) * 2 ** 30 + Math.floor(block / 2) * 65_536, 65_536)
      expect(progress.done.total - (saved.at(-1) ?? 0)).toBeLessThan(mebibyte)
    }
    expect(saved.length).toBeLessThanOrEqual((400 * 65_536) / mebibyte + 1)
  })

  it('is saved at least every 250 ms of traffic, however slow it comes', () => {
    const { progress, saved, clock, write } = progressRig()
    for (let block = 0; block < 20; block++) {
      write(block * 100, 100)
      clock.ms += 260
    }
    expect(saved).toHaveLength(20)
    expect(saved.at(-1)).toBe(progress.done.total)
  })

  it('is saved later when the database cannot be written now', () => {
    const { progress, saved, clock, write } = progressRig()
    clock.isBroken = true
    write(0, 2 * mebibyte)
    clock.isBroken = false
    expect(saved).toEqual([])
    write(2 * mebibyte, 100)
    expect(saved).toEqual([progress.done.total])
  })
})
