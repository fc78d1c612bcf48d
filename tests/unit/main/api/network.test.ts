import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { describeNetworkError } from '#main/api/network-errors.ts'
import { AppError } from '#shared/errors.ts'
import { selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { readBody, withServer } from '#tests/support/with-server.ts'
import type { Network } from '#main/network/network.ts'
import { directNetwork } from '#tests/support/direct-network.ts'
import { emptyAnswer, failureOf, testClient } from './test-client.ts'

const item = { id: 1, path: '/a.mp4' }
const prefix = '/CLOUDROOM-API'
const inYears = (years: number): Date => new Date(Date.now() + years * 365 * 86_400_000)

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('no connection', () => {
  it('refused', async () => {
    const origin = `http://127.0.0.1:${await freePort()}`
    expect(await failureOf(testClient({ origin, prefix }).client.remove(item))).toMatchObject({
      code: 'network.refused',
      retryable: true,
    })
  })

  it('unknown name', async () => {
    // RFC 6761: `.invalid` never resolves.
    const failure = await failureOf(testClient({ origin: 'http://nowhere.invalid', prefix }).client.query({}))
    expect(failure.code).toBe('network.nameNotFound')
  })

  it('reset before an answer', async () => {
    const failure = await withServer(
      (request) => request.socket.resetAndDestroy(),
      ({ address }) => failureOf(testClient(address).client.remove(item)),
    )
    expect(failure.code).toBe('network.connectionLost')
  })

  it('closed before an answer', async () => {
    const failure = await withServer(
      (request) => request.socket.end(),
      ({ address }) => failureOf(testClient(address).client.remove(item)),
    )
    expect(failure.code).toBe('network.connectionLost')
  })

  it('no answer in time', async () => {
    const failure = await withServer(
      (request) => request.resume(),
      ({ address }) => failureOf(testClient(address, { timeouts: { call: 50 } }).client.remove(item)),
    )
    expect(failure).toMatchObject({ code: 'network.timeout', params: { phase: 'request' } })
  })

  it('an answer that stops half-way', async () => {
    const failure = await withServer(
      (request, response) => {
        request.resume()
        response.write('{"RspCode"')
      },
      ({ address }) => failureOf(testClient(address, { timeouts: { call: 100 } }).client.remove(item)),
    )
    expect(failure.code).toBe('network.timeout')
  })

  it('a server of another protocol', async () => {
    const server = createServer((socket) =>
      socket
        .resume()
        .end('220 mail.example ESMTP\r\n')
        .on('error', () => undefined),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await failureOf(testClient({ origin, prefix }).client.remove(item))).toMatchObject({
      code: 'server.notCloudRoom',
      params: { detail: 'notHttp' },
    })
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('abort', () => {
  it('before the call', async () => {
    const { client } = testClient({ origin: 'http://127.0.0.1:1', prefix })
    const failure = await failureOf(client.query({ folder: '/' }, { signal: AbortSignal.abort() }))
    expect(failure.code).toBe('aborted')
  })

  it('during the call closes the connection', async () => {
    const controller = new AbortController()
    let closed: Promise<void> | undefined
    const failure = await withServer(
      (request) => {
        closed = new Promise((resolve) => request.socket.once('close', () => resolve()))
        controller.abort()
      },
      async ({ address }) => {
        const error = await failureOf(testClient(address).client.query({ folder: '/' }, controller))
        await closed
        return error
      },
    )
    expect(failure.code).toBe('aborted')
  })
})

describe('TLS', () => {
  const valid = selfSignedCertificate('localhost', inYears(1))

  const connect = (
    tls: { key: string; cert: string },
    { host = 'localhost', network = directNetwork() }: { host?: string; network?: Network } = {},
  ) =>
    withServer(
      (request, response) => {
        void readBody(request).then(() => response.end(emptyAnswer))
      },
      ({ address }) => {
        const { client } = testClient(address, { network })
        return client.query({ folder: '/' }).then(
          () => 'connected' as const,
          (error: unknown) => (error as AppError).toShape(),
        )
      },
      { tls, host },
    )

  it('trusts what the given list trusts', async () => {
    expect(await connect(valid, { network: directNetwork([valid.cert]) })).toBe('connected')
  })

  it.each([
    ['selfSigned', connect(valid)],
    ['hostname', connect(valid, { host: '127.0.0.1', network: directNetwork([valid.cert]) })],
    ['expired', expiredOutcome()],
  ])('%s', async (reason, outcome) => {
    expect(await outcome).toEqual({ code: 'network.tls', params: { reason }, retryable: false })
  })

  function expiredOutcome() {
    const old = selfSignedCertificate('localhost', inYears(-1))
    return connect(old, { network: directNetwork([old.cert]) })
  }

  it('plain http where https was expected', async () => {
    const failure = await withServer(
      (_, response) => response.end(emptyAnswer),
      ({ port }) =>
        failureOf(testClient({ origin: `https://127.0.0.1:${port}`, prefix }).client.query({ folder: '/' })),
    )
    expect(failure).toMatchObject({ code: 'network.tls', params: { reason: 'notTls' } })
  })

  it('https where plain http was expected', async () => {
    const failure = await withServer(
      (_, response) => response.end(emptyAnswer),
      ({ port }) => failureOf(testClient({ origin: `http://127.0.0.1:${port}`, prefix }).client.remove(item)),
      { tls: valid },
    )
    expect(['network.connectionLost', 'server.notCloudRoom']).toContain(failure.code)
  })
})

describe('describeNetworkError', () => {
  const coded = (code: string, over: object = {}) => Object.assign(new Error('text'), { code, ...over })

  it.each([
    ['EAI_AGAIN', 'network.nameNotFound'],
    ['EHOSTUNREACH', 'network.unreachable'],
    ['ENETUNREACH', 'network.unreachable'],
    ['EPIPE', 'network.connectionLost'],
    ['ETIMEDOUT', 'network.timeout'],
    ['CERT_HAS_EXPIRED', 'network.tls'],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'network.tls'],
    ['HPE_INVALID_CONSTANT', 'server.notCloudRoom'],
    ['constructor', 'internal'],
  ])('%s', (code, expected) => {
    expect(describeNetworkError(coded(code)).code).toBe(expected)
    expect(describeNetworkError(new Error('outer', { cause: coded(code) })).code).toBe(expected)
  })

  it.each(['192.168.1.20', '10.0.0.1', '172.31.255.1', '169.254.9.9', 'fd12::1', 'fe80::1'])(
    'tells on a Mac that the local network may be closed to the app: %s',
    (address) => {
      const refused = coded('EHOSTUNREACH', { syscall: 'connect', address })
      const tried = coded('EHOSTUNREACH', {
        errors: [coded('EHOSTUNREACH', { address: '1.2.3.4' }), refused],
      })
      for (const error of [refused, tried, new Error('outer', { cause: refused })]) {
        expect(describeNetworkError(error, 'darwin').code).toBe('network.localNetwork')
        expect(describeNetworkError(error, 'linux').code).toBe('network.unreachable')
      }
    },
  )

  it.each([
    ['EHOSTUNREACH', '8.8.8.8'],
    ['EHOSTUNREACH', ''],
    ['ENETUNREACH', '192.168.1.20'],
  ])('does not tell so of %s from %j', (code, address) => {
    expect(describeNetworkError(coded(code, { address }), 'darwin').code).toBe('network.unreachable')
  })

  it('tells a firewall from a file', () => {
    expect(describeNetworkError(coded('EPERM', { syscall: 'connect' })).code).toBe('network.unreachable')
    expect(describeNetworkError(coded('EPERM', { syscall: 'open' })).code).toBe('internal')
  })

  it('takes other system errors of a request for a lost connection, and misuse for our own fault', () => {
    expect(describeNetworkError(coded('ENOBUFS', { options: {} })).code).toBe('network.connectionLost')
    expect(describeNetworkError(coded('ENOBUFS')).code).toBe('internal')
    expect(describeNetworkError(coded('ERR_INVALID_CHAR', { options: {} })).code).toBe('internal')
  })

  it('looks into what several addresses answered', () => {
    const all = Object.assign(new AggregateError([coded('ENETUNREACH')], ''), { code: 'ECONNREFUSED' })
    expect(describeNetworkError(all).code).toBe('network.refused')
  })

  it('keeps our own errors and knows aborts', () => {
    const own = new AppError('file.changedDuringUpload')
    expect(describeNetworkError(own)).toBe(own)
    expect(describeNetworkError(new Error('outer', { cause: own }))).toBe(own)
    expect(describeNetworkError(new DOMException('x', 'AbortError')).code).toBe('aborted')
  })

  it('keeps an HTTP status', () => {
    const error = Object.assign(new Error('x'), { name: 'HTTPError', response: { statusCode: 416 } })
    expect(describeNetworkError(error)).toMatchObject({
      code: 'server.httpStatus',
      params: { status: 416 },
      retryable: false,
    })
  })

  it('keeps name, code and message of the cause, and nothing else', () => {
    const { cause } = describeNetworkError(coded('ECONNRESET', { options: { json: 'secret' }, request: {} }))
    expect(cause).toMatchObject({ name: 'Error', message: 'text', code: 'ECONNRESET', stack: 'Error: text' })
    expect(Object.keys(cause as object).sort()).toEqual(['code', 'name'])
  })

  it.each([[undefined], [null], ['text'], [42], [{}]])('%j is our own fault', (thrown) => {
    expect(describeNetworkError(thrown).code).toBe('internal')
  })
})
