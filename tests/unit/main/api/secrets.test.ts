import type { RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { digestOf } from '#main/api/common-parameters.ts'
import type { ApiCredentials, CloudRoomClient } from '#main/api/client.types.ts'
import { companyCredentials, projectCredentials } from '#main/api/signing.ts'
import { selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { readBody, withServer } from '#tests/support/with-server.ts'
import { failureOf, testClient, uploadOf } from './test-client.ts'

const secret = 'Hidden-Secret-1234'
const accounts: readonly ApiCredentials[] = [
  companyCredentials('73', secret, 'app'),
  projectCredentials('app', secret),
]

/** Everything that a reader of an error or of the log could see. */
function tracesOf(error: Error & { toShape(): object }, log: string): string {
  const causes: unknown[] = []
  for (let link: unknown = error; link instanceof Error && causes.length < 10; link = link.cause) {
    causes.push(
      link.message,
      link.stack,
      JSON.stringify(link),
      inspect(link, { depth: 20, showHidden: true }),
    )
  }
  return [...causes, JSON.stringify(error.toShape()), log].join('\n')
}

/** Answers with what it was sent, in every place that a client might quote. */
const echo =
  (status: number, wrap: (body: string) => string, headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    void readBody(request).then((body) => {
      const text = body.toString()
      const key = /"(?:SecretKey|UserPswd)":"(\w+)"|name="(?:SecretKey|UserPswd)"\r\n\r\n(\w+)/u.exec(text)
      const digest = key?.[1] ?? key?.[2] ?? ''
      expect(digest).toMatch(/^[\da-f]{32}$/u)
      const filled = Object.entries(headers).map(([name, value]) => [name, value.replace('KEY', digest)])
      response.writeHead(status, Object.fromEntries(filled) as Record<string, string>)
      response.end(wrap(text).replaceAll('KEY', digest))
    })
  }

const servers: Record<string, RequestListener> = {
  'code with the request in its description': echo(200, () =>
    JSON.stringify({ RspCode: '3', RspDesc: 'key KEY' }),
  ),
  'the key as RspCode': echo(200, () => '{"RspCode":"KEY"}'),
  'another JSON': echo(200, (body) => JSON.stringify({ body })),
  'not JSON': echo(200, (body) => `{ ${body}`),
  'an HTML page': echo(200, (body) => `<html>${body}</html>`),
  'status 500': echo(500, (body) => body),
  'status 404': echo(404, (body) => body),
  'status 429': echo(429, (body) => body, { 'retry-after': '9999' }),
  'a redirect': echo(302, (body) => body, { location: 'https://elsewhere.example/?key=KEY' }),
  'a redirect to a host': echo(307, (body) => body, { location: 'https://KEY.example/' }),
  'unreadable entries': echo(200, () => '{"RspCode":0,"Data":{"fileList":"KEY"}}'),
  'a reset': (request) => request.socket.resetAndDestroy(),
  silence: (request) => request.resume(),
}

const calls: Record<string, (client: CloudRoomClient, signal: AbortSignal) => Promise<unknown>> = {
  query: (client, signal) => client.query({ folder: '/' }, { signal }),
  delete: (client, signal) => client.remove({ id: null, path: '/a.mp4' }, { signal }),
  upload: (client, signal) => client.upload(uploadOf(Buffer.from('abc')), { signal }),
}

describe.each(accounts)('$mode credentials', (credentials) => {
  const timeouts = { call: 100, uploadIdle: 100, uploadAnswer: 100 }

  const expectClean = (traces: string) => {
    expect(traces.length).toBeGreaterThan(100)
    for (const trace of [secret, digestOf(credentials)])
      expect(traces.toLowerCase()).not.toContain(trace.toLowerCase())
  }

  it.each(Object.keys(servers))('stay out of errors and logs: %s', async (name) => {
    await withServer(servers[name] ?? (() => undefined), async ({ address }) => {
      for (const call of Object.values(calls)) {
        const { client, memory } = testClient(address, { credentials, timeouts })
        const outcome = await call(client, new AbortController().signal).then(
          () => null,
          (error: unknown) => error as Error & { toShape(): object },
        )
        // An upload or delete has no lists to misread.
        if (outcome !== null) expectClean(tracesOf(outcome, memory.text()))
        else expect(name).toBe('unreadable entries')
      }
    })
  })

  it('stay out of errors without a connection', async () => {
    const tls = selfSignedCertificate('localhost', new Date(Date.now() + 86_400_000))
    await withServer(
      () => undefined,
      async ({ address }) => {
        for (const origin of [address.origin, 'http://127.0.0.1:1', 'http://nowhere.invalid']) {
          for (const call of Object.values(calls)) {
            const { client, memory } = testClient({ ...address, origin }, { credentials, timeouts })
            const failure = await failureOf(call(client, new AbortController().signal))
            expect(failure.code).toMatch(/^network\./u)
            expectClean(tracesOf(failure, memory.text()))
          }
        }
      },
      { tls, host: 'localhost' },
    )
  })

  it('stay out of the errors of an abort and of a file', async () => {
    await withServer(
      (request) => request.resume(),
      async ({ address }) => {
        const { client, memory } = testClient(address, { credentials })
        for (const call of Object.values(calls)) {
          const reason = new Error(`${secret} ${digestOf(credentials)}`)
          expectClean(tracesOf(await failureOf(call(client, AbortSignal.abort(reason))), memory.text()))
        }
        const request = uploadOf(Buffer.from('abc'), { open: () => Readable.from([Buffer.alloc(9)]) })
        expectClean(tracesOf(await failureOf(client.upload(request)), memory.text()))
      },
    )
  })
})
