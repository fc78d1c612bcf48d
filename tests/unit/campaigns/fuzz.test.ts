import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
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
}, 300_000)

it('a full run has 100,000 server answers and 10,000 payloads for each channel', () => {
  const casesOf = (name: string) => allFuzzTargets().find((target) => target.name === name)?.cases
  expect(casesOf('server answers')).toBeGreaterThanOrEqual(100_000)
  const channels = allFuzzTargets().filter(({ name }) => name.startsWith('ipc '))
  expect(Math.min(...channels.map(({ cases }) => cases))).toBeGreaterThanOrEqual(10_000)
})

it('what the security page says of a full run is what it does', async () => {
  const page = await readFile(path.resolve('docs/security.md'), 'utf8')
  const rows = Array.from(
    page.matchAll(/^\| `([^`]+)` +\| ([\d,]+)(?: each)? +\| /gmu),
    ([, name = '', cases = '']) => ({
      name: new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.+')}$`, 'u'),
      cases: Number(cases.replaceAll(',', '')),
    }),
  )
  const said = allFuzzTargets().map(({ name }) => ({
    name,
    cases: rows.filter((row) => row.name.test(name)).map(({ cases }) => cases),
  }))
  expect(said).toEqual(allFuzzTargets().map(({ name, cases }) => ({ name, cases: [cases] })))
  // And nothing that there is not.
  for (const row of rows) expect(said.some(({ name }) => row.name.test(name))).toBe(true)
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
    // On a busy machine a second of the processor takes a while.
  }, 60_000)

  it('takes a case for a hang that waits for more than a second, and does not wait for its end', async () => {
    const { promise } = Promise.withResolvers<undefined>()
    const waiting = fuzzTarget('waiting', 1, fc.constant(0), () => ({ check: () => promise }))
    const { failures } = await runFuzz([waiting], { count: 1, seed: 1 })
    expect(failures[0]?.report).toMatch(/waited for \d+ ms/u)
  })

  it('counts the bytes of Buffers, also in a run of a few cases', async () => {
    const kept: Buffer[] = []
    const greedy = fuzzTarget('greedy', 5, fc.constant(0), () => ({
      check: () => void kept.push(Buffer.allocUnsafeSlow(300 * 2 ** 20)),
    }))
    const { failures } = await runFuzz([greedy], { count: 5, seed: 1 })
    expect(failures[0]?.report).toMatch(/holds \d+ MiB/u)
  })

  it('closes with what has passed when a case never gives the processor back', () => {
    const watchdog = pathToFileURL(path.resolve('tests/campaigns/fuzz/watchdog.ts')).href
    const program = `
      const { startWatchdog } = await import(${JSON.stringify(watchdog)})
      const watchdog = startWatchdog(200)
      watchdog.watch('first', { passed: 0, failed: 0 })
      for (let index = 0; index < 5; index++) watchdog.alive()
      watchdog.watch('second', { passed: 4, failed: 1 })
      for (let index = 0; index < 3; index++) watchdog.alive()
      for (;;);`
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { encoding: 'utf8', timeout: 30_000 },
    )
    expect(stderr).toContain('✖ second: case 3 hangs')
    expect(stdout).toMatch(/\n?6 passed, 2 failed\n$/u)
    expect(status).not.toBe(0)
  }, 40_000)
})
