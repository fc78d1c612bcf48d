import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { FirstView } from '#main/first-view.ts'
import { createMemorySecretStore } from '#main/accounts/secret-store.ts'
import { accountRig, companyRequest, fakeKeychain, projectRequest } from '#tests/support/account-rig.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { emulate } from '#tests/support/emulate.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

/** A user-data folder and keychain in which an earlier run has signed in. */
async function signedInBefore(remember = true) {
  const emulator = await emulate()
  const folder = await temporaryFolder()
  const keychain = fakeKeychain()
  const { accounts } = await accountRig(folder, { keychain })
  await accounts.signIn(companyRequest(emulator, { remember }))
  return { emulator, folder, keychain, id: accounts.requireActive().profile.id }
}

describe('the next run', () => {
  it('signs in silently', async () => {
    const { folder, keychain, id } = await signedInBefore()
    const { accounts, announced, ready } = await accountRig(folder, { keychain, now: () => 77 })
    const state = await accounts.resume()
    expect(state.session).toMatchObject({
      status: 'signedIn',
      secretHome: 'keychain',
      keychainError: null,
      profile: { id, lastUsedAt: 77 },
    })
    await expect.poll(() => accounts.state.profiles[0]?.lastUsedAt).toBe(77)
    expect(ready).toEqual([id])
    expect(announced).toEqual([state])
    await accounts.requireActive().client.query({ folder: '/' })
  })

  it('does not wait for a server that is slow, or silent', async () => {
    const { folder, keychain, id, emulator } = await signedInBefore()
    const { accounts, ready } = await accountRig(folder, { keychain })
    emulator.setFaults('stall@query*1')
    expect((await accounts.resume()).session).toMatchObject({ status: 'signedIn', profile: { id } })
    expect(ready).toEqual([])
  })

  it('asks the server behind the first view', async () => {
    const { folder, keychain, id, emulator } = await signedInBefore()
    const firstView = new FirstView()
    const { accounts, ready } = await accountRig(folder, {
      keychain,
      firstView: firstView.painted,
      now: () => 77,
    })
    emulator.resetCounters()
    expect((await accounts.resume()).session).toMatchObject({ status: 'signedIn', profile: { id } })
    expect(emulator.state().requests.query).toBe(0)
    expect(ready).toEqual([])
    firstView.paint()
    await expect.poll(() => ready).toEqual([id])
    await expect.poll(() => accounts.state.profiles[0]?.lastUsedAt).toBe(77)
  })

  it('does not ask about who has signed out before the first view', async () => {
    const { folder, keychain, emulator } = await signedInBefore()
    const firstView = new FirstView()
    const { accounts, ready } = await accountRig(folder, { keychain, firstView: firstView.painted })
    await accounts.resume()
    await accounts.signOut()
    emulator.resetCounters()
    firstView.paint()
    await accounts.resume()
    expect(emulator.state().requests.query).toBe(0)
    expect(ready).toEqual([])
  })

  it('without a network is signed in, and asked about once there is one', async () => {
    const { folder, keychain, id, emulator } = await signedInBefore()
    const { accounts, announced, ready } = await accountRig(folder, {
      keychain,
      retryDelay: () => 3_600_000,
      now: () => 77,
    })
    emulator.setFaults('drop')
    expect((await accounts.resume()).session).toMatchObject({ status: 'signedIn', profile: { id } })
    // Transfers wait for the network by themselves.
    await expect.poll(() => ready).toEqual([id])
    expect(accounts.state.profiles[0]?.lastUsedAt).not.toBe(77)
    emulator.clearFaults()
    accounts.networkIsBack()
    await expect.poll(() => accounts.state.profiles[0]?.lastUsedAt).toBe(77)
    accounts.networkIsBack()
    expect(ready).toEqual([id])
    expect(announced).toHaveLength(1)
  })

  it('without a server asks again and again until it answers', async () => {
    const { folder, keychain, emulator } = await signedInBefore()
    const waits: number[] = []
    const { accounts } = await accountRig(folder, {
      keychain,
      retryDelay: (failures) => {
        waits.push(failures)
        if (failures === 3) emulator.clearFaults()
        return 1
      },
      now: () => 77,
    })
    emulator.setFaults('status=502@query')
    await accounts.resume()
    await expect.poll(() => accounts.state.profiles[0]?.lastUsedAt).toBe(77)
    expect(waits).toEqual([1, 2, 3])
  })

  it('asks no more for whom has signed out', async () => {
    const { folder, keychain, emulator } = await signedInBefore()
    const { accounts, ready } = await accountRig(folder, { keychain })
    emulator.setFaults('drop@query')
    await accounts.resume()
    await accounts.signOut()
    emulator.clearFaults()
    emulator.resetCounters()
    const { session } = await accounts.signIn(projectRequest(emulator))
    expect(ready.at(-1)).toBe(accounts.requireActive().profile.id)
    expect(accounts.state.session).toEqual(session)
    expect(emulator.state().requests.query).toBe(1)
  })

  it('starts signed out where there was nobody', async () => {
    const { accounts } = await accountRig(await temporaryFolder())
    expect(await accounts.resume()).toEqual({
      session: { status: 'signedOut', error: null, profileId: null },
      profiles: [],
    })
  })

  it('does not sign in whoever did not want to be remembered, and makes no fuss of it', async () => {
    const { folder, keychain, emulator } = await signedInBefore()
    const { accounts } = await accountRig(folder, { keychain })
    await accounts.signIn(companyRequest(emulator, { remember: false }))
    expect(keychain.secrets.size).toBe(0)
    const next = await accountRig(folder, { keychain })
    expect((await next.accounts.resume()).session).toMatchObject({ status: 'signedOut', error: null })
    expect(next.accounts.state.profiles).toHaveLength(1)
  })

  it('says that the secret is missing', async () => {
    const { folder, id } = await signedInBefore()
    const { accounts } = await accountRig(folder, { keychain: createMemorySecretStore() })
    expect((await accounts.resume()).session).toEqual({
      status: 'signedOut',
      error: { code: 'account.secretMissing', params: {}, retryable: false },
      profileId: id,
    })
  })

  it.each([
    ['api.noPermission', 1],
    ['api.accountNotFound', 2],
    ['api.wrongSecret', 3],
    ['api.badParameters', 4],
  ] as const)('is signed out when the server says %s', async (code, rspCode) => {
    const { folder, keychain, emulator, id } = await signedInBefore()
    emulator.setFaults(`rsp-code=${rspCode}@query`)
    const { accounts, announced, ready, forgotten } = await accountRig(folder, { keychain })
    await accounts.resume()
    await expect
      .poll(() => accounts.state.session)
      .toMatchObject({ status: 'signedOut', error: { code }, profileId: id })
    expect(() => accounts.clientFor(id)).toThrow('account.notSignedIn')
    expect(announced.map(({ session }) => session.status)).toEqual(['signedIn', 'signedOut'])
    expect(ready).toEqual([])
    // What is wrong today may be the server's mistake: nothing is thrown away.
    expect(keychain.secrets.size).toBe(1)
    expect(accounts.state.profiles).toHaveLength(1)
    expect(forgotten).toEqual([])
    emulator.clearFaults()
    expect((await accounts.switchTo(id)).session).toMatchObject({ status: 'signedIn' })
    expect(ready).toEqual([id])
  })

  it.each(['account.keychainLocked', 'account.keychainUnavailable'] as const)('says %s', async (refusal) => {
    const { folder, keychain, id } = await signedInBefore()
    keychain.refusal = refusal
    const { accounts } = await accountRig(folder, { keychain })
    expect((await accounts.resume()).session).toMatchObject({ error: { code: refusal }, profileId: id })
    keychain.refusal = null
    expect((await accounts.switchTo(id)).session).toMatchObject({ secretHome: 'keychain' })
  })

  it('sets a damaged accounts.json aside', async () => {
    const folder = await temporaryFolder()
    await writeFile(
      path.join(folder, 'accounts.json'),
      '{"lastProfileId":"../x","profiles":[{"secret":"x"}]}',
    )
    const { accounts } = await accountRig(folder)
    expect((await accounts.resume()).session).toMatchObject({ status: 'signedOut', error: null })
    expect(await readdir(folder)).toEqual(['accounts.json.damaged'])
  })
})

describe('a slow silent sign-in', () => {
  it('is superseded by a user who signs in, and no error of it is seen', async () => {
    const { folder, keychain, emulator } = await signedInBefore()
    const { accounts, announced, ready } = await accountRig(folder, { keychain })
    emulator.setFaults('stall@query*1')
    emulator.resetCounters()
    await accounts.resume()
    await expect.poll(() => emulator.state().requests.query).toBe(1)
    const state = await accounts.signIn(projectRequest(emulator))
    expect(ready).toEqual([accounts.requireActive().profile.id])
    expect(accounts.state).toEqual(state)
    expect(state.session).toMatchObject({ status: 'signedIn', profile: { mode: 'project' } })
    expect(JSON.stringify(announced)).not.toContain('aborted')
  })

  it('that waits for the keychain is superseded as well', async () => {
    const { folder, keychain, emulator } = await signedInBefore()
    const { accounts, announced } = await accountRig(folder, { keychain })
    const answer = Promise.withResolvers<undefined>()
    keychain.hold = answer.promise
    const resumed = accounts.resume()
    await expect.poll(() => keychain.calls.at(-1)).toMatch(/^get/u)
    const { session } = await accounts.signIn(projectRequest(emulator, { remember: false }))
    expect(session).toMatchObject({ status: 'signedIn', profile: { mode: 'project' } })
    await resumed
    answer.resolve(undefined)
    expect(accounts.state.session).toEqual(session)
    expect(JSON.stringify(announced)).not.toContain('aborted')
  })
})

describe('switching', () => {
  it('goes between two profiles, with a client for each', async () => {
    const { folder, keychain, emulator, id } = await signedInBefore()
    const { accounts } = await accountRig(folder, { keychain })
    await accounts.signIn(projectRequest(emulator))
    const other = accounts.requireActive()
    const { session } = await accounts.switchTo(id)
    expect(session).toMatchObject({ status: 'signedIn', profile: { id, mode: 'company' } })
    expect(accounts.requireActive().profile.id).toBe(id)
    // The transfers of the account that was left go on.
    expect(accounts.clientFor(other.profile.id)).toBe(other.client)
    await accounts.switchTo(other.profile.id)
    expect(accounts.requireActive().profile.mode).toBe('project')
    const next = await accountRig(folder, { keychain })
    expect((await next.accounts.resume()).session).toMatchObject({ profile: { mode: 'project' } })
  })

  it('to what is not there or cannot be had leaves the session alone', async () => {
    const { folder, keychain, emulator, id } = await signedInBefore()
    const { accounts } = await accountRig(folder, { keychain })
    const before = await accounts.signIn(projectRequest(emulator))
    expect(await codeOf(accounts.switchTo('nobody'))).toBe('account.unknownProfile')
    keychain.secrets.delete(id)
    expect(await codeOf(accounts.switchTo(id))).toBe('account.secretMissing')
    keychain.secrets.set(id, '0'.repeat(32))
    expect(await codeOf(accounts.switchTo(id))).toBe('api.wrongSecret')
    expect(accounts.state).toEqual(before)
  })
})
