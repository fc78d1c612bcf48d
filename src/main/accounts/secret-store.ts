/**
 * Where secrets live. Real: the OS keychain. Tests and a run without a keychain: memory. An `id` is that of a profile, or what
 * `proxies/proxy-passwords` files a proxy under.
 */
export interface SecretStore {
  /** @throws AppError `account.keychainLocked` | `account.keychainUnavailable` */
  get(id: string): Promise<string | null>
  /** @throws AppError as `get` */
  set(id: string, secret: string): Promise<void>
  /** Forgetting what is not there is fine. @throws AppError as `get` */
  delete(id: string): Promise<void>
}

export function createMemorySecretStore(): SecretStore {
  const secrets = new Map<string, string>()
  return {
    get: (id) => Promise.resolve(secrets.get(id) ?? null),
    set: (id, secret) => {
      secrets.set(id, secret)
      return Promise.resolve()
    },
    delete: (id) => {
      secrets.delete(id)
      return Promise.resolve()
    },
  }
}
