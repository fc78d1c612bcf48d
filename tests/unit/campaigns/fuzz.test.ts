import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allFuzzTargets } from '#tests/campaigns/fuzz/all-targets.ts'
import { fuzzTarget } from '#tests/campaigns/fuzz/fuzz-target.ts'
import { runFuzz } from '#tests/campaigns/fuzz/run-fuzz.ts'

// The short form of `npm run fuzz`: a small part of it.
it('hostile input crashes, hangs and deceives nothing', async () => {
  const { passed, failures } = await runFuzz(allFuzzTargets(), { count: 3000, seed: 1 })
  expect(failures).toEqual([])
  expect(passed).toBe(3000)
}, 120_000)

it('a full run has 100,000 server answers and 10,000 payloads for each channel', () => {
  const casesOf = (name: string) => allFuzzTargets().find((target) => target.name === name)?.cases
  expect(casesOf('server answers')).toBeGreaterThanOrEqual(100_000)
  const channels = allFuzzTargets().filter(({ name }) => name.startsWith('ipc '))
  expect(Math.min(...channels.map(({ cases }) => cases))).toBeGreaterThanOrEqual(10_000)
})

describe('fuzzing', () => {
  const target = (name: string, cases: number, check: (value: number) => void) =>
    fuzzTarget(name, cases, fc.nat(), () => ({ check }))

  it('shares a count as a full run does, names the smallest input that fails, and goes on elsewhere', async () => {
    const seen: number[] = []
    const targets = [
      target('good', 300, (value) => void seen.push(value)),
      target('bad', 100, (value) => {
        if (value > 100) throw new Error('too large')
      }),
      target('other', 100, () => undefined),
    ]
    const { passed, failures } = await runFuzz(targets, { count: 50, seed: 3 })
    expect(seen).toHaveLength(30)
    expect(passed).toBeGreaterThanOrEqual(40)
    expect(failures.map(({ name }) => name)).toEqual(['bad'])
    expect(failures[0]?.report).toContain('[101]')
    const before = [...seen]
    seen.length = 0
    await runFuzz(targets, { count: 50, seed: 3 })
    expect(seen).toEqual(before)
  })

  it('takes a case for a hang that needs the processor for more than a second', async () => {
    const busy = fuzzTarget('busy', 1, fc.constant(0), () => ({
      check: () => {
        const until = process.threadCpuUsage().user + 1_100_000
        while (process.threadCpuUsage().user < until);
      },
    }))
    const { failures } = await runFuzz([busy], { count: 1, seed: 1 })
    expect(failures[0]?.report).toMatch(/took \d+ ms/u)
  })
})
