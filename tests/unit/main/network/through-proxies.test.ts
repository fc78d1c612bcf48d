import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import { testConnection } from '#main/diagnostics/connection-test.ts'
import { createNetwork, type Network } from '#main/network/network.ts'
import { noProxyCredentials, type ProxyCredentials } from '#main/network/proxy-credentials.ts'
import { createDownloadSource } from '#main/transfers/download-source.ts'
import { clientOf, type EmulatorAddress } from '#tests/support/client-of.ts'
import { emulate } from '#tests/support/emulate.ts'
import { mp4Bytes, sha256, sha256OfFile, writeMp4 } from '#tests/support/mp4-files.ts'
import { startHttpProxy, startSocksProxy } from '#tests/support/proxies.ts'
import { selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import { tlsFront } from '#tests/support/tls-front.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'
import { withServer } from '#tests/support/with-server.ts'
import { failureOf, uploadOf } from '../api/test-client.ts'

const certificate = selfSignedCertificate('localhost', new Date(Date.now() + 86_400_000))

interface Way extends Network {
  readonly refused: string[]
  /** URLs that the system was asked about. */
  readonly resolved: string[]
}

/** The app's network on a system that answers `list`. */
function network(list: string | ((url: string) => string), credentials: ProxyCredentials | null = null): Way {
  const refused: string[] = []
  const resolved: string[] = []
  const made = createNetwork({
    resolveProxy: (url) => {
      resolved.push(url)
      return Promise.resolve(typeof list === 'string' ? list : list(url))
    },
    credentials: {
      attempt: (proxy) =>
        Promise.resolve({
          credentials,
          end: (outcome) => {
            if (outcome === 'refused') refused.push(proxy)
          },
        }),
    },
    ca: () => [certificate.cert],
    log: testLogger().log,
    connectMs: 5000,
    probeMs: 2000,
  })
  return { ...made, refused, resolved }
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Uploads a file and downloads a large one in blocks, as the app does; both are compared by SHA-256. */
async function transferBothWays(emulator: Emulator, address: EmulatorAddress, way: Network): Promise<number> {
  const size = 40_000_003
  emulator.addFile('/A/large.mp4', size)
  const large = refTo(emulator, '/A/large.mp4')
  const folder = await temporaryFolder()
  const rig = await transfersRig({ ...emulator, ...address }, { folder, network: way })
  const { file, sha256: digest } = await writeMp4(folder, 'up.mp4', 3_000_001)
  const [upload] = await rig.upload([file], '/A/')
  const [download] = rig.downloads.start([large])
  expect(await rig.outcome(upload)).toBe('done')
  expect(await emulator.expectedSha256('/A/up.mp4')).toBe(digest)
  const { state, localPath } = await rig.ended(download)
  expect(state.kind).toBe('done')
  expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256('/A/large.mp4'))
  return size
}

describe('every byte goes through', () => {
  it('an HTTP proxy, to an http server by whole addresses', async () => {
    const proxy = await startHttpProxy()
    const emulator = await emulate()
    const size = await transferBothWays(emulator, emulator, network(`PROXY ${proxy.address}`))
    expect(proxy.received()).toBeGreaterThan(size)
    expect(proxy.sent()).toBeGreaterThan(3_000_001)
    expect(proxy.asked.every((line) => / http:\/\/127\.0\.0\.1:\d+\//u.test(line))).toBe(true)
    // Connections to the proxy are used again, with whole addresses on them too.
    expect(proxy.connections()).toBeLessThan(proxy.asked.length)
  })

  it('an HTTP proxy, to an https server by CONNECT, with credentials', async () => {
    const proxy = await startHttpProxy({ wants: 'me:pass:wörd' })
    const emulator = await emulate({ dialect: 'relative-url' })
    const front = await tlsFront(emulator, certificate)
    const way = network(`PROXY ${proxy.address}`, { user: 'me', password: 'pass:wörd' })
    const size = await transferBothWays(emulator, front, way)
    expect(proxy.received()).toBeGreaterThan(size)
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${new URL(front.origin).host}`]))
    expect(way.refused).toEqual([])
  })

  it.each(['SOCKS5', 'SOCKS'])('a %s proxy, to an http server', async (kind) => {
    const proxy = await startSocksProxy()
    const emulator = await emulate()
    const size = await transferBothWays(emulator, emulator, network(`${kind} ${proxy.address}`))
    expect(proxy.received()).toBeGreaterThan(size)
    expect(new Set(proxy.asked)).toEqual(new Set([`SOCKS ${new URL(emulator.origin).host}`]))
  })

  it('a SOCKS5 proxy with a password, to an https server whose name the proxy looks up', async () => {
    const proxy = await startSocksProxy({ wants: 'me:secret' })
    const emulator = await emulate({ dialect: 'relative-url' })
    const front = await tlsFront(emulator, certificate)
    const way = network(`SOCKS5 ${proxy.address}`, { user: 'me', password: 'secret' })
    const size = await transferBothWays(emulator, front, way)
    expect(proxy.received()).toBeGreaterThan(size)
    expect(new Set(proxy.asked)).toEqual(new Set([`SOCKS ${new URL(front.origin).host}`]))
  })
})

describe('a list of proxies', () => {
  it.each(['PROXY gone:1; ', 'SOCKS5 gone:1; ', 'QUIC gone:1; '])('%s goes on to the next', async (first) => {
    const proxy = await startHttpProxy()
    const emulator = await emulate()
    const list = `${first.replace('gone:1', `127.0.0.1:${await closedPort()}`)}PROXY ${proxy.address}; DIRECT`
    await clientOf(emulator, {}, network(list)).query({ folder: '/' })
    expect(proxy.asked).toHaveLength(1)
  })

  it('ends with a direct connection where it says so', async () => {
    const emulator = await emulate()
    const list = `PROXY 127.0.0.1:${await closedPort()}; DIRECT`
    const { recordings } = await clientOf(emulator, {}, network(list)).query({ folder: '/' })
    expect(recordings).toEqual([])
  })

  it('is not gone around when nothing of it answers', async () => {
    const emulator = await emulate()
    const address = `127.0.0.1:${await closedPort()}`
    const failure = await failureOf(
      clientOf(emulator, {}, network(`PROXY ${address}`)).query({ folder: '/' }),
    )
    expect(failure).toMatchObject({ code: 'network.proxyUnreachable', params: { proxy: address } })
    const unknown = await failureOf(clientOf(emulator, {}, network('QUIC a:1')).query({ folder: '/' }))
    expect(unknown.code).toBe('network.proxyUnusable')
    expect(emulator.state().log).toEqual([])
  })
})

describe('a proxy that wants to know who one is', () => {
  it.each([
    ['no', null],
    ['wrong', { user: 'me', password: 'guess' }],
  ])('gets its own error for %s credentials, http and https alike', async (_which, credentials) => {
    const proxy = await startHttpProxy({ wants: 'me:secret' })
    const emulator = await emulate()
    const front = await tlsFront(emulator, certificate)
    for (const address of [emulator, front]) {
      const way = network(`PROXY ${proxy.address}`, credentials)
      const failure = await failureOf(clientOf({ ...emulator, ...address }, {}, way).query({ folder: '/' }))
      expect(failure).toMatchObject({
        code: 'network.proxyAuth',
        params: { proxy: proxy.address },
        retryable: false,
      })
      const source = createDownloadSource({ userAgent: 'test', network: way })
      const { signal } = new AbortController()
      const download = await failureOf(source.open(`${address.origin}/a.mp4`, { signal }))
      expect(download).toMatchObject({ code: 'network.proxyAuth', params: { proxy: proxy.address } })
      const upload = clientOf({ ...emulator, ...address }, {}, way).upload(uploadOf(mp4Bytes(900_000)))
      expect((await failureOf(upload)).code).toMatch(/^network\.(?:proxyAuth|connectionLost)$/u)
      expect(new Set(way.refused)).toEqual(new Set([proxy.address]))
    }
    expect(emulator.state().log).toEqual([])
    expect(front.received()).toBe(0)
  })

  it.each([
    ['NTLM', 'network.proxyScheme'],
    ['Negotiate, Digest realm="basic"', 'network.proxyScheme'],
    ['Negotiate, basic realm="office"', 'network.proxyAuth'],
  ])('is asked for no password that it would not take: %s', async (challenge, code) => {
    const proxy = await startHttpProxy({ wants: 'me:secret', challenge })
    const emulator = await emulate()
    const front = await tlsFront(emulator, certificate)
    for (const address of [emulator, front]) {
      const way = network(`PROXY ${proxy.address}`)
      const failure = await failureOf(clientOf(address, {}, way).query({ folder: '/' }))
      expect(failure).toMatchObject({ code, params: { proxy: proxy.address } })
      const source = createDownloadSource({ userAgent: 'test', network: way })
      const { signal } = new AbortController()
      expect((await failureOf(source.open(`${address.origin}/a.mp4`, { signal }))).code).toBe(code)
    }
  })

  it('gets the same for SOCKS', async () => {
    const proxy = await startSocksProxy({ wants: 'me:secret' })
    const emulator = await emulate()
    for (const credentials of [null, { user: 'me', password: 'guess' }]) {
      const way = network(`SOCKS5 ${proxy.address}`, credentials)
      const failure = await failureOf(clientOf(emulator, {}, way).query({ folder: '/' }))
      expect(failure).toMatchObject({ code: 'network.proxyAuth', params: { proxy: proxy.address } })
      expect(way.refused).toEqual([proxy.address])
    }
  })
})

it('what a proxy says instead of a server is never taken for the server', async () => {
  const proxy = await startHttpProxy({ refusesWith: 403 })
  const front = await tlsFront(await emulate(), certificate)
  const way = network(`PROXY ${proxy.address}`)
  expect(await failureOf(clientOf(front, {}, way).query({ folder: '/' }))).toMatchObject({
    code: 'network.proxyRefused',
    params: { proxy: proxy.address, status: 403 },
  })
})

it('a server behind a tunnel is verified as ever', async () => {
  const proxy = await startHttpProxy()
  const socks = await startSocksProxy()
  const other = selfSignedCertificate('localhost', new Date(Date.now() + 86_400_000))
  const front = await tlsFront(await emulate(), other)
  for (const list of [`PROXY ${proxy.address}`, `SOCKS5 ${socks.address}`]) {
    const failure = await failureOf(clientOf(front, {}, network(list)).query({ folder: '/' }))
    expect(failure).toMatchObject({ code: 'network.tls', params: { reason: 'selfSigned' } })
  }
  expect(front.received()).toBe(0)
})

it('a proxy that says nothing is given up', async () => {
  const silent = createServer((socket) => socket.on('error', () => undefined).resume())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const way = createNetwork({
    resolveProxy: () => Promise.resolve(`PROXY 127.0.0.1:${port}`),
    credentials: noProxyCredentials,
    log: testLogger().log,
    connectMs: 100,
  })
  const url = new URL('https://localhost/')
  expect((await failureOf(way.connect(url))).code).toBe('network.proxyUnreachable')
  // Ends only once the connection has been closed.
  await new Promise((resolve) => silent.close(resolve))
})

describe('the way is found', () => {
  it('for each address, also after a redirect, and asks the system rarely', async () => {
    const bytes = mp4Bytes(100_000)
    const proxy = await startHttpProxy()
    await withServer(
      (request, response) => {
        if (request.url?.startsWith('/there.mp4') === true) response.end(bytes)
        else response.writeHead(302, { Location: '/there.mp4?token=secret' }).end()
      },
      async ({ origin }) => {
        const way = network((url) => (url.includes('/there') ? `PROXY ${proxy.address}` : 'DIRECT'))
        const source = createDownloadSource({ userAgent: 'test', network: way })
        for (let time = 0; time < 3; time++) {
          const answer = await source.open(`${origin}/here.mp4?token=secret`, {
            signal: new AbortController().signal,
          })
          if (answer.kind === 'unusable') throw new Error('unusable')
          expect(sha256(Buffer.concat(await answer.stream.toArray()))).toBe(sha256(bytes))
        }
        expect(proxy.asked).toEqual(Array.from({ length: 3 }, () => `GET ${origin}/there.mp4?token=secret`))
        // Once each, and without what only the server is to know.
        expect(way.resolved).toEqual([`${origin}/here.mp4`, `${origin}/there.mp4`])
        way.forgetRoutes()
        await way.route(new URL(`${origin}/here.mp4`))
        expect(way.resolved).toHaveLength(3)
      },
    )
  })

  it('directly where the system cannot say', async () => {
    const way = createNetwork({
      resolveProxy: () => Promise.reject(new Error('no PAC script')),
      credentials: noProxyCredentials,
      log: testLogger().log,
    })
    expect(await way.route(new URL('http://a/'))).toEqual({ kind: 'direct' })
  })
})

it('the connection test goes the same way', async () => {
  const proxy = await startHttpProxy()
  const emulator = await emulate()
  const front = await tlsFront(emulator, certificate)
  const way = network(`PROXY ${proxy.address}`)
  const report = await testConnection({
    server: { origin: front.origin, prefix: front.prefix },
    client: clientOf(front, {}, way),
    network: way,
    userAgent: 'test',
  })
  expect(report.steps.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'passed'))
  expect(report).toMatchObject({
    proxy: `http://${proxy.address}`,
    addresses: [],
    tls: { subject: 'localhost' },
  })
  expect(proxy.asked.length).toBeGreaterThanOrEqual(4)
})
