import path from 'node:path'
import type { SecretStore } from '#main/accounts/secret-store.ts'
import { fileSink } from '#main/logging/file-sink.ts'
import { createLogger } from '#main/logging/logger.ts'
import { createRedactor } from '#main/logging/redactor.ts'
import { createNetwork, type Network } from '#main/network/network.ts'
import { noProxies, proxiesFileSchema } from '#main/proxies/proxies-file.ts'
import { ProxyPasswords, type ProxyPasswordsOptions } from '#main/proxies/proxy-passwords.ts'
import { openJsonFile } from '#main/storage/json-file.ts'
import type { KnownProxy } from '#shared/models/proxies.ts'

export interface ProxyRigOptions extends Partial<ProxyPasswordsOptions> {
  /** The user-data folder. */
  readonly folder: string
  readonly keychain: SecretStore
  /** What the system says of proxies. */
  readonly list?: string
  /** PEM certificates to trust. */
  readonly ca?: readonly string[]
}

export interface ProxyRig {
  readonly proxies: ProxyPasswords
  readonly network: Network
  /** Everything that was announced, oldest first. */
  readonly announced: (readonly KnownProxy[])[]
  readonly given: string[]
}

/** One run of the app: the real service on a real file and a real log, and the network that asks it. */
export async function proxyRig({
  folder,
  list = 'DIRECT',
  ca = [],
  ...over
}: ProxyRigOptions): Promise<ProxyRig> {
  const redactor = createRedactor()
  const log = createLogger({ sink: fileSink({ folder: path.join(folder, 'logs') }), redactor })
  const announced: (readonly KnownProxy[])[] = []
  const given: string[] = []
  const file = await openJsonFile({
    file: path.join(folder, 'proxies.json'),
    schema: proxiesFileSchema,
    fallback: noProxies,
    log,
  })
  const proxies = new ProxyPasswords({
    file,
    redact: (secret) => redactor.add(secret),
    onChange: (known) => announced.push(known),
    onGiven: (proxy) => given.push(proxy),
    onForgotten: (proxy) => network.closeTunnels(proxy),
    log,
    ...over,
  })
  const network = createNetwork({
    resolveProxy: () => Promise.resolve(list),
    credentials: proxies,
    ca: () => ca,
    log,
    connectMs: 5000,
  })
  return { proxies, network, announced, given }
}
