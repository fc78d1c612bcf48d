import { toErrorShape, type ErrorShape } from '#shared/errors.ts'
import type { ProxySignIn } from '#shared/ipc/schemas.ts'
import type { KnownProxy, ProxyGiven, ProxyState } from '#shared/models/proxies.ts'
import type { SecretStore } from '../accounts/secret-store.ts'
import type { Logger } from '../logging/logger.ts'
import {
  withoutCredentials,
  type ProxyAttempt,
  type ProxyCredentialSource,
} from '../network/proxy-credentials.ts'
import type { JsonFile } from '../storage/json-file.ts'
import { maxProxies, type ProxiesFile } from './proxies-file.ts'
import { ProxyTrial } from './proxy-trial.ts'

export interface ProxyPasswordsOptions {
  readonly file: JsonFile<ProxiesFile>
  readonly keychain: SecretStore
  /** Tells the log's redactor about a value that must never be written. */
  readonly redact: (secret: string) => void
  readonly onChange: (proxies: readonly KnownProxy[]) => void
  /** A proxy (`host:port`) has other credentials now: what it kept from going on can. */
  readonly onGiven: (proxy: string) => void
  /** What was opened by a proxy's (`host:port`) credentials is not to stay open. */
  readonly onForgotten: (proxy: string) => void
  readonly log: Logger
  readonly now?: () => number
  /** See ProxyTrial. ms */
  readonly patienceMs?: number
}

type Kept = Omit<KnownProxy, 'state'>

interface Entry extends Kept {
  readonly trial: ProxyTrial
  /** As far as it was given or read in this run. */
  password: Promise<string | null> | null
  /** When the keychain was asked in vain. epoch ms */
  missedAt: number
}

/** A keychain that refused is not asked again for each connection: it may ask a person each time. ms */
const keychainRestMs = 30_000
const defaultPatienceMs = 10_000

/** Never that of a profile, which has no space in it. */
const keyOf = (proxy: string): string => `proxy ${proxy}`

/**
 * Users and passwords for proxies. Passwords are in the OS keychain, or in memory for this run. What a proxy has refused is not sent
 * to it again until somebody gives others. Chromium's own requests, which the updater makes, do not come by here.
 */
export class ProxyPasswords implements ProxyCredentialSource {
  readonly #options: ProxyPasswordsOptions
  readonly #now: () => number
  readonly #entries = new Map<string, Entry>()

  constructor(options: ProxyPasswordsOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    for (const { isRefused, ...kept } of options.file.value.proxies) {
      this.#entries.set(
        kept.proxy,
        this.#entry({ ...kept, home: 'keychain' }, null, isRefused ? 'refused' : 'untried'),
      )
    }
  }

  /** The last given first. */
  get list(): readonly KnownProxy[] {
    return [...this.#entries.values()].map(knownForm).toSorted((one, other) => other.since - one.since)
  }

  async attempt(proxy: string): Promise<ProxyAttempt> {
    for (;;) {
      const entry = this.#entries.get(proxy)
      if (entry === undefined || entry.trial.state === 'refused') return withoutCredentials
      const password = await this.#passwordOf(entry)
      const { user } = entry
      const attempt = password === null ? null : await entry.trial.attempt({ user, password })
      if (this.#entries.get(proxy) === entry) return attempt ?? withoutCredentials
      // Others were given meanwhile.
      attempt?.end('unknown')
    }
  }

  /**
   * In the keychain when wanted and possible, else in memory for this run.
   *
   * @throws AppError `storage.notWritable`; of those that go for it to have room, what `forget` throws. They are in force all the same
   */
  async give({ proxy, user, password, remember }: ProxySignIn): Promise<ProxyGiven> {
    this.#options.redact(password)
    const keychainError = await this.#keep(proxy, remember ? password : null)
    const home = remember && keychainError === null ? 'keychain' : 'memory'
    const kept = { proxy, user, since: this.#now(), home } as const
    this.#entries.set(proxy, this.#entry(kept, Promise.resolve(password), 'untried'))
    const written = this.#write()
    this.#options.onGiven(proxy)
    for (const { proxy: oldest } of this.list.slice(maxProxies)) await this.forget(oldest)
    await written
    return { proxies: this.list, keychainError }
  }

  /**
   * Is not sent from now on, and what was opened with it is closed; what is not known is fine.
   *
   * @throws AppError `account.keychainLocked` | `account.keychainUnavailable`: it is still there, so that it can be tried again; `storage.notWritable`
   */
  async forget(proxy: string): Promise<readonly KnownProxy[]> {
    const entry = this.#entries.get(proxy)
    if (entry === undefined) return this.list
    if (entry.home === 'keychain') await this.#options.keychain.delete(keyOf(proxy))
    if (this.#entries.get(proxy) === entry) {
      this.#entries.delete(proxy)
      this.#options.onForgotten(proxy)
    }
    await this.#write()
    return this.list
  }

  #entry(kept: Kept, password: Entry['password'], state: ProxyState): Entry {
    const { patienceMs = defaultPatienceMs, log, onChange } = this.#options
    const trial = new ProxyTrial({
      state,
      patienceMs,
      onChange: (next) => {
        if (this.#entries.get(kept.proxy) !== entry) return
        if (next === 'accepted') onChange(this.list)
        else this.#write().catch((error: unknown) => log.warn('a refused proxy password', { error }))
      },
    })
    const entry: Entry = { ...kept, trial, password, missedAt: -Infinity }
    return entry
  }

  /** Null: it is not to be had now. */
  async #passwordOf(entry: Entry): Promise<string | null> {
    if (entry.password === null && this.#now() - entry.missedAt < keychainRestMs) return null
    entry.password ??= this.#read(entry.proxy)
    const password = await entry.password
    if (password === null) {
      entry.password = null
      entry.missedAt = this.#now()
    }
    return password
  }

  async #read(proxy: string): Promise<string | null> {
    const { keychain, redact, log } = this.#options
    try {
      const password = await keychain.get(keyOf(proxy))
      if (password !== null) redact(password)
      return password
    } catch (error) {
      log.warn('the keychain does not give a proxy password', { error })
      return null
    }
  }

  /** @param password null: what an earlier time has left in the keychain must not outlive this choice */
  async #keep(proxy: string, password: string | null): Promise<ErrorShape | null> {
    const { keychain, log } = this.#options
    try {
      if (password !== null) await keychain.set(keyOf(proxy), password)
      else if (this.#entries.get(proxy)?.home === 'keychain') await keychain.delete(keyOf(proxy))
      return null
    } catch (error) {
      log.warn('keychain refused; the proxy password is kept in memory', { error })
      return toErrorShape(error)
    }
  }

  async #write(): Promise<void> {
    const proxies = this.list
      .filter(({ home }) => home === 'keychain')
      .map(({ proxy, user, since, state }) => ({ proxy, user, since, isRefused: state === 'refused' }))
    const written = this.#options.file.write({ proxies })
    this.#options.onChange(this.list)
    await written
  }
}

function knownForm({ proxy, user, since, home, trial }: Entry): KnownProxy {
  return { proxy, user, since, home, state: trial.state }
}
