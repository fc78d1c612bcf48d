import type { NetworkWatch } from '../../desktop/network-watch.ts'
import type { Handlers } from '../answer.ts'

export function createNetworkHandlers(network: Pick<NetworkWatch, 'check'>): Pick<Handlers, 'network.state'> {
  return { 'network.state': () => network.check() }
}
