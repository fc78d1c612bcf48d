import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { isMetered } from '#main/network/connection-cost.ts'
import { MeteredWatch } from '#main/network/metered-watch.ts'

describe('what the system says of the connection', () => {
  it.each([
    ['win32', 'Unrestricted False\r\n', false],
    ['win32', 'Fixed False\r\n', true],
    ['win32', 'Variable False', true],
    ['win32', 'Unrestricted True', true],
    ['win32', 'Unknown True', true],
    ['win32', 'Unknown False', null],
    ['win32', '', null],
    ['win32', 'Fixed False; and more', null],
    ['linux', 'u 1\n', true],
    ['linux', 'u 2\n', false],
    ['linux', 'u 3\n', true],
    ['linux', 'u 4\n', false],
    ['linux', 'u 0\n', null],
    ['linux', 's "yes"\n', null],
  ])('on %s, %j is %s', async (platform, answer, expected) => {
    expect(await isMetered(platform, 'C:\\Windows', () => Promise.resolve(answer))).toBe(expected)
  })

  it('is asked of a program of the system with nothing from outside, and of none on macOS', async () => {
    const asked: [string, readonly string[]][] = []
    const ask = (file: string, args: readonly string[]): Promise<string> => {
      asked.push([file, args])
      return Promise.reject(new Error('ENOENT'))
    }
    for (const platform of ['win32', 'linux', 'darwin'])
      expect(await isMetered(platform, 'D:\\Windows', ask)).toBeNull()
    expect(asked.map(([file]) => file)).toEqual([
      'D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      'busctl',
    ])
    expect(asked[0]?.[1].slice(0, 3)).toEqual(['-NoLogo', '-NoProfile', '-NonInteractive'])
    // No cmdlet, `Verb-Noun`: where the app was started from a newer PowerShell, there are none.
    expect(asked[0]?.[1].at(-1)).not.toMatch(/\b[A-Z][a-z]+-[A-Z][a-z]+\b/u)
    expect(asked[1]?.[1].at(-1)).toBe('Metered')
  })

  it.skipIf(process.platform !== 'linux')(
    'is read from a program that is really run (a shell script stands in for it, so on Linux only)',
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-busctl-'))
      onTestFinished(() => rm(folder, { recursive: true }))
      vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`)
      onTestFinished(() => void vi.unstubAllEnvs())
      const program = path.join(folder, 'busctl')
      await writeFile(program, '#!/bin/sh\n[ "$5" = Metered ] || exit 1\necho "u 1"\n')
      await chmod(program, 0o755)
      expect(await isMetered('linux')).toBe(true)
      await writeFile(program, '#!/bin/sh\necho "Failed to get property" >&2\nexit 1\n')
      expect(await isMetered('linux')).toBeNull()
    },
  )
})

describe('a metered connection', () => {
  function rig() {
    const answers: ((answer: boolean | null) => void)[] = []
    let time = 0
    let changes = 0
    const watch = new MeteredWatch({
      ask: () => new Promise((resolve) => answers.push(resolve)),
      onChange: () => changes++,
      now: () => time,
    })
    return {
      watch,
      answers,
      pass: (ms: number) => (time += ms),
      changes: () => changes,
    }
  }

  it('is asked about once in five minutes, and anew when the network has changed', async () => {
    const { watch, answers, pass, changes } = rig()
    expect([watch.isFree, watch.isMetered]).toEqual([false, false])
    const first = watch.check()
    void watch.check()
    answers[0]?.(true)
    await first
    expect([watch.isFree, watch.isMetered, answers.length, changes()]).toEqual([false, true, 1, 1])
    pass(299_999)
    await watch.check()
    expect(answers).toHaveLength(1)
    pass(1)
    const second = watch.check()
    expect(watch.isMetered).toBe(true)
    answers[1]?.(false)
    await second
    expect([watch.isFree, watch.isMetered, changes()]).toEqual([true, false, 2])
    const third = watch.renew()
    answers[2]?.(false)
    await third
    expect([answers.length, changes()]).toEqual([3, 2])
  })

  it('that nobody tells of counts as free, and an answer that was overtaken as none', async () => {
    const { watch, answers, changes } = rig()
    const early = watch.check()
    const late = watch.renew()
    answers[1]?.(null)
    await late
    answers[0]?.(true)
    await early
    expect([watch.isFree, watch.isMetered, changes()]).toEqual([true, false, 1])
  })
})
