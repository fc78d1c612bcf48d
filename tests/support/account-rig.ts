import path from 'node:path'
import { AccountService, type AccountServiceOptions } from '#main/accounts/account-service.ts'
import { accountsFileSchema, emptyAccountsFile } from '#main/accounts/profile-store.ts'
import { createMemorySecretStore, type SecretStore } from '#main/accounts/secret-store.ts'
import { createCloudRoomClient } from '#main/api/cloudroom-client.ts'
import { openJsonFile } from '#main/storage/json-file.ts'
import { trustFileSchema, trustsNobody } from '#main/trust/trust-file.ts'
import { TrustedServers } from '#main/trust/trusted-servers.ts'
import type { Emulator } from '#emulator/server.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { SignInRequest } from '#shared/ipc/schemas.ts'
import type { AccountsState } from '#shared/models/account.ts'
import { directNetwork } from './direct-network.ts'
import { testLogger } from './test-logger.ts'

export interface AccountRig {
  readonly accounts: AccountService
  readonly trust: TrustedServers
  /** Everything that was announced, oldest first. */
  readonly announced: AccountsState[]
  readonly ready: string[]
  readonly forgotten: string[]
  readonly removed: string[]
  readonly redacted: string[]
  /** Why what the service should remember was not written. */
  readonly unwritten: unknown[]
  readonly logText: () => string
}

/** The real service on a real file and the real client; `folder` stands for the user-data folder. */
export async function accountRig(
  folder: string,
  over: Partial<AccountServiceOptions> = {},
): Promise<AccountRig> {
  const announced: AccountsState[] = []
  const ready: string[] = []
  const forgotten: string[] = []
  const removed: string[] = []
  const redacted: string[] = []
  const unwritten: unknown[] = []
  const { log, text } = testLogger()
  const file = await openJsonFile({
    file: path.join(folder, 'accounts.json'),
    schema: accountsFileSchema,
    fallback: emptyAccountsFile,
    log,
  })
  const network = directNetwork(undefined, (server) => trust.pinOf(server))
  const trust: TrustedServers = new TrustedServers({
    file: await openJsonFile({
      file: path.join(folder, 'trusted-servers.json'),
      schema: trustFileSchema,
      fallback: trustsNobody,
      log,
    }),
    network: () => network,
    onChange: () => undefined,
    onStop: (origin, reason) => accounts.leaveServer(origin, reason),
  })
  const accounts: AccountService = new AccountService({
    file,
    keychain: createMemorySecretStore(),
    createClient: (server, credentials) =>
      createCloudRoomClient({
        server,
        credentials,
        log,
        network,
        appVersion: '0.0.0-test',
        timeouts: { retryPause: 1 },
      }),
    http: {
      allows: (origin) => trust.allowsHttp(origin),
      confirm: (origin) => trust.confirmHttp(origin),
    },
    redact: (secret) => redacted.push(secret),
    onChange: (state) => announced.push(state),
    onReady: (profileId) => ready.push(profileId),
    retryDelay: () => 1,
    onForget: (profileId) => forgotten.push(profileId),
    onRemove: (profileId) => removed.push(profileId),
    onUnwritten: (error) => unwritten.push(error),
    log,
    ...over,
  })
  return { accounts, trust, announced, ready, forgotten, removed, redacted, unwritten, logText: text }
}

export function companyRequest(emulator: Emulator, over: Partial<SignInRequest> = {}): SignInRequest {
  return {
    server: { origin: emulator.origin, prefix: emulator.prefix },
    credentials: {
      mode: 'company',
      compId: String(emulator.compId),
      compSecret: emulator.compSecret,
      appId: null,
    },
    remember: true,
    allowHttp: true,
    ...over,
  }
}

export function projectRequest(emulator: Emulator, over: Partial<SignInRequest> = {}): SignInRequest {
  const { appId, appSecret } = emulator
  return { ...companyRequest(emulator), credentials: { mode: 'project', appId, appSecret }, ...over }
}

/** A keychain that can be made to refuse, and to not answer. */
export interface FakeKeychain extends SecretStore {
  readonly secrets: Map<string, string>
  /** What every call fails with; null: none does. */
  refusal: ErrorCode | null
  /** Calls wait for this. */
  hold: Promise<void>
  readonly calls: string[]
}

export function fakeKeychain(): FakeKeychain {
  const secrets = new Map<string, string>()
  const calls: string[] = []
  const keychain: FakeKeychain = {
    secrets,
    calls,
    refusal: null,
    hold: Promise.resolve(),
    get: async (id) => {
      await enter(`get ${id}`)
      return secrets.get(id) ?? null
    },
    set: async (id, secret) => {
      await enter(`set ${id}`)
      secrets.set(id, secret)
    },
    delete: async (id) => {
      await enter(`delete ${id}`)
      secrets.delete(id)
    },
  }
  async function enter(call: string): Promise<void> {
    calls.push(call)
    await keychain.hold
    if (keychain.refusal !== null) throw new AppError(keychain.refusal)
  }
  return keychain
}
