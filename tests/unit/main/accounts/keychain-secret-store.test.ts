import type keytar from 'keytar'
import { describe, expect, it } from 'vitest'
import { createKeychainSecretStore } from '#main/accounts/keychain-secret-store.ts'
import { createMemorySecretStore } from '#main/accounts/secret-store.ts'
import { toErrorShape, type AppError } from '#shared/errors.ts'
import { codeOf } from '#tests/support/app-error.ts'

type Keytar = typeof keytar

/** keytar with a map behind it, or with one failure. */
function fakeKeytar(failure?: Error): { keytar: Keytar; entries: Map<string, string> } {
  const entries = new Map<string, string>()
  const call = <Result>(run: () => Result): Promise<Result> =>
    Promise.resolve().then(() => {
      if (failure !== undefined) throw failure
      return run()
    })
  const keytar = {
    getPassword: (service: string, id: string) => call(() => entries.get(`${service} ${id}`) ?? null),
    setPassword: (service: string, id: string, secret: string) =>
      call(() => void entries.set(`${service} ${id}`, secret)),
    deletePassword: (service: string, id: string) => call(() => entries.delete(`${service} ${id}`)),
  }
  return { keytar: keytar as unknown as Keytar, entries }
}

const storeOf = (load: () => Promise<Keytar>, timeoutMs = 5000) =>
  createKeychainSecretStore({ service: 'Service', load, timeoutMs })

describe('the keychain store', () => {
  it('files secrets under its service', async () => {
    const { keytar, entries } = fakeKeytar()
    const store = storeOf(() => Promise.resolve(keytar))
    expect(await store.get('a')).toBeNull()
    await store.set('a', 'secret')
    expect([...entries]).toEqual([['Service a', 'secret']])
    expect(await store.get('a')).toBe('secret')
    await store.delete('a')
    await store.delete('a')
    expect(await store.get('a')).toBeNull()
  })

  it.each([
    // gnome-keyring, KWallet
    'Cannot create an item in a locked collection',
    'Prompt was dismissed',
    'The prompt was dismissed by the user',
    // macOS: errSecInteractionNotAllowed, errSecInteractionRequired, errSecUserCanceled, errSecAuthFailed
    'User interaction is not allowed.',
    'User interaction is required.',
    'User canceled the operation.',
    'The user name or passphrase you entered is not correct.',
    'The user name or passphrase you entered is not correct, keychain is locked',
  ])('takes %j for a locked keychain', async (message) => {
    const store = storeOf(() => Promise.resolve(fakeKeytar(new Error(message)).keytar))
    expect(await codeOf(store.get('a'))).toBe('account.keychainLocked')
    expect(await codeOf(store.set('a', 'b'))).toBe('account.keychainLocked')
    expect(await codeOf(store.delete('a'))).toBe('account.keychainLocked')
  })

  it.each([
    'Cannot autolaunch D-Bus without X11 $DISPLAY',
    'Could not connect: No such file or directory',
    'The name org.freedesktop.secrets was not provided by any .service files',
    'Unknown or unsupported transport',
    'Error calling StartServiceByName: Timeout was reached',
    'Die Anmeldeinformationen wurden nicht gefunden',
    '',
  ])('takes %j for no keychain', async (message) => {
    const store = storeOf(() => Promise.resolve(fakeKeytar(new Error(message)).keytar))
    expect(await codeOf(store.get('a'))).toBe('account.keychainUnavailable')
  })

  it('takes a module that does not load for no keychain', async () => {
    const store = storeOf(() =>
      Promise.reject(
        new Error('libsecret-1.so.0: cannot open shared object file: No such file or directory'),
      ),
    )
    expect(await codeOf(store.get('a'))).toBe('account.keychainUnavailable')
  })

  it('understands what is no Error', async () => {
    const store = storeOf(() =>
      Promise.resolve(fakeKeytar('collection is locked' as unknown as Error).keytar),
    )
    expect(await codeOf(store.get('a'))).toBe('account.keychainLocked')
  })

  it('gives up on a prompt that nobody answers', async () => {
    const never = storeOf(() => new Promise(() => undefined), 5)
    expect(await codeOf(never.get('a'))).toBe('account.keychainLocked')
  })

  it("tells people nothing of the system's sentence", async () => {
    const store = storeOf(() => Promise.resolve(fakeKeytar(new Error('locked: /home/me')).keytar))
    const error = await store.get('a').catch((thrown: unknown) => thrown as AppError)
    expect(JSON.stringify(toErrorShape(error))).not.toContain('/home/me')
  })
})

describe('the memory store', () => {
  it('keeps secrets for as long as it lives', async () => {
    const store = createMemorySecretStore()
    expect(await store.get('a')).toBeNull()
    await store.set('a', 'secret')
    expect(await store.get('a')).toBe('secret')
    await store.delete('a')
    await store.delete('a')
    expect(await store.get('a')).toBeNull()
    expect(JSON.stringify(store)).not.toContain('secret')
  })
})
