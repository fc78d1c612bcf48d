import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { helpText, parseCli } from '#emulator/cli-options.ts'
import { DIALECT_NAMES, FAULT_NAMES } from '#emulator/server.ts'
import { temporaryFolder } from './support.ts'

describe('command line', () => {
  it('has defaults', () => {
    expect(parseCli([])).toEqual({
      help: false,
      json: false,
      emulator: { port: 8787, dialect: [], faults: [] },
    })
  })

  it('reads everything', () => {
    const line =
      '--port 0 --data d --seed 100 --latency-ms 5 --rate-kbps 6 --capacity 7 --max-file 8 --dialect size-units,no-range ' +
      '--dialect relative-url --fault status=500@query*2 --fault drop --json'
    expect(parseCli(line.split(' '))).toEqual({
      help: false,
      json: true,
      emulator: {
        port: 0,
        dataDir: 'd',
        seed: '100',
        latencyMs: 5,
        rateKbps: 6,
        capacityBytes: 7,
        maxFileBytes: 8,
        dialect: ['size-units', 'no-range', 'relative-url'],
        faults: [{ name: 'status', arg: '500', endpoint: 'query', times: 2 }, { name: 'drop' }],
      },
    })
  })

  it.each(['--port x', '--dialect klingon', '--fault nonsense', '--what'])('refuses %s', (line) => {
    expect(() => parseCli(line.split(' '))).toThrow()
  })

  it('names every dialect and fault in its help', () => {
    for (const name of [...DIALECT_NAMES, ...FAULT_NAMES]) expect(helpText()).toContain(`  ${name}`)
  })

  it('prints its address first and stops on SIGTERM', async () => {
    const cli = fileURLToPath(new URL('../../../emulator/cli.ts', import.meta.url))
    const args = [cli, '--json', '--port', '0', '--seed', 'empty', '--data', await temporaryFolder()]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const told = JSON.parse(line) as Record<string, unknown>
    expect(told).toMatchObject({
      compId: 1,
      compSecret: '1',
      appId: 'emulator-project',
      prefix: '/CLOUDROOM-API',
    })
    expect(told['url']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/CLOUDROOM-API$/)
    expect((await fetch(`${String(told['control'])}/state`)).status).toBe(200)
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(process.platform === 'win32' ? null : 0)
  })
})
