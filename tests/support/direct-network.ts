import { createNetwork, type Network } from '#main/network/network.ts'
import type { Pin } from '#main/network/pin.ts'
import { noProxyCredentials } from '#main/network/proxy-credentials.ts'
import { testLogger } from './test-logger.ts'

/**
 * The app's own way out on a computer without a proxy.
 *
 * @param ca PEM certificates to trust; absent: Node's own list
 * @param pinOf certificates of single servers, by `host:port`; absent: none
 */
export function directNetwork(
  ca?: readonly string[],
  pinOf: (server: string) => Pin | null = () => null,
): Network {
  return createNetwork({
    resolveProxy: () => Promise.resolve('DIRECT'),
    credentials: noProxyCredentials,
    ca: ca === undefined ? undefined : () => ca,
    pinOf,
    log: testLogger().log,
  })
}
