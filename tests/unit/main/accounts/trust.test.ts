import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { accountsFileSchema, takeHttpConsents } from '#main/accounts/profile-store.ts'
import { accountRig, companyRequest, fakeKeychain, projectRequest } from '#tests/support/account-rig.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { emulate } from '#tests/support/emulate.ts'
import { pinTo, selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { tlsFront } from '#tests/support/tls-front.ts'

describe('plain http', () => {
  it('is consented to once for a server, whichever account, also for the next start', async () => {
    const emulator = await emulate()
    const folder = await temporaryFolder()
    const { accounts, trust } = await accountRig(folder)
    await accounts.signIn(companyRequest(emulator))
    expect(trust.list).toMatchObject([{ kind: 'http', server: new URL(emulator.origin).host }])
    const next = await accountRig(folder)
    await next.accounts.signIn(projectRequest(emulator, { allowHttp: false }))
    const other = await emulate()
    expect(await codeOf(next.accounts.signIn(companyRequest(other, { allowHttp: false })))).toBe(
      'account.insecureServer',
    )
  })

  it('is not remembered of a server that could not be signed in to', async () => {
    const emulator = await emulate()
    emulator.setFaults('html-page@query')
    const { accounts, trust } = await accountRig(await temporaryFolder())
    expect(await codeOf(accounts.signIn(companyRequest(emulator)))).toBe('server.notCloudRoom')
    expect(trust.list).toEqual([])
  })

  it('that is no longer wanted ends the session and the transfers of its accounts, and keeps their secrets', async () => {
    const emulator = await emulate()
    const folder = await temporaryFolder()
    const keychain = fakeKeychain()
    const { accounts, trust, forgotten, removed } = await accountRig(folder, { keychain })
    const { origin } = emulator
    await accounts.signIn(projectRequest(emulator))
    const before = accounts.requireActive().profile.id
    await accounts.signIn(companyRequest(emulator))
    const { id } = accounts.requireActive().profile
    await trust.stop({ kind: 'http', server: new URL(origin).host })
    expect(accounts.state.session).toEqual({
      status: 'signedOut',
      error: { code: 'account.insecureServer', params: { origin }, retryable: false },
      profileId: id,
    })
    expect(forgotten.toSorted()).toEqual([before, id].toSorted())
    expect(removed).toEqual([])
    expect(() => accounts.clientFor(before)).toThrow('account.notSignedIn')
    const asked = emulator.state().requests.query
    expect(await codeOf(accounts.switchTo(id))).toBe('account.insecureServer')
    const next = await accountRig(folder, { keychain })
    expect((await next.accounts.resume()).session).toMatchObject({
      error: { code: 'account.insecureServer' },
    })
    expect(emulator.state().requests.query).toBe(asked)
    await next.trust.confirmHttp(origin)
    expect((await next.accounts.switchTo(id)).session.status).toBe('signedIn')
  })

  it('leaves an account on another server alone', async () => {
    const emulator = await emulate()
    const { accounts, trust, forgotten } = await accountRig(await temporaryFolder())
    await trust.confirmHttp('http://elsewhere.example.com')
    await accounts.signIn(companyRequest(emulator))
    await trust.stop({ kind: 'http', server: 'elsewhere.example.com:80' })
    expect(accounts.state.session.status).toBe('signedIn')
    expect(forgotten).toEqual([])
  })

  it('is taken over from profiles that had it noted', async () => {
    const emulator = await emulate()
    const folder = await temporaryFolder()
    const { accounts } = await accountRig(folder)
    await accounts.signIn(companyRequest(emulator))
    const [profile] = accounts.state.profiles
    const file = accountsFileSchema.parse({
      lastProfileId: null,
      profiles: [
        { ...profile, allowsHttp: true },
        { ...profile, id: 'b', allowsHttp: true },
        { ...profile, id: 'c', server: { origin: 'http://no.example.com', prefix: '' }, allowsHttp: false },
      ],
    })
    const taken = takeHttpConsents(file)
    expect(taken.origins).toEqual([emulator.origin])
    expect(taken.file.profiles.map(({ id }) => id)).toEqual([profile?.id, 'b', 'c'])
    expect(JSON.stringify(taken.file)).not.toContain('allowsHttp')
    expect(takeHttpConsents(taken.file)).toEqual({ origins: [], file: taken.file })
  })

  it('is read in a file that has it noted', async () => {
    const folder = await temporaryFolder()
    const emulator = await emulate()
    const { accounts } = await accountRig(folder)
    await accounts.signIn(companyRequest(emulator))
    const file = path.join(folder, 'accounts.json')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"remembered"', '"allowsHttp": true, "remembered"'))
    expect((await accountRig(folder)).accounts.state.profiles).toHaveLength(1)
  })
})

describe('a private certificate', () => {
  it('is looked at and trusted, and then signs in, also at the next start; until it no longer is', async () => {
    const emulator = await emulate({ dialect: 'relative-url' })
    const certificate = selfSignedCertificate('localhost', new Date(Date.now() + 86_400_000))
    const front = await tlsFront(emulator, certificate)
    const folder = await temporaryFolder()
    const keychain = fakeKeychain()
    const { accounts, trust } = await accountRig(folder, { keychain })
    const request = companyRequest({ ...emulator, ...front }, { allowHttp: false })
    expect(await codeOf(accounts.signIn(request))).toBe('network.tls')
    const { certificate: shown } = await trust.look(front.origin)
    expect(shown.fingerprint).toBe(pinTo(certificate).fingerprint)
    expect(front.received()).toBe(0)
    await trust.trustCertificate(front.origin, shown.fingerprint)
    await accounts.signIn(request)

    const next = await accountRig(folder, { keychain })
    expect((await next.accounts.resume()).session.status).toBe('signedIn')
    const { client } = next.accounts.requireActive()
    await next.trust.stop({ kind: 'certificate', server: front.server })
    expect(next.accounts.state.session).toMatchObject({ error: { code: 'network.tls' } })
    const before = front.received()
    expect(await codeOf(client.query({ folder: '/' }))).toBe('network.tls')
    expect(front.received()).toBe(before)
    expect((await accountRig(folder, { keychain })).trust.list).toEqual([])
  })
})
