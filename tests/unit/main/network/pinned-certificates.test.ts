import { describe, expect, it } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import { describeNetworkError } from '#main/api/network-errors.ts'
import { createNetwork, type Network } from '#main/network/network.ts'
import type { Pin } from '#main/network/pin.ts'
import { noProxyCredentials } from '#main/network/proxy-credentials.ts'
import { createDownloadSource } from '#main/transfers/download-source.ts'
import { clientOf } from '#tests/support/client-of.ts'
import { emulate } from '#tests/support/emulate.ts'
import { mp4Bytes, sha256, sha256OfFile, writeMp4 } from '#tests/support/mp4-files.ts'
import { startHttpProxy, startSocksProxy } from '#tests/support/proxies.ts'
import { certificateBy, pinTo, selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import { tlsFront, type TlsFront } from '#tests/support/tls-front.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'
import { withServer } from '#tests/support/with-server.ts'
import { failureOf, uploadOf } from '../api/test-client.ts'

const tomorrow = new Date(Date.now() + 86_400_000)
const yesterday = new Date(Date.now() - 86_400_000)
const certificate = selfSignedCertificate('localhost', tomorrow)
const pin = pinTo(certificate)

/** The app's network with what a person trusts, by `host:port`. */
function network(pins: Map<string, Pin>, { list = 'DIRECT', ca = [] as string[] } = {}): Network {
  return createNetwork({
    resolveProxy: () => Promise.resolve(list),
    credentials: noProxyCredentials,
    ca: () => ca,
    pinOf: (server) => pins.get(server) ?? null,
    log: testLogger().log,
    connectMs: 5000,
  })
}

async function frontOf(presented = certificate): Promise<{ emulator: Emulator; front: TlsFront }> {
  const emulator = await emulate({ dialect: 'relative-url' })
  return { emulator, front: await tlsFront(emulator, presented) }
}

const queryOf = (front: TlsFront, way: Network) => clientOf(front, {}, way).query({ folder: '/' })

/** Everything that the app sends to a server: each is refused for the same reason, and no byte of it gets out. */
async function expectRefused(front: TlsFront, way: Network, error: object): Promise<void> {
  const before = front.received()
  const { signal } = new AbortController()
  const source = createDownloadSource({ userAgent: 'test', network: way })
  for (const attempt of [
    () => queryOf(front, way),
    () => clientOf(front, {}, way).upload(uploadOf(mp4Bytes(900_000))),
    () => source.open(`${front.origin}/a.mp4?token=secret`, { signal }),
    () =>
      way.connectSecurely(new URL(front.origin)).catch((cause: unknown) => {
        throw describeNetworkError(cause)
      }),
  ]) {
    expect(await failureOf(attempt())).toMatchObject(error)
  }
  expect(front.received()).toBe(before)
}

describe('a pinned certificate', () => {
  it.each(['DIRECT', 'PROXY', 'SOCKS5'])('lets all traffic through (%s), both ways', async (kind) => {
    const { emulator, front } = await frontOf()
    const proxy =
      kind === 'DIRECT' ? null : kind === 'PROXY' ? await startHttpProxy() : await startSocksProxy()
    const way = network(new Map([[front.server, pin]]), {
      list: proxy === null ? kind : `${kind} ${proxy.address}`,
    })
    emulator.addFile('/A/large.mp4', proxy === null ? 40_000_003 : 5_000_003)
    const folder = await temporaryFolder()
    const rig = await transfersRig({ ...emulator, ...front }, { folder, network: way })
    const { file, sha256 } = await writeMp4(folder, 'up.mp4', 3_000_001)
    const [upload] = await rig.upload([file], '/A/')
    const [download] = rig.downloads.start([refTo(emulator, '/A/large.mp4')])
    expect(await rig.outcome(upload)).toBe('done')
    expect(await emulator.expectedSha256('/A/up.mp4')).toBe(sha256)
    const { state, localPath } = await rig.ended(download)
    expect(state.kind).toBe('done')
    expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256('/A/large.mp4'))
    if (proxy !== null) expect(proxy.asked.every((line) => line.endsWith(front.server))).toBe(true)
  })

  it('by an issuer that nobody knows is accepted, and no other of that issuer', async () => {
    const issuer = selfSignedCertificate('Office CA', tomorrow)
    const leaf = certificateBy(issuer, 'Office CA', 'localhost', tomorrow)
    const { front } = await frontOf(leaf)
    const way = network(new Map([[front.server, pinTo(leaf)]]))
    expect((await queryOf(front, way)).recordings).toEqual([])
    front.setCertificate(certificateBy(issuer, 'Office CA', 'localhost', tomorrow))
    await expectRefused(front, network(new Map([[front.server, pinTo(leaf)]])), {
      code: 'network.certificateChanged',
    })
  })

  it('for another name is accepted: the person confirmed this very one for this server', async () => {
    const other = selfSignedCertificate('nas.office.example', tomorrow)
    const { front } = await frontOf(other)
    await expectRefused(front, network(new Map(), { ca: [other.cert] }), {
      code: 'network.tls',
      params: { reason: 'hostname' },
    })
    const way = network(new Map([[front.server, pinTo(other)]]))
    expect((await queryOf(front, way)).recordings).toEqual([])
  })

  it('that has expired is refused', async () => {
    const expired = selfSignedCertificate('localhost', yesterday)
    const { front } = await frontOf(expired)
    await expectRefused(front, network(new Map([[front.server, pinTo(expired)]])), {
      code: 'network.tls',
      params: { reason: 'expired' },
    })
  })

  it('does not hold for another server, not even one with the same certificate', async () => {
    const { front } = await frontOf()
    const { front: other } = await frontOf()
    const way = network(new Map([[front.server, pin]]))
    expect((await queryOf(front, way)).recordings).toEqual([])
    await expectRefused(other, way, { code: 'network.tls', params: { reason: 'selfSigned' } })
  })
})

describe('another certificate than the pinned one', () => {
  it.each([
    ['of the same name', () => selfSignedCertificate('localhost', tomorrow)],
    ['issued by the pinned one', () => certificateBy(certificate, 'localhost', 'localhost', tomorrow)],
    ['that has expired', () => selfSignedCertificate('localhost', yesterday)],
  ])('%s is refused, with both fingerprints, before anything is sent', async (_which, create) => {
    const presented = create()
    const { front } = await frontOf(presented)
    const proxy = await startHttpProxy()
    for (const list of ['DIRECT', `PROXY ${proxy.address}`]) {
      await expectRefused(front, network(new Map([[front.server, pin]]), { list }), {
        code: 'network.certificateChanged',
        retryable: false,
        params: {
          server: front.server,
          trusted: pin.fingerprint,
          presented: pinTo(presented).fingerprint,
        },
      })
    }
  })

  it('is fine if the system trusts it', async () => {
    const official = selfSignedCertificate('localhost', tomorrow)
    const { front } = await frontOf(official)
    const way = network(new Map([[front.server, pin]]), { ca: [official.cert] })
    expect((await queryOf(front, way)).recordings).toEqual([])
    expect((await way.connectSecurely(new URL(front.origin))).isPinned).toBe(false)
  })

  it('is noticed on the next connection, not only at the start', async () => {
    const { front } = await frontOf()
    const way = network(new Map([[front.server, pin]]))
    await queryOf(front, way)
    front.setCertificate(selfSignedCertificate('localhost', tomorrow))
    const upload = clientOf(front, {}, way).upload(uploadOf(mp4Bytes(900_000)))
    expect((await failureOf(upload)).code).toBe('network.certificateChanged')
  })
})

describe('a recording on another server that presents the same certificate', () => {
  it('is refused by the name of that server, also behind a redirect, until it is trusted there, too', async () => {
    const { emulator, front } = await frontOf()
    emulator.addFile('/a.mp4', 300_000)
    const other = await tlsFront(emulator, certificate)
    const pins = new Map([[front.server, pin]])
    const way = network(pins)
    const source = createDownloadSource({ userAgent: 'test', network: way })
    const { signal } = new AbortController()
    const [recording] = (await queryOf(front, way)).recordings
    const moved = recording?.downUrl?.replace(front.origin, other.origin) ?? ''
    const refusal = { code: 'network.tls', params: { reason: 'selfSigned', server: other.server } }
    expect(await failureOf(source.open(moved, { signal }))).toMatchObject(refusal)
    await withServer(
      (_request, response) => response.writeHead(302, { Location: moved }).end(),
      async ({ origin }) =>
        expect(await failureOf(source.open(`${origin}/a.mp4`, { signal }))).toMatchObject(refusal),
    )
    expect(other.received()).toBe(0)
    pins.set(other.server, pin)
    const answer = await source.open(moved, { signal })
    if (answer.kind === 'unusable') throw new Error('unusable')
    expect(sha256(Buffer.concat(await answer.stream.toArray()))).toBe(await emulator.expectedSha256('/a.mp4'))
  })
})

describe('when trust ends', () => {
  it('connections that are kept and those in use are closed, and no new one is accepted', async () => {
    const { emulator, front } = await frontOf()
    emulator.addFile('/large.mp4', 40_000_003)
    const pins = new Map([[front.server, pin]])
    const way = network(pins)
    await queryOf(front, way)
    const { recordings } = await queryOf(front, way)
    const source = createDownloadSource({ userAgent: 'test', network: way })
    const answer = await source.open(recordings[0]?.downUrl ?? '', {
      signal: new AbortController().signal,
    })
    if (answer.kind === 'unusable') throw new Error('unusable')
    // One that is kept, one whose bytes are still on their way.
    await expect.poll(front.open).toBe(2)
    pins.clear()
    way.closePinned(front.server)
    await expect(answer.stream.toArray()).rejects.toThrow()
    await expect.poll(front.open).toBe(0)
    await expectRefused(front, way, { code: 'network.tls', params: { reason: 'selfSigned' } })
  })

  it('while hands are shaken, that connection is not handed out', async () => {
    const { front } = await frontOf()
    let asked = 0
    const way = createNetwork({
      resolveProxy: () => Promise.resolve('DIRECT'),
      credentials: noProxyCredentials,
      ca: () => [],
      pinOf: () => (++asked === 1 ? pin : null),
      log: testLogger().log,
    })
    expect(await failureOf(way.connectSecurely(new URL(front.origin)))).toMatchObject({
      code: 'network.tls',
      params: { reason: 'untrusted' },
    })
    expect(asked).toBe(2)
    await expect.poll(front.open).toBe(0)
  })

  it('connections that the system vouches for stay', async () => {
    const { front } = await frontOf()
    const way = network(new Map(), { ca: [certificate.cert] })
    await queryOf(front, way)
    way.closePinned(front.server)
    await queryOf(front, way)
    expect(front.open()).toBe(1)
  })
})

it('the network is closed when its certificates have been read, or could not be', async () => {
  const reading = Promise.withResolvers<readonly string[]>()
  const way = createNetwork({
    resolveProxy: () => Promise.resolve('DIRECT'),
    credentials: noProxyCredentials,
    ca: () => reading.promise,
    log: testLogger().log,
  })
  await way.close()
  const { front } = await frontOf()
  const connecting = expect(way.connectSecurely(new URL(front.origin))).rejects.toThrow('no')
  let isClosed = false
  const closing = way.close().then(() => (isClosed = true))
  await new Promise(setImmediate)
  expect(isClosed).toBe(false)
  reading.reject(new Error('no'))
  await closing
  await connecting
})
