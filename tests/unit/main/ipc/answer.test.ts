import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { eventNames, preloadRequestNames, requestNames } from '#shared/ipc/names.ts'
import { channelNames, codeOfReply, goodInputs, ipcRig } from './channels.ts'

describe('a request', () => {
  it.each(channelNames)('%s is refused for a sender that is not trusted', async (name) => {
    const { ask, called } = ipcRig()
    const reply = await ask(name, goodInputs[name], false)
    expect(reply).toEqual({
      ok: false,
      error: { code: 'ipc.untrustedSender', params: {}, retryable: false },
    })
    expect(called).not.toHaveBeenCalled()
  })

  it.each<readonly [string, unknown]>(
    [
      ...['toString', '__proto__', 'constructor', 'hasOwnProperty', 'valueOf', '', ' ', 'app.info '],
      ...['APP.INFO', 'app', 'app.info\u0000', 'cloudroom:request', 'a'.repeat(1_000_000), ...eventNames],
      ...[
        undefined,
        null,
        0,
        1n,
        true,
        Symbol('app.info'),
        Symbol.iterator,
        {},
        ['app.info'],
        () => 'app.info',
      ],
      ...[{ toString: () => 'app.info' }, Object.create(null) as unknown],
    ].map((name) => [inspect(name).slice(0, 20), name]),
  )('by the name %s is unknown', async (_shown, name) => {
    const { ask, called } = ipcRig()
    expect(codeOfReply(await ask(name, undefined))).toBe('ipc.unknownRequest')
    expect(codeOfReply(await ask(name, undefined, false))).toBe('ipc.untrustedSender')
    expect(called).not.toHaveBeenCalled()
  })
})

describe('what a handler throws', () => {
  const reject = (thrown: unknown) =>
    ipcRig(() => {
      throw thrown
    })

  it('keeps its code, parameters and whether to try again, and nothing else', async () => {
    const cause = new Error('/home/me/secret')
    const error = new AppError('file.tooLarge', { params: { limit: 5 }, cause, retryable: true })
    const { ask } = reject(error)
    expect(await ask('app.info', undefined)).toEqual({
      ok: false,
      error: { code: 'file.tooLarge', params: { limit: 5 }, retryable: true },
    })
  })

  it.each<readonly [string, unknown, string]>([
    ['an Error', new Error('secret /home/me'), 'internal'],
    ['a TypeError', new TypeError('secret'), 'internal'],
    ['a text', 'secret', 'internal'],
    ['undefined', undefined, 'internal'],
    ['null', null, 'internal'],
    ['something that looks like an AppError', { code: 'file.empty', message: 'secret' }, 'internal'],
    ['a system error', Object.assign(new Error('secret'), { code: 'ENOENT', path: '/home/me' }), 'internal'],
    ['a database on a full disk', Object.assign(new Error('secret'), { errcode: 13 }), 'storage.notWritable'],
    ['a database that is locked', Object.assign(new Error('secret'), { errcode: 5 }), 'internal'],
    ['an AbortError', new DOMException('secret', 'AbortError'), 'aborted'],
    ["Node's abort", Object.assign(new Error('secret'), { code: 'ABORT_ERR' }), 'aborted'],
  ])('%s becomes a code without its text', async (_what, thrown, code) => {
    const later = ipcRig(() =>
      Promise.resolve().then(() => {
        throw thrown
      }),
    )
    for (const rig of [reject(thrown), later]) {
      const reply = await rig.ask('app.info', undefined)
      expect(reply).toEqual({ ok: false, error: { code, params: {}, retryable: false } })
      expect(JSON.stringify(reply)).not.toMatch(/secret|home/u)
    }
  })

  it('is logged when it is a surprise', async () => {
    const { ask, logText } = reject(new Error('boom'))
    await ask('app.info', undefined)
    expect(logText()).toContain('app.info')
  })
})

describe('the names that the preload knows', () => {
  it('are those of the contract, each once', () => {
    expect([...requestNames, ...preloadRequestNames].toSorted()).toEqual(channelNames.toSorted())
    expect(new Set(eventNames).size).toBe(eventNames.length)
  })

  it('keep what carries local paths from the page', () => {
    const page: readonly string[] = requestNames
    for (const name of preloadRequestNames) expect(page).not.toContain(name)
    expect(page).not.toContain('uploads.registerDropped')
  })
})
