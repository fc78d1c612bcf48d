import { createLogger } from '#main/logging/logger.ts'
import { createNetwork, type Network } from '#main/network/network.ts'
import { noProxyCredentials } from '#main/network/proxy-credentials.ts'

/** The app's own way out on a computer without a proxy. */
export function directNetwork(): Network {
  return createNetwork({
    resolveProxy: () => Promise.resolve('DIRECT'),
    credentials: noProxyCredentials,
    log: createLogger({ sink: () => undefined }),
  })
}
