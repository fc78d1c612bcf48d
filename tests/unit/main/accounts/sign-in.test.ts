import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { COMPANY_WITHOUT_API } from '#emulator/server.ts'
import type { SignInRequest } from '#shared/ipc/schemas.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { accountRig, companyRequest, fakeKeychain, projectRequest } from '#tests/support/account-rig.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { emulate } from '#tests/support/emulate.ts'
import { selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { withServer } from '#tests/support/with-server.ts'

const company = (compId: string, compSecret: string, appId: string | null = null) => ({
  credentials: { mode: 'company', compId, compSecret, appId } as const,
})
const project = (appId: string, appSecret: string) => ({
  credentials: { mode: 'project', appId, appSecret } as const,
})

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 1
}

describe('signing in', () => {
  it('works for a company and for a project, and gives a client that works', async () => {
    const emulator = await emulate({ seed: 'demo' })
    const keychain = fakeKeychain()
    const { accounts, announced } = await accountRig(await temporaryFolder(), { keychain, now: () => 42 })
    expect(accounts.state).toEqual({ session: { status: 'starting' }, profiles: [] })

    const state = await accounts.signIn(companyRequest(emulator))
    expect(state.session).toMatchObject({
      status: 'signedIn',
      secretHome: 'keychain',
      keychainError: null,
      profile: { mode: 'company', account: '1', appId: null, remembered: true, lastUsedAt: 42 },
    })
    expect(state.profiles).toHaveLength(1)
    expect(announced).toEqual([state])
    const { client, profile } = accounts.requireActive()
    expect((await client.query({ folder: '/' })).recordings).not.toEqual([])
    expect(accounts.clientFor(profile.id)).toBe(client)

    const second = await accounts.signIn(projectRequest(emulator))
    expect(second.session).toMatchObject({ status: 'signedIn', profile: { mode: 'project' } })
    expect(second.profiles.map(({ mode }) => mode)).toEqual(['project', 'company'])
    expect(keychain.secrets.size).toBe(2)
  })

  it('keeps one profile for one account, the last choice counting', async () => {
    const emulator = await emulate()
    const { accounts } = await accountRig(await temporaryFolder())
    await accounts.signIn(companyRequest(emulator))
    await accounts.signIn(companyRequest(emulator, { remember: false }))
    expect(accounts.state.profiles.map(({ remembered }) => remembered)).toEqual([false])
    await accounts.signIn(companyRequest(emulator, company('1', '1', emulator.appId)))
    await accounts.signIn(
      companyRequest(emulator, { server: { origin: emulator.origin, prefix: '/CLOUDMEETING-API' } }),
    )
    expect(new Set(accounts.state.profiles.map(({ id }) => id)).size).toBe(3)
  })

  it.each<readonly [string, Partial<SignInRequest>, ErrorCode]>([
    ['a wrong secret', company('1', 'wrong'), 'api.wrongSecret'],
    ['a wrong project secret', project('emulator-project', 'wrong'), 'api.wrongSecret'],
    ['an unknown company', company('999', 'x'), 'api.accountNotFound'],
    ['an unknown project', project('nobody', 'x'), 'api.accountNotFound'],
    ['an unknown project of a company', company('1', '1', 'nobody'), 'api.accountNotFound'],
    [
      'a company without the API',
      company(COMPANY_WITHOUT_API.id, COMPANY_WITHOUT_API.secret),
      'api.noPermission',
    ],
    ['http without consent', { allowHttp: false }, 'account.insecureServer'],
  ])('is refused for %s, and keeps nothing', async (_what, over, code) => {
    const emulator = await emulate()
    const keychain = fakeKeychain()
    const { accounts, announced } = await accountRig(await temporaryFolder(), { keychain })
    expect(await codeOf(accounts.signIn(companyRequest(emulator, over)))).toBe(code)
    expect(keychain.calls).toEqual([])
    expect(accounts.state.profiles).toEqual([])
    expect(announced).toEqual([])
    expect(() => accounts.requireActive()).toThrow('account.notSignedIn')
    if (code === 'account.insecureServer') expect(emulator.state().requests.query).toBe(0)
  })

  it('tells a refused port, a server of another kind and a certificate that nobody vouches for apart', async () => {
    const emulator = await emulate()
    const { accounts } = await accountRig(await temporaryFolder())
    const tryAt = (origin: string) =>
      codeOf(accounts.signIn(companyRequest(emulator, { server: { origin, prefix: '/CLOUDROOM-API' } })))
    expect(await tryAt(`http://127.0.0.1:${await closedPort()}`)).toBe('network.refused')
    await withServer(
      (_request, response) => response.end('<html>Hello</html>'),
      async ({ origin }) => expect(await tryAt(origin)).toBe('server.notCloudRoom'),
    )
    const tls = selfSignedCertificate('localhost', new Date(Date.now() + 86_400_000))
    await withServer(
      (_request, response) => response.end(),
      async ({ origin }) => expect(await tryAt(origin)).toBe('network.tls'),
      { tls, host: 'localhost' },
    )
  })

  it('that fails leaves the running session alone', async () => {
    const emulator = await emulate()
    const { accounts } = await accountRig(await temporaryFolder())
    const before = await accounts.signIn(companyRequest(emulator))
    await codeOf(accounts.signIn(projectRequest(emulator, project('nobody', 'x'))))
    expect(accounts.state).toEqual(before)
    expect(() => accounts.requireActive()).not.toThrow()
  })

  it('gives way to the next one', async () => {
    const emulator = await emulate()
    emulator.setFaults('stall@query*1')
    const { accounts } = await accountRig(await temporaryFolder())
    const first = codeOf(accounts.signIn(companyRequest(emulator)))
    await expect.poll(() => emulator.state().requests.query).toBe(1)
    const second = accounts.signIn(projectRequest(emulator))
    expect(await first).toBe('aborted')
    expect((await second).session).toMatchObject({ status: 'signedIn', profile: { mode: 'project' } })
  })
})

describe('a keychain that refuses', () => {
  it.each(['account.keychainLocked', 'account.keychainUnavailable'] as const)(
    '(%s) is named, and the secret stays in memory for this run',
    async (refusal) => {
      const emulator = await emulate()
      const keychain = fakeKeychain()
      keychain.refusal = refusal
      const folder = await temporaryFolder()
      const { accounts } = await accountRig(folder, { keychain })
      const { session } = await accounts.signIn(companyRequest(emulator))
      expect(session).toMatchObject({
        status: 'signedIn',
        secretHome: 'memory',
        keychainError: { code: refusal },
        profile: { remembered: false },
      })
      const id = accounts.requireActive().profile.id
      await accounts.signIn(projectRequest(emulator, { remember: false }))
      expect((await accounts.switchTo(id)).session).toMatchObject({ secretHome: 'memory' })
      // The next run knows the profile, and that its secret is gone.
      const next = await accountRig(folder, { keychain })
      expect(await codeOf(next.accounts.switchTo(id))).toBe('account.secretMissing')
    },
  )

  it('is not asked when nothing is to be remembered', async () => {
    const emulator = await emulate()
    const keychain = fakeKeychain()
    keychain.refusal = 'account.keychainUnavailable'
    const { accounts } = await accountRig(await temporaryFolder(), { keychain })
    const { session } = await accounts.signIn(companyRequest(emulator, { remember: false }))
    expect(session).toMatchObject({ secretHome: 'memory', keychainError: null })
    await accounts.signOut()
    expect(keychain.calls).toEqual([])
  })

  it('cannot make a secret that it kept earlier outlive signing out', async () => {
    const emulator = await emulate()
    const keychain = fakeKeychain()
    const { accounts } = await accountRig(await temporaryFolder(), { keychain })
    await accounts.signIn(companyRequest(emulator))
    keychain.refusal = 'account.keychainLocked'
    const { session } = await accounts.signIn(companyRequest(emulator))
    expect(session).toMatchObject({ secretHome: 'memory', keychainError: { code: 'account.keychainLocked' } })
    keychain.refusal = null
    await accounts.signOut()
    expect(keychain.secrets.size).toBe(0)
  })

  it('cannot make a secret outlive the wish not to be remembered', async () => {
    const emulator = await emulate()
    const keychain = fakeKeychain()
    const folder = await temporaryFolder()
    const { accounts } = await accountRig(folder, { keychain })
    await accounts.signIn(companyRequest(emulator))
    keychain.refusal = 'account.keychainLocked'
    const { session } = await accounts.signIn(companyRequest(emulator, { remember: false }))
    expect(session).toMatchObject({ secretHome: 'memory', keychainError: { code: 'account.keychainLocked' } })
    keychain.refusal = null
    // It is still there, but nobody is signed in by it unasked.
    const next = await accountRig(folder, { keychain })
    expect((await next.accounts.resume()).session).toMatchObject({ status: 'signedOut', error: null })
    await next.accounts.remove(accounts.requireActive().profile.id)
    expect(keychain.secrets.size).toBe(0)
  })
})
