import type { ErrorShape } from '../errors.ts'
import type { CertificateFacts } from './trust.ts'

/** What a support person asks for first. */
export interface Versions {
  readonly app: string
  /** null where another runtime stands in for it. */
  readonly electron: string | null
  readonly chromium: string | null
  readonly node: string
  /** e.g. `Darwin 25.0.0 arm64` */
  readonly system: string
}

/** Of the name of an error in a page. */
export const maxFailureNameLength = 100
/** Of its message, and of its stack: as much as the log keeps. */
export const maxFailureTextLength = 2000

export const pageFailureKinds = ['error', 'rejection'] as const

/** Something went wrong in a page: an error that nobody caught, or a rejection that nobody awaited. */
export interface PageFailure {
  readonly kind: (typeof pageFailureKinds)[number]
  /** `TypeError`, or the type of what was thrown when that was no error. */
  readonly name: string
  readonly message: string
  /** Empty where there is none. */
  readonly stack: string
}

/** The way to the server, in order; each step needs the one before. */
export const connectionSteps = ['name', 'connect', 'tls', 'server', 'account'] as const
export type ConnectionStepName = (typeof connectionSteps)[number]

export interface ConnectionStep {
  readonly name: ConnectionStepName
  /**
   * - `passed`, `failed`: with the ms that it took
   * - `skipped`: does not apply (TLS of an http server, the account while nobody is signed in), or a step before it failed
   */
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly ms: number | null
  readonly error: ErrorShape | null
}

export interface ConnectionReport {
  /** `https://host` */
  readonly origin: string
  /** The system's proxy on the way there, as `http://host:port`; null: there is none. */
  readonly proxy: string | null
  /** The server's; none where a proxy looks them up. */
  readonly addresses: readonly string[]
  readonly steps: readonly ConnectionStep[]
  readonly tls:
    | (CertificateFacts & {
        /** `TLSv1.3` */
        readonly protocol: string
        /** The user trusts this very certificate; the system does not vouch for it. */
        readonly isPinned: boolean
      })
    | null
  /** The server's clock minus ours, in ms, good to about a second; null when it sends no time. */
  readonly clockSkewMs: number | null
}
