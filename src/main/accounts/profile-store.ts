import { createHash } from 'node:crypto'
import { z } from 'zod'
import { identifier, serverAddress, type SignInRequest } from '#shared/ipc/schemas.ts'
import type { Profile } from '#shared/models/account.ts'

/** Profiles as they lie in `accounts.json`; there is no field that could hold a secret. */
export const accountsFileSchema = z.strictObject({
  lastProfileId: identifier.nullable(),
  profiles: z
    .array(
      z.strictObject({
        id: identifier,
        server: serverAddress,
        mode: z.enum(['company', 'project']),
        account: z.string().max(256),
        appId: z.string().max(256).nullable(),
        /** Of an earlier version; see {@link takeHttpConsents}. */
        allowsHttp: z.boolean().optional(),
        remembered: z.boolean(),
        lastUsedAt: z.number(),
      }),
    )
    .max(1000),
})
export type AccountsFile = z.output<typeof accountsFileSchema>

export const emptyAccountsFile: AccountsFile = { lastProfileId: null, profiles: [] }

/** The same server, mode and account give the same id, so that signing in again updates one profile. */
export function profileFor(request: SignInRequest, now: number): Profile {
  const { credentials, server } = request
  const account = credentials.mode === 'company' ? credentials.compId : credentials.appId
  const appId = credentials.mode === 'company' ? credentials.appId : null
  const identity = JSON.stringify([server.origin, server.prefix, credentials.mode, account, appId])
  return {
    id: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    server,
    mode: credentials.mode,
    account,
    appId,
    remembered: request.remember,
    lastUsedAt: now,
  }
}

/**
 * Consent to plain http was noted with each profile before it was remembered for each server.
 *
 * @returns the servers' origins, and the file without that
 */
export function takeHttpConsents({ lastProfileId, profiles }: AccountsFile): {
  readonly origins: readonly string[]
  readonly file: AccountsFile
} {
  const consented = profiles.filter(
    ({ allowsHttp, server }) => allowsHttp === true && server.origin.startsWith('http:'),
  )
  return {
    origins: [...new Set(consented.map(({ server }) => server.origin))],
    file: { lastProfileId, profiles: profiles.map(withoutConsent) },
  }
}

function withoutConsent(profile: AccountsFile['profiles'][number]): AccountsFile['profiles'][number] {
  const rest = { ...profile }
  delete rest.allowsHttp
  return rest
}
