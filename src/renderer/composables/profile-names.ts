import type { Profile, ServerAddress } from '#shared/models/account.ts'
import type { TrustedServer } from '#shared/models/trust.ts'
import { publicCloud } from '#shared/models/account.ts'
import { t } from '../i18n/index.ts'

/** `Company 12345` or `Project abc`, with the project of a narrowed company account. */
export function accountName(profile: Profile): string {
  const name = t(profile.mode === 'company' ? 'account.company' : 'account.project', {
    account: profile.account,
  })
  return profile.appId === null ? name : `${name} · ${profile.appId}`
}

/** The public cloud by its name, any other server by its host. */
export function serverName(server: ServerAddress): string {
  if (server.origin === publicCloud.origin) return t('signIn.publicCloud')
  return server.origin.replace(/^https:\/\//u, '')
}

/** A server as people type it: with http in front where it is that, and without a port that goes without saying. */
export function trustedName({ kind, server }: Pick<TrustedServer, 'kind' | 'server'>): string {
  const { origin } = new URL(`${kind === 'http' ? 'http' : 'https'}://${server}`)
  return serverName({ origin, prefix: '' })
}
