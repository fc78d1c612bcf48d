import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { testConnection, type ConnectionTestOptions } from '#main/diagnostics/connection-test.ts'
import type { ConnectionReport } from '#shared/models/diagnostics.ts'
import { clientOf, emulate } from '#tests/support/emulate.ts'
import { directNetwork } from '#tests/support/direct-network.ts'
import { pinTo, selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { withServer } from '#tests/support/with-server.ts'

const base = {
  client: null,
  network: directNetwork([]),
  userAgent: 'test',
} satisfies Partial<ConnectionTestOptions>

const outcomes = ({ steps }: ConnectionReport) =>
  steps.map(({ name, outcome, error }) => `${name} ${outcome}${error === null ? '' : ` ${error.code}`}`)

const day = 86_400_000
const validUntil = new Date(Math.floor(Date.now() / 1000) * 1000 + 30 * day)

describe('the connection test', () => {
  it('goes all the way to an account, and times each step', async () => {
    const emulator = await emulate({ latencyMs: 30 })
    const report = await testConnection({
      ...base,
      server: { origin: emulator.origin, prefix: emulator.prefix },
      client: clientOf(emulator),
    })
    expect(outcomes(report)).toEqual([
      'name passed',
      'connect passed',
      'tls skipped',
      'server passed',
      'account passed',
    ])
    expect(report).toMatchObject({
      origin: emulator.origin,
      proxy: null,
      addresses: ['127.0.0.1'],
      tls: null,
    })
    const ms = Object.fromEntries(report.steps.map((step) => [step.name, step.ms]))
    expect(ms['tls']).toBeNull()
    expect(ms['server']).toBeGreaterThanOrEqual(29)
    expect(ms['account']).toBeGreaterThanOrEqual(29)
    expect(Math.abs(report.clockSkewMs ?? Infinity)).toBeLessThan(2000)
  })

  it('sends no credentials before the last step', async () => {
    const emulator = await emulate()
    await testConnection({ ...base, server: { origin: emulator.origin, prefix: emulator.prefix } })
    expect(emulator.state().log.map(({ params }) => params)).toEqual([{}])
  })

  it('tells a refused account from a server that does not answer', async () => {
    const emulator = await emulate()
    const server = { origin: emulator.origin, prefix: emulator.prefix }
    emulator.setFaults('rsp-code=3@query')
    const refused = await testConnection({ ...base, server, client: clientOf(emulator) })
    expect(outcomes(refused).slice(-2)).toEqual(['server passed', 'account failed api.wrongSecret'])
    emulator.setFaults('html-page@query')
    const other = await testConnection({ ...base, server, client: clientOf(emulator) })
    expect(outcomes(other).slice(-2)).toEqual(['server failed server.notCloudRoom', 'account skipped'])
  })

  it('ends at the first step that fails', async () => {
    const gone = createServer()
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const { port } = gone.address() as AddressInfo
    await new Promise((resolve) => gone.close(resolve))
    const origin = `http://127.0.0.1:${port}`
    expect(outcomes(await testConnection({ ...base, server: { origin, prefix: '' } }))).toEqual([
      'name passed',
      'connect failed network.refused',
      'tls skipped',
      'server skipped',
      'account skipped',
    ])
    const nowhere = { origin: 'https://no-such-name.invalid', prefix: '' }
    expect(outcomes(await testConnection({ ...base, server: nowhere }))[0]).toMatch(/^name failed network\./u)
  })

  it('gives up on a server that says nothing', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    const { port } = silent.address() as AddressInfo
    const server = { origin: `https://127.0.0.1:${port}`, prefix: '' }
    const report = await testConnection({ ...base, server, stepTimeoutMs: 200 })
    expect(outcomes(report)[2]).toBe('tls failed network.timeout')
  })

  it('describes TLS, and does not trust whom the system does not', async () => {
    const certificate = selfSignedCertificate('localhost', validUntil)
    await withServer(
      (_request, response) => {
        response.setHeader('Date', new Date(Date.now() + 3_600_000).toUTCString())
        response.end('{"RspCode":"4"}')
      },
      async ({ address }) => {
        const trusted = await testConnection({
          ...base,
          server: address,
          network: directNetwork([certificate.cert]),
        })
        expect(outcomes(trusted).slice(1, 4)).toEqual(['connect passed', 'tls passed', 'server passed'])
        expect(trusted.tls).toEqual({
          protocol: 'TLSv1.3',
          subject: 'localhost',
          issuer: 'localhost',
          validFrom: validUntil.getTime() - 3650 * day,
          validUntil: validUntil.getTime(),
          fingerprint: new X509Certificate(certificate.cert).fingerprint256,
          isPinned: false,
        })
        expect(Math.round((trusted.clockSkewMs ?? 0) / 60_000)).toBe(60)
        const untrusted = await testConnection({ ...base, server: address })
        expect(outcomes(untrusted)[2]).toBe('tls failed network.tls')
        expect(untrusted.tls).toBeNull()
        const pin = pinTo(certificate)
        const network = directNetwork([], (name) => (name === new URL(address.origin).host ? pin : null))
        const pinned = await testConnection({ ...base, server: address, network })
        expect(outcomes(pinned).slice(1, 4)).toEqual(['connect passed', 'tls passed', 'server passed'])
        expect(pinned.tls).toMatchObject({ fingerprint: pin.fingerprint, isPinned: true })
      },
      { tls: certificate, host: 'localhost' },
    )
  })
})
