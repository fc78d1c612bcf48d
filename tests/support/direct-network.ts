import { createNetwork, type Network } from '#main/network/network.ts'
import { noProxyCredentials } from '#main/network/proxy-credentials.ts'
import { testLogger } from './test-logger.ts'

/** The app's own way out on a computer without a proxy. @param ca PEM certificates to trust; absent: Node's own list */
export function directNetwork(ca?: readonly string[]): Network {
  return createNetwork({
    resolveProxy: () => Promise.resolve('DIRECT'),
    credentials: noProxyCredentials,
    ca,
    log: testLogger().log,
  })
}
