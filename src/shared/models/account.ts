import type { ErrorShape } from '../errors.ts'

/** Where a CloudRoom server answers: `origin` without a trailing slash, `prefix` with a leading one. */
export interface ServerAddress {
  /** e.g. `https://www.cloudroom.com` */
  readonly origin: string
  /** e.g. `/CLOUDROOM-API` */
  readonly prefix: string
}

export const publicCloud: ServerAddress = { origin: 'https://www.cloudroom.com', prefix: '/CLOUDROOM-API' }

/** API prefixes in use (facts sheet, "Endpoint and transport"); a private deployment has either. */
export const knownPrefixes = ['/CLOUDROOM-API', '/CLOUDMEETING-API'] as const

export type CredentialMode = 'company' | 'project'

/** A way to sign in that is kept on disk. Has no secret: that is in the OS keychain under `id`. */
export interface Profile {
  readonly id: string
  readonly server: ServerAddress
  readonly mode: CredentialMode
  /** CompID in company mode, AppId in project mode. */
  readonly account: string
  /** AppId that narrows a company account to one project; only in company mode. */
  readonly appId: string | null
  readonly remembered: boolean
  /** epoch ms */
  readonly lastUsedAt: number
}

/** Where the secret of the running session is. `memory`: for this run only. */
export type SecretHome = 'keychain' | 'memory'

export type Session =
  | { readonly status: 'starting' }
  | {
      readonly status: 'signedOut'
      /** Why a silent sign-in did not succeed, or null. */
      readonly error: ErrorShape | null
      /** The profile that was tried. */
      readonly profileId: string | null
    }
  | {
      readonly status: 'signedIn'
      readonly profile: Profile
      readonly secretHome: SecretHome
      /** Set when the user asked to be remembered but the keychain refused. */
      readonly keychainError: ErrorShape | null
    }

export interface AccountsState {
  readonly session: Session
  readonly profiles: readonly Profile[]
}
