import { describe, expect, it } from 'vitest'
import { onceFree } from '#main/storage/once-free.ts'

/** Fails `failures` times, then does its work. */
function held(failures: number, code: string) {
  const pauses: number[] = []
  let tries = 0
  const work = (): Promise<string> => {
    tries++
    return tries > failures
      ? Promise.resolve('done')
      : Promise.reject(Object.assign(new Error(code), { code }))
  }
  const pause = (ms: number): Promise<void> => {
    pauses.push(ms)
    return Promise.resolve()
  }
  return { work, pause, pauses, tries: () => tries }
}

describe('a file that another program holds', () => {
  it.each(['EBUSY', 'EPERM', 'EACCES'])('is waited for on Windows (%s)', async (code) => {
    const { work, pause, tries } = held(3, code)
    expect(await onceFree(work, { platform: 'win32', pause })).toBe('done')
    expect(tries()).toBe(4)
  })

  it('is given up after two seconds', async () => {
    const { work, pause, pauses } = held(100, 'EBUSY')
    await expect(onceFree(work, { platform: 'win32', pause })).rejects.toMatchObject({ code: 'EBUSY' })
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(2000)
  })

  it.each([
    ['win32', 'ENOSPC'],
    ['win32', 'EEXIST'],
    ['darwin', 'EPERM'],
    ['linux', 'EACCES'],
  ] as const)('is nothing to wait for (%s, %s)', async (platform, code) => {
    const { work, pause, tries } = held(1, code)
    await expect(onceFree(work, { platform, pause })).rejects.toMatchObject({ code })
    expect(tries()).toBe(1)
  })
})
