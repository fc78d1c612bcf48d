import { describe, expect, it } from 'vitest'
import { SpeedMeter } from '#main/transfers/speed-meter.ts'

/** A meter that was told of `bytesPerMs` at every `stepMs` from `from` to `to`. */
function feed(
  meter: SpeedMeter,
  from: number,
  to: number,
  stepMs: number,
  bytesAt: (at: number) => number,
): void {
  for (let at = from; at <= to; at += stepMs) meter.record(bytesAt(at), at)
}

describe('the speed of a transfer', () => {
  it('is 0 before anything has moved, and after one report', () => {
    const meter = new SpeedMeter()
    expect(meter.rate(0)).toBe(0)
    meter.record(1000, 0)
    expect(meter.rate(0)).toBe(0)
  })

  it.each([1, 10, 62, 63, 100, 1000])('is exact for an even flow reported every %d ms', (stepMs) => {
    const meter = new SpeedMeter()
    feed(meter, 0, 20_000, stepMs, (at) => at * 2)
    const last = Math.floor(20_000 / stepMs) * stepMs
    expect(meter.rate(last)).toBe(2000)
  })

  it.each([1, 10, 100, 1000])('forgets what is longer ago than its window, reports every %d ms', (stepMs) => {
    const meter = new SpeedMeter()
    feed(meter, 0, 60_000, stepMs, (at) => at * 1000)
    feed(meter, 60_000 + stepMs, 65_000, stepMs, (at) => 60_000_000 + (at - 60_000))
    expect(meter.rate(65_000)).toBe(1000)
  })

  it('falls to 0 when nothing moves, gradually and within the window', () => {
    const meter = new SpeedMeter()
    feed(meter, 0, 10_000, 100, (at) => at * 10)
    const rates = [10_000, 11_000, 12_000, 13_000, 14_001].map((at) => meter.rate(at))
    expect(rates[0]).toBe(10_000)
    expect(rates.toSorted((a, b) => b - a)).toEqual(rates)
    expect(rates.at(-1)).toBe(0)
  })

  it('does not spread the first bytes after a stall over the time of the stall', () => {
    const meter = new SpeedMeter()
    feed(meter, 0, 1000, 100, (at) => at)
    feed(meter, 100_000, 102_000, 100, (at) => 1000 + (at - 100_000) * 10)
    // 2 of the 4 seconds of the window moved 10,000 bytes a second.
    expect(meter.rate(102_000)).toBe(5000)
  })

  it('is never negative', () => {
    const meter = new SpeedMeter()
    meter.record(5000, 0)
    meter.record(0, 100)
    expect(meter.rate(100)).toBe(0)
    expect(meter.rate(-1000)).toBe(0)
  })
})
