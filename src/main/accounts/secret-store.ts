/** Where secrets live. Real: the OS keychain. Tests and a run without a keychain: memory. */
export interface SecretStore {
  /** @throws AppError `account.keychainLocked` | `account.keychainUnavailable` */
  get(profileId: string): Promise<string | null>
  /** @throws AppError as `get` */
  set(profileId: string, secret: string): Promise<void>
  /** Forgetting what is not there is fine. @throws AppError as `get` */
  delete(profileId: string): Promise<void>
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
