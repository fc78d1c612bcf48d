import type keytar from 'keytar'
import { AppError } from '#shared/errors.ts'
import type { SecretStore } from './secret-store.ts'

type Keytar = typeof keytar

export interface KeychainOptions {
  /** Name under which the OS files our entries. */
  readonly service: string
  /** keytar is loaded on first use: without libsecret on Linux the module itself fails to load. */
  readonly load: () => Promise<Keytar>
  /** A locked keychain asks the user; ms to wait for that answer before giving up. */
  readonly timeoutMs: number
}

/** Secrets in macOS Keychain, Windows Credential Manager or the Secret Service, through keytar. */
export function createKeychainSecretStore(options: KeychainOptions): SecretStore {
  const call = async <Result>(use: (keytar: Keytar) => Promise<Result>): Promise<Result> => {
    try {
      return await withTimeout(options.load().then(use), options.timeoutMs)
    } catch (error) {
      throw toKeychainError(error)
    }
  }
  return {
    get: (id) => call((keytar) => keytar.getPassword(options.service, id)),
    set: (id, secret) => call((keytar) => keytar.setPassword(options.service, id, secret)),
    delete: async (id) => {
      await call((keytar) => keytar.deletePassword(options.service, id))
    },
  }
}

/** macOS' words for `errSecAuthFailed`: its prompt was denied, or its keychain has to be unlocked anew (atom/node-keytar#76). */
const denied = 'the user name or passphrase you entered is not correct'

/**
 * keytar passes on the system's own sentence. A locked keychain, or a prompt that was dismissed, can be
 * mended by unlocking it; everything else means that there is none to use.
 */
function toKeychainError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const text = error instanceof Error ? error.message : String(error)
  const isLocked =
    /lock|dismiss|cancel|interaction is (?:not allowed|required)|prompt/iu.test(text) ||
    text.toLowerCase().includes(denied)
  return new AppError(isLocked ? 'account.keychainLocked' : 'account.keychainUnavailable', {
    cause: new Error(text),
  })
}

async function withTimeout<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError('account.keychainLocked')), timeoutMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
