import { describe, expect, it, vi } from 'vitest'
import { pageFailure } from '#shared/ipc/schemas.ts'
import { maxFailureTextLength, type PageFailure } from '#shared/models/diagnostics.ts'
import { tellFailures } from '../../../src/renderer/composables/tell-failures.ts'

function page() {
  const target = new EventTarget()
  const told: PageFailure[] = []
  tellFailures(target, (failure) => told.push(failure))
  const dispatch = (type: string, fields: object): boolean =>
    target.dispatchEvent(Object.assign(new Event(type), fields))
  return {
    told,
    throws: (error: unknown, message = 'Uncaught') =>
      dispatch('error', { error, message, filename: 'app.js', lineno: 7 }),
    rejects: (reason: unknown) => dispatch('unhandledrejection', { reason }),
  }
}

describe('main is told', () => {
  it('of what nobody caught and of what nobody awaited, and where it was', () => {
    const { told, throws, rejects } = page()
    throws(new TypeError('x is not a function'))
    rejects(new RangeError('too much'))
    expect(told).toMatchObject([
      { kind: 'error', name: 'TypeError', message: 'x is not a function' },
      { kind: 'rejection', name: 'RangeError', message: 'too much' },
    ])
    for (const { stack } of told) expect(stack).toContain('tell-failures.test.ts')
  })

  it('of what is no error, in the browser’s words where it has none of its own', () => {
    const { told, throws, rejects } = page()
    throws('as text')
    throws(null, 'Uncaught null')
    rejects(undefined)
    expect(told.map(({ name, message }) => [name, message])).toEqual([
      ['string', 'as text'],
      ['object', 'Uncaught null (app.js:7)'],
      ['undefined', 'rejected without a reason'],
    ])
  })

  it('once of the same, and of twenty in all', () => {
    const { told, throws } = page()
    for (let index = 0; index < 3; index++) throws('again')
    expect(told).toHaveLength(1)
    for (let index = 0; index < 50; index++) throws(`another ${index}`)
    expect(told).toHaveLength(20)
  })

  it('nothing of layouts that are done in the next frame', () => {
    const { told, throws } = page()
    throws(undefined, 'ResizeObserver loop completed with undelivered notifications.')
    expect(told).toEqual([])
  })

  it('nothing that it would not take, whatever was thrown', () => {
    const long = new Error('m'.repeat(100_000))
    long.name = 'n'.repeat(100_000)
    long.stack = 's'.repeat(100_000)
    const bomb = new Proxy(
      {},
      {
        get() {
          throw new Error('read')
        },
      },
    )
    const nameless = Object.assign(new Error('nameless'), { name: 7, stack: { deep: true } })
    for (const thrown of [long, bomb, nameless, Symbol('s'), 12n, Object.create(null), () => 1]) {
      const { told, throws, rejects } = page()
      throws(thrown)
      rejects(thrown)
      expect(told).toHaveLength(2)
      for (const failure of told) expect(pageFailure.parse(failure)).toEqual(failure)
      if (thrown === long) expect(told[0]?.message).toHaveLength(maxFailureTextLength)
    }
  })
})

it('what Vue catches reaches the window', async () => {
  const { createReportingApp } = await import('../../../src/renderer/create-reporting-app.ts')
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const error = new Error('in a view')
  createReportingApp({}).config.errorHandler?.(error, null, 'render function')
  expect(reported).toHaveBeenCalledExactlyOnceWith(error)
  vi.unstubAllGlobals()
})
