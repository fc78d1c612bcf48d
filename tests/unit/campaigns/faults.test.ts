import { describe, expect, it } from 'vitest'
import { allFaultCases } from '#tests/campaigns/faults/all-cases.ts'
import { runCampaign } from '#tests/campaigns/faults/campaign.ts'
import type { FaultCase } from '#tests/campaigns/faults/fault-case.ts'

// The short form of `npm run test:faults`: each fault once, at a place and in a way that the seed decides.
it('whatever goes wrong, a transfer ends whole, or says why and leaves nothing', async () => {
  const cases = allFaultCases()
  const count = new Set(cases.map(({ fault }) => fault)).size
  const { passed, failures, skipped } = await runCampaign(cases, { count, seed: 1 })
  expect(failures).toEqual([])
  const notHere = [...skipped.values()].reduce((sum, number) => sum + number, 0)
  expect(passed + notHere).toBe(count)
  for (const reason of skipped.keys()) expect(reason).toMatch(/small disk|links|replaces no file/u)
}, 300_000)

describe('the campaign', () => {
  const drawn: string[] = []
  const cases = ['a, x', 'a, y', 'b, x', 'b, y', 'c, x'].map((name): FaultCase => ({
    fault: name.slice(0, 1),
    name,
    run: (random) => {
      drawn.push(`${name} ${random()}`)
      return name === 'b, y' ? Promise.reject(new Error('wrong')) : Promise.resolve()
    },
  }))

  it('has one case of each fault before the second of any, and says how to see a failure again', async () => {
    drawn.length = 0
    const { passed, failures } = await runCampaign(cases, { count: 8, seed: 5 })
    expect(passed + failures.length).toBe(8)
    expect(new Set(drawn.slice(0, 3).map((text) => text.slice(0, 1))).size).toBe(3)
    expect(new Set(drawn).size).toBe(8)
    const [failure] = failures
    expect(failure?.name).toBe('b, y')
    const before = drawn.find((text) => text.startsWith('b, y'))
    drawn.length = 0
    await runCampaign(cases, { count: 1, seed: failure?.seed ?? 0, only: failure?.name ?? '' })
    expect(drawn).toEqual([before])
  })
})
