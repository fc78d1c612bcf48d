import type { TrustedServers } from '../../trust/trusted-servers.ts'
import type { Handlers } from '../answer.ts'

type TrustHandlers = Pick<Handlers, Extract<keyof Handlers, `trust.${string}`>>

export function createTrustHandlers(trust: TrustedServers): TrustHandlers {
  return {
    'trust.list': () => trust.list,
    'trust.look': ({ origin }) => trust.look(origin),
    'trust.trustCertificate': ({ origin, fingerprint }) => trust.trustCertificate(origin, fingerprint),
    'trust.confirmHttp': ({ origin }) => trust.confirmHttp(origin),
    'trust.stop': (which) => trust.stop(which),
  }
}
