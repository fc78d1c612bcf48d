import { describe, expect, it } from 'vitest'
import { AppError, assertNever, errorCodes, isAbortError, toErrorShape } from '#shared/errors.ts'

describe('AppError', () => {
  it.each(errorCodes)('%s crosses IPC by code, parameters and whether it can be retried', (code) => {
    const error = new AppError(code, { params: { status: 502 }, cause: new Error('private words') })
    const shape = error.toShape()
    expect(structuredClone(shape)).toEqual({ code, params: { status: 502 }, retryable: error.retryable })
    expect(JSON.stringify(shape)).not.toContain('private words')
    expect(error.message).toBe(code)
  })

  it('has the code’s own answer to "again?" unless told otherwise', () => {
    expect(new AppError('network.timeout').retryable).toBe(true)
    expect(new AppError('api.wrongSecret').retryable).toBe(false)
    expect(new AppError('server.httpStatus', { retryable: false }).retryable).toBe(false)
  })

  it('has no cause unless there is one', () => {
    expect(new AppError('internal')).not.toHaveProperty('cause')
    const cause = new Error('x')
    expect(new AppError('internal', { cause }).cause).toBe(cause)
  })
})

describe('toErrorShape', () => {
  it('keeps ours, names aborts, and hides the rest', () => {
    expect(toErrorShape(new AppError('file.empty'))).toEqual({
      code: 'file.empty',
      params: {},
      retryable: false,
    })
    expect(toErrorShape(new DOMException('x', 'AbortError')).code).toBe('aborted')
    for (const thrown of [new Error('/home/me/file'), 'text', null, undefined, { code: 'file.empty' }]) {
      expect(toErrorShape(thrown)).toEqual({ code: 'internal', params: {}, retryable: false })
    }
  })
})

describe('isAbortError', () => {
  it.each<[unknown, boolean]>([
    [new DOMException('x', 'AbortError'), true],
    [Object.assign(new Error('x'), { code: 'ABORT_ERR' }), true],
    [Object.assign(new Error('x'), { name: 'AbortError' }), true],
    [new Error('AbortError'), false],
    [{ name: 'AbortError' }, false],
    [null, false],
  ])('%j: %j', (error, expected) => {
    expect(isAbortError(error)).toBe(expected)
  })
})

it('assertNever names what it met', () => {
  expect(() => assertNever({ kind: 'new' } as never)).toThrow('{"kind":"new"}')
})
