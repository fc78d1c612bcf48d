import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { createLogger } from '#main/logging/logger.ts'
import { memorySink } from '#main/logging/memory-sink.ts'
import { createRedactor, maxTextLength } from '#main/logging/redactor.ts'

const secret = 'Geheim/Wort+"9&ß'
const digest = createHash('md5').update(secret).digest('hex')

/** What one log call with these arguments leaves behind. */
function logged(message: string, fields?: Record<string, unknown>): string {
  const memory = memorySink()
  createLogger({ sink: memory.sink, redactor: createRedactor([secret]) }).info(message, fields)
  return memory.text()
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('registered secrets', () => {
  const forms: Record<string, string> = {
    raw: `is ${secret} here`,
    'MD5 digest': `is ${digest} here`,
    'MD5 digest in capitals': digest.toUpperCase(),
    'URL-encoded': `?x=${encodeURIComponent(secret)}`,
    'in JSON': JSON.stringify({ text: secret }),
    'base64, first position': base64(`${secret}:user`),
    'base64, second position': base64(`u${secret}:user`),
    'base64, third position': base64(`us${secret}:user`),
    base64url: Buffer.from(secret).toString('base64url'),
    'base64 of the digest': base64(`user:${digest}`),
    hexadecimal: Buffer.from(secret).toString('hex'),
  }
  const traces = [
    secret,
    digest,
    encodeURIComponent(secret),
    base64(secret).replace(/.{2}=*$/u, ''),
    JSON.stringify(secret).slice(1, -1),
  ]

  it.each(Object.entries(forms))('%s', (_, text) => {
    for (const output of [logged(text), logged('x', { text }), logged('x', { deep: { list: [text] } })]) {
      expect(output).toContain('[redacted]')
      for (const trace of traces) expect(output.toLowerCase()).not.toContain(trace.toLowerCase())
    }
  })

  it('goes from errors, their stacks and nested causes, without the fields that libraries attach', () => {
    const cause = Object.assign(new Error(`inner ${secret}`), { options: { json: { SecretKey: digest } } })
    const error = new AppError('internal', {
      params: { text: secret },
      cause: new AggregateError([cause], `outer ${digest}`, { cause }),
    })
    const output = logged('failed', { error })
    expect(output).not.toContain(digest)
    expect(output).not.toContain('Geheim')
    expect(output).not.toContain('options')
    expect(output).toContain('inner')
    expect(output).toContain('outer')
  })

  it('also covers secrets that become known later', () => {
    const redactor = createRedactor()
    expect(redactor.text('later-secret')).toBe('later-secret')
    redactor.add('later-secret')
    expect(redactor.text('a later-secret b')).toBe('a [redacted] b')
  })

  it('leaves text readable when the secret is as short as a private deployment’s default 1', () => {
    const redactor = createRedactor(['1', ''])
    expect(redactor.text('11 of 21 pages')).toBe('11 of 21 pages')
    expect(redactor.text(`key ${createHash('md5').update('1').digest('hex')}`)).toBe('key [redacted]')
  })
})

describe('names that hold secrets', () => {
  it.each([
    'SecretKey',
    'secretKey',
    'UserPswd',
    'userPswd',
    'CompSecret',
    'AppSecret',
    'token',
    'accessToken',
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'password',
  ])('%s', (name) => {
    expect(logged('x', { [name]: 'hidden-value' })).not.toContain('hidden-value')
    expect(logged('x', { nested: [{ [name]: ['hidden-value'] }] })).not.toContain('hidden-value')
    expect(logged(`{"${name}":"hidden-value"}`)).not.toContain('hidden-value')
    expect(logged(`${name}=hidden-value&x=1`)).not.toContain('hidden-value')
  })

  it('keeps ordinary fields', () => {
    const output = logged('Call answered', {
      endpoint: 'query',
      ms: 12,
      requestId: 'id-1',
      code: 'api.wrongSecret',
    })
    for (const kept of ['Call answered', 'query', '12', 'id-1', 'api.wrongSecret'])
      expect(output).toContain(kept)
  })

  it('cuts the query and the user off addresses', () => {
    const output = logged('GET https://me:pw@host/a/b.mp4?sign=abc&e=1 failed', {
      downUrl: new URL('https://host/a.mp4?sign=abc'),
    })
    expect(output).toContain('/a/b.mp4')
    expect(output).not.toMatch(/sign|abc|pw/u)
  })
})

describe('bounds', () => {
  it('shortens long texts, also where a secret lies across the cut', () => {
    expect(createRedactor().text('x'.repeat(1e6))).toHaveLength(maxTextLength + 1)
    const text = createRedactor([secret]).text('x'.repeat(maxTextLength - 5) + secret)
    expect(text).not.toContain('Geh')
  })

  it('survives cycles, depth, size and hostile objects', () => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    const hostile = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('no')
      },
    })
    const output = logged('x', {
      cycle,
      hostile,
      many: Array.from({ length: 10_000 }, (_, index) => index),
      bytes: Buffer.alloc(10),
      map: new Map([['SecretKey', 'hidden']]),
      set: new Set([1]),
      date: new Date(Number.NaN),
      big: 10n,
      nothing: null,
      notANumber: Number.NaN,
      call: () => 1,
    })
    expect(output.length).toBeLessThan(5000)
    expect(output).not.toContain('hidden')
    expect(output).toContain('[10 bytes]')
  })
})

describe('levels', () => {
  it('drops what is below the minimum', () => {
    const memory = memorySink()
    const log = createLogger({ sink: memory.sink, minimumLevel: 'warn', now: () => 5 })
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d', { n: 1 })
    expect(memory.entries).toEqual([
      { time: 5, level: 'warn', message: 'c', fields: {} },
      { time: 5, level: 'error', message: 'd', fields: { n: 1 } },
    ])
  })
})
