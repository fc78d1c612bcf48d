import type { CustomScheme, Protocol } from 'electron'
import type { ProtocolHandler } from '../loopback/server.ts'
import { strict } from '../strict.ts'
import { addresses, loopback, startedChromium } from './state.ts'

const handled = new Set<string>()

const members = {
  registerSchemesAsPrivileged: (schemes: CustomScheme[]): void => {
    if (startedChromium())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of schemes) addresses.addScheme(scheme)
  },
  handle: (scheme: string, handler: ProtocolHandler): void => {
    if (!addresses.hasScheme(scheme)) {
      throw new Error(
        `electron.protocol.handle('${scheme}') is not provided by the Chromium runtime: register it first`,
      )
    }
    if (handled.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handled.add(scheme)
    loopback.setHandler(scheme, handler)
  },
  unhandle: (scheme: string): void => {
    handled.delete(scheme)
    loopback.removeHandler(scheme)
  },
  isProtocolHandled: (scheme: string): boolean => handled.has(scheme),
}

/** One session, hence one protocol. */
export const protocol: Pick<Protocol, 'registerSchemesAsPrivileged' | 'unhandle' | 'isProtocolHandled'> & {
  handle: typeof members.handle
} = strict('protocol', members)
