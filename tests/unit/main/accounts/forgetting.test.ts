import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { md5 } from '#main/api/signing.ts'
import { toErrorShape } from '#shared/errors.ts'
import { accountRig, companyRequest, fakeKeychain, projectRequest } from '#tests/support/account-rig.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { emulate } from '#tests/support/emulate.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

async function signedIn() {
  const emulator = await emulate()
  const folder = await temporaryFolder()
  const keychain = fakeKeychain()
  const rig = await accountRig(folder, { keychain })
  await rig.accounts.signIn(companyRequest(emulator))
  return { ...rig, emulator, folder, keychain, id: rig.accounts.requireActive().profile.id }
}

describe('a disk that takes nothing', () => {
  it('keeps nobody from signing in, out, and from removing a profile; it is told of each time', async () => {
    const emulator = await emulate()
    const folder = await temporaryFolder()
    const keychain = fakeKeychain()
    await mkdir(path.join(folder, 'accounts.json.new'))
    const { accounts, unwritten, removed } = await accountRig(folder, { keychain })
    const { session } = await accounts.signIn(companyRequest(emulator))
    expect(session).toMatchObject({ status: 'signedIn', secretHome: 'keychain', keychainError: null })
    expect(unwritten).toMatchObject([{ code: 'storage.notWritable' }])
    const { id } = accounts.requireActive().profile
    expect((await accounts.signOut()).session).toMatchObject({ status: 'signedOut', error: null })
    expect(keychain.secrets.size).toBe(0)
    await accounts.signIn(companyRequest(emulator))
    expect(await accounts.remove(id)).toMatchObject({ session: { status: 'signedOut' }, profiles: [] })
    expect(removed).toEqual([id])
    expect(unwritten).toHaveLength(4)
  })
})

describe('signing out', () => {
  it('forgets the secret, stops the transfers of that profile and keeps it in the list', async () => {
    const { accounts, keychain, forgotten, removed, folder, id } = await signedIn()
    const state = await accounts.signOut()
    expect(state.session).toEqual({ status: 'signedOut', error: null, profileId: id })
    expect(state.profiles.map((profile) => profile.id)).toEqual([id])
    expect(keychain.secrets.size).toBe(0)
    expect(forgotten).toEqual([id])
    expect(removed).toEqual([])
    expect(() => accounts.clientFor(id)).toThrow('account.notSignedIn')
    expect(await codeOf(accounts.switchTo(id))).toBe('account.secretMissing')
    const next = await accountRig(folder, { keychain })
    expect((await next.accounts.resume()).session).toMatchObject({ status: 'signedOut', error: null })
  })

  it('forgets a secret that was in memory only', async () => {
    const { accounts, emulator, forgotten } = await signedIn()
    await accounts.signIn(projectRequest(emulator, { remember: false }))
    const { id } = accounts.requireActive().profile
    await accounts.signOut()
    expect(forgotten).toEqual([id])
    expect(await codeOf(accounts.switchTo(id))).toBe('account.secretMissing')
  })

  it('leaves the other profiles alone', async () => {
    const { accounts, emulator, keychain, id } = await signedIn()
    await accounts.signIn(projectRequest(emulator))
    await accounts.signOut()
    expect([...keychain.secrets.keys()]).toEqual([id])
    expect(() => accounts.clientFor(id)).not.toThrow()
    expect((await accounts.switchTo(id)).session).toMatchObject({ status: 'signedIn' })
  })

  it('names a keychain that refuses to forget, and can be finished by removing the profile', async () => {
    const { accounts, keychain, id } = await signedIn()
    keychain.refusal = 'account.keychainLocked'
    expect((await accounts.signOut()).session).toMatchObject({
      status: 'signedOut',
      error: { code: 'account.keychainLocked' },
    })
    keychain.refusal = null
    await accounts.remove(id)
    expect(keychain.secrets.size).toBe(0)
  })

  it('forgets the secret also when the profile list cannot be written', async () => {
    const { accounts, keychain, folder, forgotten, id } = await signedIn()
    await rm(folder, { recursive: true })
    await mkdir(path.join(folder, 'accounts.json.new'), { recursive: true })
    await accounts.signOut().catch(() => undefined)
    expect(keychain.secrets.size).toBe(0)
    expect(forgotten).toEqual([id])
    expect(accounts.state.session.status).toBe('signedOut')
  })

  it('twice says that nobody is signed in', async () => {
    const { accounts } = await signedIn()
    await accounts.signOut()
    expect(await codeOf(accounts.signOut())).toBe('account.notSignedIn')
  })
})

describe('removing a profile', () => {
  it('ends its session and forgets its secret', async () => {
    const { accounts, keychain, forgotten, removed, folder, id } = await signedIn()
    const state = await accounts.remove(id)
    expect(state).toEqual({ session: { status: 'signedOut', error: null, profileId: null }, profiles: [] })
    expect(keychain.secrets.size).toBe(0)
    expect([forgotten, removed]).toEqual([[id], [id]])
    const next = await accountRig(folder, { keychain })
    expect((await next.accounts.resume()).profiles).toEqual([])
  })

  it('that is not in use leaves the session alone', async () => {
    const { accounts, emulator, forgotten, id } = await signedIn()
    await accounts.signIn(projectRequest(emulator))
    const { session, profiles } = await accounts.remove(id)
    expect(session).toMatchObject({ status: 'signedIn', profile: { mode: 'project' } })
    expect(profiles.map(({ mode }) => mode)).toEqual(['project'])
    expect(forgotten).toEqual([id])
    expect(await codeOf(accounts.remove(id))).toBe('account.unknownProfile')
  })

  it('whose keychain refuses ends the session, and keeps the profile so that it can be tried again', async () => {
    const { accounts, keychain, announced, removed, id } = await signedIn()
    keychain.refusal = 'account.keychainLocked'
    expect(await codeOf(accounts.remove(id))).toBe('account.keychainLocked')
    expect(accounts.state.session.status).toBe('signedOut')
    expect(announced.at(-1)).toEqual(accounts.state)
    expect(accounts.state.profiles).toHaveLength(1)
    expect(removed).toEqual([])
    keychain.refusal = null
    await accounts.remove(id)
    expect(accounts.state.profiles).toEqual([])
    expect(keychain.secrets.size).toBe(0)
  })
})

describe('secrets', () => {
  it('and their digests are in no file, no state, no log and no error', async () => {
    const emulator = await emulate()
    const folder = await temporaryFolder()
    const secret = 'Tr0ub4dor & 密码'
    const digests = [md5(`1&${secret}`), md5(secret), md5('1&1'), md5(emulator.appSecret)]
    const { accounts, announced, redacted, logText } = await accountRig(folder)
    const traces: unknown[] = []
    const note = async (call: Promise<unknown>) => traces.push(await call.catch(toErrorShape))
    const wrong = { mode: 'company', compId: '1', compSecret: secret, appId: null } as const
    await note(accounts.signIn(companyRequest(emulator, { credentials: wrong })))
    await note(accounts.signIn(companyRequest(emulator)))
    await note(accounts.signIn(projectRequest(emulator, { remember: false })))
    await note(accounts.signIn(projectRequest(emulator)))
    emulator.setFaults('malformed-json')
    await note(accounts.resume())
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')),
    )
    expect(files.join('')).toContain('"profiles"')
    const seen = [...files, JSON.stringify([traces, announced, accounts.state]), inspect(accounts), logText()]
    for (const hidden of [secret, emulator.appSecret, ...digests]) {
      expect(seen.join('\n').toLowerCase()).not.toContain(hidden.toLowerCase())
    }
    // The log's redactor knows them all, for whatever else may write them.
    for (const known of [secret, emulator.appSecret, ...digests.filter((digest) => digest !== md5(secret))]) {
      expect(redacted).toContain(known)
    }
  })
})
