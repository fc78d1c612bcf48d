import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { maxAnswerBytes } from '#main/api/exchange.ts'
import type { AppError } from '#shared/errors.ts'
import { readBody, withServer } from '#tests/support/with-server.ts'
import { emptyAnswer, failureOf, testClient } from './test-client.ts'

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

const answering =
  ({ status = 200, headers = {}, body = '' }: Answer): RequestListener =>
  (request, response) => {
    void readBody(request).then(() => response.writeHead(status, headers).end(body))
  }

/** How a delete, which is never repeated, fails at this answer. */
const failureAt = (answer: Answer): Promise<AppError> =>
  withServer(answering(answer), ({ address }) =>
    failureOf(testClient(address).client.remove({ id: 1, path: '/a.mp4' })),
  )

describe('what is no CloudRoom answer', () => {
  it.each<[string, Answer, string, object]>([
    [
      'an HTML page',
      { body: '<!doctype html><html>hello</html>' },
      'server.notCloudRoom',
      { detail: 'html' },
    ],
    ['another JSON', { body: '{"status":"ok"}' }, 'server.notCloudRoom', { detail: 'otherJson' }],
    ['a JSON list', { body: '[]' }, 'server.notCloudRoom', { detail: 'otherJson' }],
    ['JSON null', { body: 'null' }, 'server.notCloudRoom', { detail: 'otherJson' }],
    ['a strange RspCode', { body: '{"RspCode":{}}' }, 'server.notCloudRoom', { detail: 'otherJson' }],
    ['garbage', { body: Buffer.from([0xff, 0x00, 0xfe, 0x80]) }, 'server.malformed', { detail: 'notJson' }],
    ['cut JSON', { body: emptyAnswer.slice(0, 30) }, 'server.malformed', { detail: 'notJson' }],
    ['nothing', {}, 'server.malformed', { detail: 'empty' }],
    ['204', { status: 204 }, 'server.malformed', { detail: 'empty' }],
    [
      'a missing page',
      { status: 404, body: '<html></html>' },
      'server.notCloudRoom',
      { detail: 'http404', status: 404 },
    ],
    ['502', { status: 502, body: '<html>nginx</html>' }, 'server.httpStatus', { status: 502 }],
    [
      '500 that claims success',
      { status: 500, body: '{"RspCode":"0"}' },
      'server.httpStatus',
      { status: 500 },
    ],
    ['503', { status: 503 }, 'server.httpStatus', { status: 503 }],
    [
      '503 with a time',
      { status: 503, headers: { 'retry-after': '7' } },
      'server.busy',
      { status: 503, retryAfterMs: 7000 },
    ],
    [
      '429',
      { status: 429, headers: { 'retry-after': '120' } },
      'server.busy',
      { status: 429, retryAfterMs: 120_000 },
    ],
    ['429 without a time', { status: 429 }, 'server.busy', { status: 429 }],
    ['401', { status: 401 }, 'server.httpStatus', { status: 401 }],
    [
      'a redirect elsewhere',
      { status: 302, headers: { location: 'https://login.example:8443/path?key=1' } },
      'server.redirected',
      { location: 'login.example:8443', status: 302 },
    ],
    [
      'a relative redirect',
      { status: 301, headers: { location: '/login' } },
      'server.redirected',
      { location: '', status: 301 },
    ],
    ['a redirect to nowhere', { status: 307 }, 'server.redirected', { location: '', status: 307 }],
    [
      'a length that is not reached',
      { headers: { 'content-length': '1000' }, body: emptyAnswer.slice(0, 20) },
      'server.malformed',
      { detail: 'truncated' },
    ],
  ])('%s', async (_, answer, code, params) => {
    const failure =
      answer.headers?.['content-length'] === undefined
        ? await failureAt(answer)
        : await withServer(
            (request, response) => {
              request.resume()
              response.writeHead(200, answer.headers).write(answer.body)
              setImmediate(() => response.destroy())
            },
            ({ address }) => failureOf(testClient(address).client.remove({ id: 1, path: '/a.mp4' })),
          )
    expect(failure).toMatchObject({ code, params })
  })

  it('only repeats what can help: 5xx yes, 4xx no', async () => {
    expect((await failureAt({ status: 502 })).retryable).toBe(true)
    expect((await failureAt({ status: 408 })).retryable).toBe(true)
    expect((await failureAt({ status: 403 })).retryable).toBe(false)
    expect((await failureAt({ status: 404 })).retryable).toBe(false)
  })

  it('stops reading an answer that does not end', async () => {
    let sent = 0
    const failure = await withServer(
      (request, response) => {
        request.resume()
        const chunk = Buffer.alloc(2 ** 20, ' ')
        const more = () => {
          while (!response.destroyed) {
            sent += chunk.length
            if (!response.write(chunk)) break
          }
        }
        response.on('drain', more)
        more()
      },
      ({ address }) => failureOf(testClient(address).client.query({ folder: '/' })),
    )
    expect(failure).toMatchObject({
      code: 'server.malformed',
      params: { detail: 'tooLarge' },
      retryable: false,
    })
    expect(sent).toBeLessThan(maxAnswerBytes * 2)
  })

  it('stops unpacking a compression bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20))
    const failure = await failureAt({ headers: { 'content-encoding': 'gzip' }, body: bomb })
    expect(failure).toMatchObject({ code: 'server.malformed', params: { detail: 'tooLarge' } })
  })
})

describe('business answers', () => {
  const codes = [
    ['1', 'api.noPermission'],
    ['2', 'api.accountNotFound'],
    ['3', 'api.wrongSecret'],
    ['4', 'api.badParameters'],
    ['5', 'api.unknown'],
    ['6', 'api.invalidFileType'],
    ['7', 'api.fileTooLarge'],
    ['8', 'api.streamReadFailed'],
    ['9', 'api.alreadyExists'],
    ['10', 'api.noCapacity'],
    ['11', 'api.badFileName'],
  ] as const

  it.each(codes)('RspCode %s, as text and as number', async (RspCode, code) => {
    const text = JSON.stringify({ RspCode, RspDesc: 'text' })
    expect(await failureAt({ body: text })).toMatchObject({ code, params: {} })
    expect(await failureAt({ body: JSON.stringify({ RspCode: Number(RspCode) }) })).toMatchObject({ code })
    expect(await failureAt({ status: 500, body: text })).toMatchObject({ code })
  })

  it.each([
    ['12', '12'],
    ['-1', '-1'],
    ['E_BUSY', 'E_BUSY'],
    ['x'.repeat(17), '?'],
    ['constructor', 'constructor'],
    ['<script>', '?'],
    [1.5, '1.5'],
  ])('RspCode %j is unexpected', async (RspCode, shown) => {
    const failure = await failureAt({ body: JSON.stringify({ RspCode }) })
    expect(failure).toMatchObject({ code: 'api.unexpectedCode', params: { code: shown } })
  })

  it.each<[string, Answer]>([
    ['"0"', { body: '{"RspCode":"0"}' }],
    ['0', { body: '{"RspCode":0}' }],
    ['" 0 "', { body: '{"RspCode":" 0 "}' }],
    ['a byte order mark', { body: '\ufeff{"RspCode":"0"}' }],
    ['plain text', { body: '{"RspCode":"0"}', headers: { 'content-type': 'text/plain' } }],
    ['compressed', { body: gzipSync('{"RspCode":"0"}'), headers: { 'content-encoding': 'gzip' } }],
    ['status 201', { status: 201, body: '{"RspCode":"0"}' }],
  ])('%s is success', async (_, answer) => {
    await withServer(answering(answer), ({ address }) =>
      testClient(address).client.remove({ id: 1, path: '/a' }),
    )
  })

  it('writes the server’s words to the log, shortened, and never into the error', async () => {
    const body = JSON.stringify({ RspCode: '5', RspDesc: `reason ${'x'.repeat(5000)}` })
    await withServer(answering({ body }), async ({ address }) => {
      const { client, memory } = testClient(address)
      const failure = await failureOf(client.query({ folder: '/' }))
      expect(JSON.stringify([failure.message, failure.toShape(), failure.stack])).not.toContain('reason')
      expect(memory.text()).toContain('reason xxx')
      expect(memory.text().length).toBeLessThan(2000)
    })
  })
})

describe('requests', () => {
  it('sends what the vendor documents, and nothing that is not set', async () => {
    const seen: {
      url: string | undefined
      method: string | undefined
      type: string | undefined
      body: unknown
    }[] = []
    await withServer(
      (request, response) => {
        void readBody(request).then((body) => {
          const { url, method, headers } = request
          seen.push({
            url,
            method,
            type: headers['content-type'],
            body: JSON.parse(body.toString()) as unknown,
          })
          response.end(emptyAnswer)
        })
      },
      async ({ address, connections }) => {
        const { client } = testClient(address)
        await client.query({ folder: '/A/', pageNumber: 2, pageSize: 500, searchTime: 't' })
        await client.query({ folder: '/' })
        await client.find('/A/b.mp4')
        expect(connections()).toBe(1)
        await client.remove({ id: 7, path: '/A/b.mp4' })
        await client.remove({ id: null, path: '/A/b.mp4' })
        expect(connections()).toBe(3)
      },
    )
    const common = {
      RequestId: expect.any(String) as string,
      CompID: 1,
      SecretKey: 'a7febff6a21c36fb50150f88c95ef641',
    }
    expect(seen.map(({ body }) => body)).toEqual([
      { ...common, FilePath: '/A/', SearchTime: 't', PageNumber: 2, PageSize: 50 },
      { ...common, FilePath: '/' },
      { ...common, FileName: '/A/b.mp4', PageNumber: 1, PageSize: 50 },
      { ...common, FileID: 7 },
      { ...common, FileName: '/A/b.mp4' },
    ])
    expect(
      new Set(seen.map(({ url, method, type }) => `${method ?? ''} ${url ?? ''} ${type ?? ''}`)),
    ).toEqual(
      new Set([
        'POST /CLOUDROOM-API/netDisk/query application/json; charset=utf-8',
        'POST /CLOUDROOM-API/netDisk/delete application/json; charset=utf-8',
      ]),
    )
  })

  it('never follows a redirect, so that no other server sees the key', async () => {
    const visits: string[] = []
    await withServer(
      (request, response) => {
        visits.push(request.url ?? '')
        response.end(emptyAnswer)
      },
      (other) =>
        withServer(
          answering({ status: 307, headers: { location: `${other.origin}/steal` } }),
          async ({ address }) => {
            const failure = await failureOf(testClient(address).client.query({ folder: '/' }))
            expect(failure).toMatchObject({
              code: 'server.redirected',
              params: { location: new URL(other.origin).host },
              retryable: false,
            })
          },
        ),
    )
    expect(visits).toEqual([])
  })
})

describe('find', () => {
  const listing = (files: object[], fileNum: number) =>
    answering({ body: JSON.stringify({ RspCode: 0, Data: { fileList: files, fileNum } }) })
  const find = (path: string, listener: RequestListener) =>
    withServer(listener, ({ address }) => testClient(address).client.find(path))

  it('takes only the recording at exactly this path', async () => {
    const files = [
      { fileName: 'b.mp4', filePath: '/' },
      { fileName: 'b.mp4', filePath: '/B/' },
      { fileName: 'b.mp4', filePath: '//A/b.mp4', id: 3 },
    ]
    expect(await find('/A/b.mp4', listing(files, 3))).toMatchObject({ id: 3, path: '/A/b.mp4' })
    expect(await find('/A/B.mp4', listing(files, 3))).toBeNull()
    expect(await find('/A/b.mp4', listing([], 0))).toBeNull()
    expect(await find('/A/b.mp4', answering({ body: '{"RspCode":"0"}' }))).toBeNull()
  })

  it('knows a name in either Unicode form', async () => {
    const found = await find('/e\u0301.mp4', listing([{ fileName: '\u00e9.mp4', filePath: '/' }], 1))
    expect(found?.path).toBe('/\u00e9.mp4')
  })

  it('reads on where a server lists the folder instead', async () => {
    const pages: unknown[] = []
    const found = await find('/A/120.mp4', (request, response) => {
      void readBody(request).then((body) => {
        const asked = JSON.parse(body.toString()) as { PageNumber: number; SearchTime?: string }
        pages.push([asked.PageNumber, asked.SearchTime])
        const first = (asked.PageNumber - 1) * 50
        const fileList = Array.from({ length: 50 }, (_, index) => ({
          fileName: `${first + index}.mp4`,
          filePath: '/A/',
        }))
        response.end(JSON.stringify({ RspCode: 0, Data: { fileList, fileNum: 500, searchTime: 'then' } }))
      })
    })
    expect(found?.path).toBe('/A/120.mp4')
    expect(pages).toEqual([
      [1, undefined],
      [2, 'then'],
      [3, 'then'],
    ])
  })

  it('passes refusals on', async () => {
    const failure = await withServer(answering({ body: '{"RspCode":"4"}' }), ({ address }) =>
      failureOf(testClient(address).client.find('/a.mp4')),
    )
    expect(failure.code).toBe('api.badParameters')
  })
})

describe('retries of a query', () => {
  /** Serves these answers in turn, the last one for ever. */
  async function askIn(answers: readonly Answer[], maxRetryAfter = 10_000) {
    let count = 0
    return withServer(
      (request, response) => {
        answering(answers[Math.min(count, answers.length - 1)] ?? {})(request, response)
        count += 1
      },
      async ({ address }) => {
        const { client } = testClient(address, { timeouts: { maxRetryAfter } })
        const outcome = await client.query({ folder: '/' }).then(
          () => 'answered',
          (error: unknown) => (error as AppError).code,
        )
        return { outcome, count }
      },
    )
  }

  it.each<[string, Answer]>([
    ['502', { status: 502 }],
    ['malformed JSON', { body: '{' }],
    ['nothing', {}],
    ['429 with a short wait', { status: 429, headers: { 'retry-after': '0' } }],
  ])('helps after %s', async (_, answer) => {
    expect(await askIn([answer, answer, { body: emptyAnswer }])).toEqual({ outcome: 'answered', count: 3 })
  })

  it('ends after two', async () => {
    expect(await askIn([{ status: 500 }])).toEqual({ outcome: 'server.httpStatus', count: 3 })
  })

  it.each<[string, Answer, string]>([
    ['a wrong key', { body: '{"RspCode":"3"}' }, 'api.wrongSecret'],
    ['code 5', { body: '{"RspCode":"5"}' }, 'api.unknown'],
    ['a page', { body: '<html>' }, 'server.notCloudRoom'],
    ['403', { status: 403 }, 'server.httpStatus'],
    ['429 that asks for too long', { status: 429, headers: { 'retry-after': '3600' } }, 'server.busy'],
  ])('is not tried after %s', async (_, answer, outcome) => {
    expect(await askIn([answer])).toEqual({ outcome, count: 1 })
  })

  it('waits as long as the server asks', async () => {
    const started = performance.now()
    expect(await askIn([{ status: 429, headers: { 'retry-after': '1' } }, { body: emptyAnswer }])).toEqual({
      outcome: 'answered',
      count: 2,
    })
    expect(performance.now() - started).toBeGreaterThanOrEqual(990)
  })

  it('is not made for a delete', async () => {
    let count = 0
    await withServer(
      (request, response) => {
        count += 1
        answering({ status: 502 })(request, response)
      },
      ({ address }) => failureOf(testClient(address).client.remove({ id: 1, path: '/a' })),
    )
    expect(count).toBe(1)
  })

  it('ends at once when the caller leaves during the pause', async () => {
    const controller = new AbortController()
    const started = performance.now()
    const failure = await withServer(answering({ status: 502 }), ({ address }) => {
      const { client } = testClient(address, {
        timeouts: { retryPause: 60_000 },
        log: {
          debug: () => undefined,
          info: (message) => {
            if (message === 'Query is retried') controller.abort()
          },
          warn: () => undefined,
          error: () => undefined,
        },
      })
      return failureOf(client.query({ folder: '/' }, { signal: controller.signal }))
    })
    expect(failure.code).toBe('aborted')
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
