import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeNetworkError } from '#main/api/network-errors.ts'
import { openJsonFile } from '#main/storage/json-file.ts'
import { trustFileSchema, trustsNobody } from '#main/trust/trust-file.ts'
import { TrustedServers } from '#main/trust/trusted-servers.ts'
import type { TrustedServer } from '#shared/models/trust.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { directNetwork } from '#tests/support/direct-network.ts'
import { emulate } from '#tests/support/emulate.ts'
import { certificateBy, pinTo, selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import { tlsFront } from '#tests/support/tls-front.ts'

const day = 86_400_000
const soon = new Date(Math.floor(Date.now() / 1000) * 1000 + 30 * day)
const certificate = selfSignedCertificate('localhost', soon)
const { fingerprint } = pinTo(certificate)

/** The real service on a real file and the real network. */
async function trustIn(folder: string, ca: readonly string[] = []) {
  const { log } = testLogger()
  const changes: (readonly TrustedServer[])[] = []
  const stopped: [string, string][] = []
  const file = await openJsonFile({
    file: path.join(folder, 'trusted-servers.json'),
    schema: trustFileSchema,
    fallback: trustsNobody,
    log,
  })
  const network = directNetwork(ca, (server) => trust.pinOf(server))
  const trust: TrustedServers = new TrustedServers({
    file,
    network: () => network,
    onChange: (servers) => changes.push(servers),
    onStop: (origin, { code }) => {
      stopped.push([origin, code])
      return Promise.resolve()
    },
    now: () => 1000,
  })
  const reach = (origin: string): Promise<boolean> =>
    network.connectSecurely(new URL(origin)).then(
      ({ socket, isPinned }) => {
        socket.destroy()
        return isPinned
      },
      (error: unknown) => {
        throw describeNetworkError(error)
      },
    )
  return { trust, network, changes, stopped, reach }
}

const frontWith = async (presented = certificate) => tlsFront(await emulate(), presented)

describe('looking at a certificate', () => {
  it('tells whose it is, for how long, and by what to know it, and sends nothing', async () => {
    const front = await frontWith(certificateBy(certificate, 'Office CA', 'localhost', soon))
    const { trust } = await trustIn(await temporaryFolder())
    expect(await trust.look(front.origin)).toEqual({
      server: front.server,
      certificate: {
        subject: 'localhost',
        issuer: 'Office CA',
        validFrom: soon.getTime() - 3650 * day,
        validUntil: soon.getTime(),
        fingerprint: expect.stringMatching(/^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/u) as string,
      },
      verdict: 'private',
      trusted: null,
    })
    expect(trust.list).toEqual([])
    expect(front.received()).toBe(0)
  })

  it('says what may be done about it', async () => {
    const expired = selfSignedCertificate('localhost', new Date(Date.now() - day))
    const front = await frontWith(expired)
    const { trust } = await trustIn(await temporaryFolder(), [certificate.cert])
    expect((await trust.look(front.origin)).verdict).toBe('expired')
    expect(await codeOf(trust.trustCertificate(front.origin, pinTo(expired).fingerprint))).toBe(
      'trust.notAcceptable',
    )
    front.setCertificate(certificate)
    expect((await trust.look(front.origin)).verdict).toBe('trusted')
    // There is nothing to remember then.
    expect(await trust.trustCertificate(front.origin, fingerprint)).toEqual([])
    front.setCertificate(selfSignedCertificate('elsewhere', soon))
    expect((await trust.look(front.origin)).verdict).toBe('private')
  })

  it('fails as any connection does where there is none', async () => {
    const { trust } = await trustIn(await temporaryFolder())
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    expect(await codeOf(trust.look(`https://127.0.0.1:${port}`))).toBe('network.refused')
    const { origin } = await emulate()
    expect(await codeOf(trust.look(origin.replace('http:', 'https:')))).toBe('network.tls')
  })
})

describe('trusting a certificate', () => {
  it('holds for this server from now on, also after a restart', async () => {
    const folder = await temporaryFolder()
    const front = await frontWith()
    const { trust, changes, reach } = await trustIn(folder)
    expect(await codeOf(reach(front.origin))).toBe('network.tls')
    const list = await trust.trustCertificate(front.origin, fingerprint)
    expect(list).toMatchObject([
      { kind: 'certificate', server: front.server, since: 1000, certificate: { fingerprint } },
    ])
    expect(changes).toEqual([list])
    expect(await reach(front.origin)).toBe(true)
    const later = await trustIn(folder)
    expect(later.trust.list).toEqual(list)
    expect(await later.reach(front.origin)).toBe(true)
    expect((await later.trust.look(front.origin)).trusted).toBe(fingerprint)
  })

  it('takes no other than the one that was shown', async () => {
    const front = await frontWith()
    const { trust } = await trustIn(await temporaryFolder())
    const shown = await trust.look(front.origin)
    front.setCertificate(selfSignedCertificate('localhost', soon))
    const call = trust.trustCertificate(front.origin, shown.certificate.fingerprint)
    expect(await codeOf(call)).toBe('trust.otherCertificate')
    expect(trust.list).toEqual([])
    expect(front.received()).toBe(0)
  })

  it('once more, for a changed one, replaces the one before', async () => {
    const front = await frontWith()
    const { trust, reach } = await trustIn(await temporaryFolder())
    await trust.trustCertificate(front.origin, fingerprint)
    const next = selfSignedCertificate('localhost', soon)
    front.setCertificate(next)
    expect(await codeOf(reach(front.origin))).toBe('network.certificateChanged')
    const look = await trust.look(front.origin)
    expect(look).toMatchObject({ trusted: fingerprint, verdict: 'private' })
    await trust.trustCertificate(front.origin, look.certificate.fingerprint)
    expect(trust.list).toMatchObject([{ certificate: { fingerprint: pinTo(next).fingerprint } }])
    expect(await reach(front.origin)).toBe(true)
  })
})

describe('http', () => {
  it('is confirmed for one server and port, once', async () => {
    const folder = await temporaryFolder()
    const { trust } = await trustIn(folder)
    await trust.confirmHttp('http://meet.example.com')
    await trust.confirmHttp('http://meet.example.com')
    expect(trust.list).toEqual([{ kind: 'http', server: 'meet.example.com:80', since: 1000 }])
    const later = await trustIn(folder)
    expect(later.trust.allowsHttp('http://meet.example.com')).toBe(true)
    expect(later.trust.allowsHttp('http://meet.example.com:8080')).toBe(false)
    expect(later.trust.allowsHttp('http://example.com')).toBe(false)
  })
})

describe('stopping', () => {
  it('ends what relied on it at once, and is remembered', async () => {
    const folder = await temporaryFolder()
    const front = await frontWith()
    const { trust, network, stopped, reach } = await trustIn(folder)
    await trust.confirmHttp('http://[::1]:8080')
    await trust.trustCertificate(front.origin, fingerprint)
    const { socket } = await network.connectSecurely(new URL(front.origin))
    expect(await trust.stop({ kind: 'certificate', server: front.server })).toHaveLength(1)
    expect(socket.destroyed).toBe(true)
    expect(await codeOf(reach(front.origin))).toBe('network.tls')
    expect(await trust.stop({ kind: 'http', server: '[::1]:8080' })).toEqual([])
    expect(stopped).toEqual([
      [front.origin, 'network.tls'],
      ['http://[::1]:8080', 'account.insecureServer'],
    ])
    expect((await trustIn(folder)).trust.list).toEqual([])
  })

  it('leaves everybody else alone', async () => {
    const { trust } = await trustIn(await temporaryFolder())
    await trust.confirmHttp('http://a.example.com:1')
    await trust.confirmHttp('http://a.example.com:2')
    const left = [{ kind: 'http', server: 'a.example.com:2', since: 1000 }]
    expect(await trust.stop({ kind: 'http', server: 'a.example.com:1' })).toEqual(left)
    expect(await trust.stop({ kind: 'certificate', server: 'a.example.com:2' })).toEqual(left)
  })
})

describe('the file', () => {
  const entry = { server: 'a:443', since: 1, certificate: certificate.cert }
  it.each<readonly [string, unknown]>([
    ['nothing', ''],
    ['a certificate that is none', { http: [], certificates: [{ ...entry, certificate: 'trust me' }] }],
    ['a certificate without a server', { http: [], certificates: [{ ...entry, server: '' }] }],
    ['every server', { http: [], certificates: [{ ...entry, server: '*' }] }],
    ['a port that is none', { http: [{ server: 'a:99999', since: 1 }], certificates: [] }],
    ['a server without a port', { http: [{ server: 'a', since: 1 }], certificates: [] }],
    ['a switch', { http: [], certificates: [], trustsAll: true }],
  ])('with %s in it is set aside, and nobody is trusted', async (_what, content) => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'trusted-servers.json'), JSON.stringify(content))
    const { trust } = await trustIn(folder)
    expect(trust.list).toEqual([])
    expect(trust.pinOf('a:443')).toBeNull()
    expect(await readdir(folder)).toEqual(['trusted-servers.json.damaged'])
  })

  it('holds certificates and times, no more', async () => {
    const folder = await temporaryFolder()
    const front = await frontWith()
    const { trust } = await trustIn(folder)
    await trust.trustCertificate(front.origin, fingerprint)
    expect(JSON.parse(await readFile(path.join(folder, 'trusted-servers.json'), 'utf8'))).toEqual({
      http: [],
      certificates: [{ server: front.server, since: 1000, certificate: certificate.cert }],
    })
  })
})
