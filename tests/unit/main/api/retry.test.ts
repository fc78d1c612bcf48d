import { describe, expect, it } from 'vitest'
import { parseRetryAfter } from '#main/api/http-errors.ts'
import { backoff, isWorthRetrying, withRetries } from '#main/api/retry.ts'
import { AppError } from '#shared/errors.ts'
import type { ErrorCode } from '#shared/errors.ts'

describe('backoff', () => {
  it('doubles, within half and one and a half of the plan', () => {
    expect([0, 1, 2].map((attempt) => backoff(attempt, 500, () => 0.5))).toEqual([500, 1000, 2000])
    expect(backoff(0, 500, () => 0)).toBe(250)
    expect(backoff(0, 500, () => 0.999)).toBeLessThan(750)
  })
})

describe('isWorthRetrying', () => {
  it.each<[ErrorCode, boolean]>([
    ['network.timeout', true],
    ['network.connectionLost', true],
    ['network.refused', true],
    ['network.unreachable', true],
    ['network.nameNotFound', false],
    ['network.tls', false],
    ['server.malformed', true],
    ['server.httpStatus', true],
    ['server.busy', true],
    ['server.notCloudRoom', false],
    ['server.redirected', false],
    ['api.unknown', false],
    ['api.wrongSecret', false],
    ['aborted', false],
    ['internal', false],
  ])('%s: %s', (code, expected) => {
    expect(isWorthRetrying(new AppError(code))).toBe(expected)
  })
})

describe('withRetries', () => {
  it('waits what was planned, tells about it, and throws the last error', async () => {
    const told: unknown[] = []
    let count = 0
    const outcome = withRetries(
      () => {
        count += 1
        return Promise.reject(new AppError('network.refused', { params: { count } }))
      },
      {
        pause: 2,
        maxRetryAfter: 10,
        signal: undefined,
        random: () => 0.5,
        onRetry: (error, delay, attempt) => told.push([error.code, delay, attempt]),
      },
    )
    await expect(outcome).rejects.toMatchObject({ code: 'network.refused', params: { count: 3 } })
    expect(told).toEqual([
      ['network.refused', 2, 1],
      ['network.refused', 4, 2],
    ])
  })

  it('lets a fault of our own through at once', async () => {
    let count = 0
    const task = () => {
      count += 1
      return Promise.reject(new TypeError('bug'))
    }
    const options = { pause: 1, maxRetryAfter: 1, signal: undefined, onRetry: () => undefined }
    await expect(withRetries(task, options)).rejects.toThrow('bug')
    expect(count).toBe(1)
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 31, 12)

  it.each([
    ['5', 5000],
    ['0', 0],
    [' 7 ', 7000],
    ['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
    ['Sat, 31 Jan 2026 11:00:00 GMT', 0],
    ['', null],
    ['soon', null],
    ['1'.repeat(10), null],
  ])('%j', (text, expected) => {
    expect(parseRetryAfter(text, now)).toBe(expected)
  })
})
