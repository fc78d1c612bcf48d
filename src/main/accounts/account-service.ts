import { AppError, toErrorShape, type ErrorShape } from '#shared/errors.ts'
import type { SignInRequest } from '#shared/ipc/schemas.ts'
import type { AccountsState, Profile, SecretHome, Session } from '#shared/models/account.ts'
import type { ApiCredentials, CloudRoomClient } from '../api/client.types.ts'
import { companyCredentials, projectCredentials } from '../api/signing.ts'
import type { Logger } from '../logging/logger.ts'
import type { JsonFile } from '../storage/json-file.ts'
import { AccountProof } from './account-proof.ts'
import { profileFor, type AccountsFile } from './profile-store.ts'
import { createMemorySecretStore, type SecretStore } from './secret-store.ts'

/** A signed-in account as the other services see it. */
export interface ActiveAccount {
  readonly profile: Profile
  readonly client: CloudRoomClient
}

/** Where a secret has come to lie. */
interface Keeping {
  readonly home: SecretHome
  readonly error: ErrorShape | null
  /** The keychain has a secret of this profile, be it only one that it refused to replace or forget. */
  readonly remembered: boolean
  /** The next run may sign in by it unasked. */
  readonly resumes: boolean
}

export interface AccountServiceOptions {
  readonly file: JsonFile<AccountsFile>
  readonly keychain: SecretStore
  readonly createClient: (server: Profile['server'], credentials: ApiCredentials) => CloudRoomClient
  /** Servers that may be spoken to over plain http. */
  readonly http: {
    readonly allows: (origin: string) => boolean
    /** The user has agreed to it for this server, to which that has led. */
    readonly confirm: (origin: string) => Promise<unknown>
  }
  /** Tells the log's redactor about a value that must never be written. */
  readonly redact: (secret: string) => void
  readonly onChange: (state: AccountsState) => void
  /** What waited for the profile to be signed in can go on: the server knows it, or cannot be asked. */
  readonly onReady: (profileId: string) => void
  /** The profile's secret is about to be forgotten: nothing may go on in its name. */
  readonly onForget: (profileId: string) => void
  /** The profile is no more: nothing of it may be kept. */
  readonly onRemove: (profileId: string) => void
  /** The list of profiles could not be written; it holds for this run. */
  readonly onUnwritten: (error: unknown) => void
  /** The server is asked about an account that a kept secret has signed in after this; absent: at once. */
  readonly firstView?: Promise<void>
  /** ms until a server that could not be asked about an account is asked again, after so many failures in a row */
  readonly retryDelay: (failures: number) => number
  readonly log: Logger
  readonly now?: () => number
}

/**
 * Sign-in, silent sign-in, sign-out and the list of kept profiles. What is kept as a secret is the digest
 * that the protocol sends, which cannot be turned back into what the user typed.
 */
export class AccountService {
  readonly #options: AccountServiceOptions
  readonly #memory = createMemorySecretStore()
  readonly #now: () => number
  #session: Session = { status: 'starting' }
  /** Clients of the profiles that were signed in during this run and not signed out: their transfers go on. */
  readonly #clients = new Map<string, CloudRoomClient>()
  /** Sign-in, switch and sign-out run one after another; a new one cuts the waiting of the one before short. */
  #queue: Promise<unknown> = Promise.resolve()
  #current = new AbortController()
  /** Of the session that a kept secret began. */
  #proof: AccountProof | null = null

  constructor(options: AccountServiceOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  get state(): AccountsState {
    return { session: this.#session, profiles: this.#file.profiles }
  }

  /** @throws AppError `account.notSignedIn` */
  requireActive(): ActiveAccount {
    if (this.#session.status !== 'signedIn') throw new AppError('account.notSignedIn')
    const { profile } = this.#session
    return { profile, client: this.clientFor(profile.id) }
  }

  /** @throws AppError `account.notSignedIn` */
  clientFor(profileId: string): CloudRoomClient {
    const client = this.#clients.get(profileId)
    if (!client) throw new AppError('account.notSignedIn')
    return client
  }

  /**
   * Signs in with the last used profile if its secret is at hand. The server is asked about it behind that: whoever starts without a
   * network, or with a slow one, has what is known at once. Never throws: the reason is in the state.
   */
  async resume(): Promise<AccountsState> {
    return await this.#exclusively(async (signal) => {
      const last = this.#file.profiles.find((profile) => profile.id === this.#file.lastProfileId)
      if (!last) return this.#signedOut(null, null)
      try {
        const { secret, home } = await this.#keptSecret(last, signal)
        const client = this.#clientOf(last, credentialsOf(last, secret))
        const profile: Profile = { ...last, lastUsedAt: this.#now() }
        this.#clients.set(last.id, client)
        this.#enter({ status: 'signedIn', profile, secretHome: home, keychainError: null })
        this.#proveBehind(profile, client).catch((error: unknown) =>
          this.#options.log.error('asking about the account', { error }),
        )
        return this.#announce()
      } catch (error) {
        // Whoever came in between says what is the matter now.
        return this.#signedOut(signal.aborted ? null : toErrorShape(error), last.id)
      }
    })
  }

  /** There is a network again: an account that could not be asked about for want of one is asked about now. */
  networkIsBack(): void {
    this.#proof?.wake()
  }

  /**
   * Proves the credentials with a real query, then keeps them.
   *
   * @throws AppError `account.insecureServer` for http without consent; `api.*`, `server.*`, `network.*`
   */
  async signIn(request: SignInRequest): Promise<AccountsState> {
    return await this.#exclusively(async (signal) => {
      const profile = profileFor(request, this.#now())
      const credentials = credentialsFrom(request)
      const typed =
        request.credentials.mode === 'company'
          ? request.credentials.compSecret
          : request.credentials.appSecret
      this.#options.redact(typed)
      const client = await this.#prove(profile, credentials, signal, request.allowHttp)
      if (isHttp(profile)) await this.#options.http.confirm(profile.server.origin)
      return await this.#signedIn(
        profile,
        client,
        await this.#keep(profile, digestOf(credentials), request.remember),
      )
    })
  }

  /** @throws AppError `account.unknownProfile`, `account.secretMissing`, and what signing in throws */
  async switchTo(profileId: string): Promise<AccountsState> {
    return await this.#exclusively((signal) => this.#signInWithKeptSecret(this.#profile(profileId), signal))
  }

  /** Ends the session and forgets its secret. A keychain that refuses to forget it is named in the state. */
  async signOut(): Promise<AccountsState> {
    return await this.#exclusively(async () => {
      const { profile } = this.requireActive()
      const error = await this.#forgetSecret(profile).then(() => null, toErrorShape)
      const state = this.#signedOut(error, profile.id)
      await this.#write({ lastProfileId: null, profiles: this.#file.profiles })
      return state
    })
  }

  /**
   * Forgets a profile and its secret, ending the session if it is the active one.
   *
   * @throws AppError `account.unknownProfile`; `account.keychain*`: the secret is still there, and so is the
   *   profile, so that it can be tried again
   */
  async remove(profileId: string): Promise<AccountsState> {
    return await this.#exclusively(async () => {
      const profile = this.#profile(profileId)
      const isActive = this.#session.status === 'signedIn' && this.#session.profile.id === profileId
      try {
        await this.#forgetSecret(profile)
        if (isActive) this.#enter({ status: 'signedOut', error: null, profileId: null })
        await this.#write({
          lastProfileId: this.#file.lastProfileId === profileId ? null : this.#file.lastProfileId,
          profiles: this.#file.profiles.filter((item) => item.id !== profileId),
        })
        this.#options.onRemove(profileId)
      } catch (error) {
        if (isActive) this.#signedOut(toErrorShape(error), profileId)
        throw error
      }
      return this.#announce()
    })
  }

  /** A server is not trusted any more: nobody stays signed in to it, nothing goes on with it. Secrets are kept. */
  async leaveServer(origin: string, reason: AppError): Promise<void> {
    await this.#exclusively(() => {
      const left = this.#file.profiles.filter((profile) => profile.server.origin === origin)
      for (const { id } of left) {
        if (this.#clients.delete(id)) this.#options.onForget(id)
      }
      const active = this.#session.status === 'signedIn' ? this.#session.profile : null
      if (active?.server.origin === origin) this.#signedOut(reason.toShape(), active.id)
      return Promise.resolve()
    })
  }

  get #file(): AccountsFile {
    return this.#options.file.value
  }

  #profile(id: string): Profile {
    const profile = this.#file.profiles.find((item) => item.id === id)
    if (!profile) throw new AppError('account.unknownProfile')
    return profile
  }

  async #signInWithKeptSecret(profile: Profile, signal: AbortSignal): Promise<AccountsState> {
    const { secret, home } = await this.#keptSecret(profile, signal)
    const client = await this.#prove(profile, credentialsOf(profile, secret), signal)
    return await this.#signedIn({ ...profile, lastUsedAt: this.#now() }, client, {
      home,
      error: null,
      remembered: profile.remembered,
      resumes: home === 'keychain',
    })
  }

  async #keptSecret(
    profile: Profile,
    signal: AbortSignal,
  ): Promise<{ readonly secret: string; readonly home: SecretHome }> {
    const inMemory = await this.#memory.get(profile.id)
    if (inMemory !== null) return { secret: inMemory, home: 'memory' }
    const secret = await this.#fromKeychain(profile, signal)
    if (secret === null) throw new AppError('account.secretMissing')
    return { secret, home: 'keychain' }
  }

  async #fromKeychain(profile: Profile, signal: AbortSignal): Promise<string | null> {
    return profile.remembered ? await unlessAborted(this.#options.keychain.get(profile.id), signal) : null
  }

  async #prove(
    profile: Profile,
    credentials: ApiCredentials,
    signal: AbortSignal,
    allowsHttp = false,
  ): Promise<CloudRoomClient> {
    const client = this.#clientOf(profile, credentials, allowsHttp)
    await ask(client, signal)
    return client
  }

  /** @throws AppError `account.insecureServer` for http that nobody has agreed to */
  #clientOf(profile: Profile, credentials: ApiCredentials, allowsHttp = false): CloudRoomClient {
    if (isHttp(profile) && !allowsHttp && !this.#options.http.allows(profile.server.origin)) {
      throw new AppError('account.insecureServer', { params: { origin: profile.server.origin } })
    }
    this.#options.redact(digestOf(credentials))
    return this.#options.createClient(profile.server, credentials)
  }

  /** Ends the session if the server refuses the account; for as long as it cannot be asked, there is no telling. */
  async #proveBehind(profile: Profile, client: CloudRoomClient): Promise<void> {
    const { firstView, retryDelay, onReady } = this.#options
    let isReady = false
    const release = (): void => {
      if (!isReady) onReady(profile.id)
      isReady = true
    }
    const proof = new AccountProof({
      ask: (signal) => ask(client, signal),
      onUnanswered: release,
      retryDelay,
    })
    this.#proof = proof
    await firstView
    const refusal = await proof.outcome()
    await this.#inTurn(async () => {
      if (refusal === 'ended' || proof.hasEnded()) return
      if (refusal !== null) {
        this.#clients.delete(profile.id)
        this.#signedOut(refusal, profile.id)
        return
      }
      release()
      const others = this.#file.profiles.filter(({ id }) => id !== profile.id)
      await this.#write({ ...this.#file, profiles: [profile, ...others] })
    })
  }

  /** Keychain when wanted and possible, else memory for this run; never a file (design, section 8). */
  async #keep(profile: Profile, secret: string, remember: boolean): Promise<Keeping> {
    const { keychain, log } = this.#options
    const wasRemembered = this.#file.profiles.some((item) => item.id === profile.id && item.remembered)
    try {
      if (remember) {
        await keychain.set(profile.id, secret)
        await this.#memory.delete(profile.id)
        return { home: 'keychain', error: null, remembered: true, resumes: true }
      }
      await this.#memory.set(profile.id, secret)
      // A secret that an earlier "remember me" left behind must not outlive this choice.
      if (wasRemembered) await keychain.delete(profile.id)
      return { home: 'memory', error: null, remembered: false, resumes: false }
    } catch (error) {
      log.warn('keychain refused; the secret is kept in memory', { error })
      await this.#memory.set(profile.id, secret)
      return {
        home: 'memory',
        error: toErrorShape(error),
        remembered: wasRemembered,
        resumes: remember && wasRemembered,
      }
    }
  }

  async #forgetSecret(profile: Profile): Promise<void> {
    this.#clients.delete(profile.id)
    this.#options.onForget(profile.id)
    await this.#memory.delete(profile.id)
    if (profile.remembered) await this.#options.keychain.delete(profile.id)
  }

  async #signedIn(
    profile: Profile,
    client: CloudRoomClient,
    { home, error, remembered, resumes }: Keeping,
  ): Promise<AccountsState> {
    const kept: Profile = { ...profile, remembered }
    const others = this.#file.profiles.filter((item) => item.id !== profile.id)
    const last = this.#file.lastProfileId === kept.id ? null : this.#file.lastProfileId
    await this.#write({ lastProfileId: resumes ? kept.id : last, profiles: [kept, ...others] })
    this.#clients.set(kept.id, client)
    this.#enter({ status: 'signedIn', profile: kept, secretHome: home, keychainError: error })
    const state = this.#announce()
    this.#options.onReady(kept.id)
    return state
  }

  #signedOut(error: ErrorShape | null, profileId: string | null): AccountsState {
    this.#enter({ status: 'signedOut', error, profileId })
    return this.#announce()
  }

  #enter(session: Session): void {
    this.#proof?.end()
    this.#proof = null
    this.#session = session
  }

  #announce(): AccountsState {
    const state = this.state
    this.#options.onChange(state)
    return state
  }

  /** A disk that is full keeps nobody from signing in, nor from signing out. */
  async #write(file: AccountsFile): Promise<void> {
    await this.#options.file.write(file).catch(this.#options.onUnwritten)
  }

  #exclusively<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    this.#current.abort()
    const controller = new AbortController()
    this.#current = controller
    return this.#inTurn(() => work(controller.signal))
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }
}

/** The least that only an account may ask. */
const ask = (client: CloudRoomClient, signal: AbortSignal): Promise<unknown> =>
  client.query({ folder: '/', pageNumber: 1, pageSize: 1 }, { signal })

const isHttp = ({ server }: Profile): boolean => server.origin.startsWith('http:')

/** The keychain may be waiting for a person to unlock it; whoever comes next need not wait for that. */
async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(new AppError('aborted'))
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function credentialsFrom({ credentials }: SignInRequest): ApiCredentials {
  return credentials.mode === 'company'
    ? companyCredentials(credentials.compId, credentials.compSecret, credentials.appId)
    : projectCredentials(credentials.appId, credentials.appSecret)
}

function credentialsOf(profile: Profile, digest: string): ApiCredentials {
  return profile.mode === 'company'
    ? { mode: 'company', compId: profile.account, secretKey: digest, appId: profile.appId }
    : { mode: 'project', appId: profile.account, userPswd: digest }
}

function digestOf(credentials: ApiCredentials): string {
  return credentials.mode === 'company' ? credentials.secretKey : credentials.userPswd
}
