import type { ErrorShape } from '../errors.ts'
import type { SecretHome } from './account.ts'

/**
 * What a proxy has made of what it was sent in this run. `refused`, in an earlier one, too: it is not sent again until others are
 * given.
 */
export type ProxyState = 'untried' | 'accepted' | 'refused'

/** A proxy whose user and password the app has. The password itself never leaves main. */
export interface KnownProxy {
  /** `host:port` */
  readonly proxy: string
  readonly user: string
  /** epoch ms */
  readonly since: number
  /** Where the password is; `memory`: for this run only. */
  readonly home: SecretHome
  readonly state: ProxyState
}

export interface ProxyGiven {
  readonly proxies: readonly KnownProxy[]
  /** Set when the password was to be kept but the keychain refused. */
  readonly keychainError: ErrorShape | null
}
