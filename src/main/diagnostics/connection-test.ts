import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { AppError, toErrorShape } from '#shared/errors.ts'
import type { ServerAddress } from '#shared/models/account.ts'
import {
  connectionSteps,
  type ConnectionReport,
  type ConnectionStep,
  type ConnectionStepName,
} from '#shared/models/diagnostics.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import { endpointUrl } from '../api/endpoints.ts'
import { readEnvelope } from '../api/envelope.ts'
import { exchange } from '../api/exchange.ts'
import { describeNetworkError } from '../api/network-errors.ts'
import type { Network } from '../network/network.ts'
import type { Route } from '../network/proxy-list.ts'
import type { Secured } from '../network/secure-connections.ts'
import { targetOf } from '../network/target.ts'
import { factsOfCertificate } from '../trust/certificate-facts.ts'

const defaultStepTimeoutMs = 10_000
/** A Date header has whole seconds: on average it is half of one behind. */
const dateHeaderRoundingMs = 500

export interface ConnectionTestOptions {
  readonly server: ServerAddress
  /** Of the signed-in account on this server; null when nobody is. */
  readonly client: Pick<CloudRoomClient, 'query'> | null
  readonly network: Network
  readonly userAgent: string
  readonly stepTimeoutMs?: number
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/**
 * Goes the way to the server step by step, through the system's proxy where there is one: its name (or the proxy's, which then finds the
 * server by itself), a connection, TLS, an answer of a CloudRoom server to a question without
 * credentials, an answer to the account. Ends at the first step that fails; never throws for one. Sends no secret but by the
 * account's own client.
 */
export async function testConnection(options: ConnectionTestOptions): Promise<ConnectionReport> {
  const { server, client, network, stepTimeoutMs = defaultStepTimeoutMs } = options
  const url = new URL(server.origin)
  const { host } = targetOf(url)
  const asked = new URL(endpointUrl(server, 'query'))
  const found: Mutable<Pick<ConnectionReport, 'addresses' | 'tls' | 'clockSkewMs'>> = {
    addresses: [],
    tls: null,
    clockSkewMs: null,
  }
  const work: Readonly<Record<ConnectionStepName, ((signal: AbortSignal) => Promise<void>) | null>> = {
    name: async () => {
      const route = await network.route(asked)
      const name = route.kind === 'direct' ? host : route.host
      const addresses = isIP(name)
        ? [name]
        : (await lookup(name, { all: true })).map(({ address }) => address)
      if (route.kind === 'direct') found.addresses = addresses
    },
    connect: async () => {
      const socket = await network.connect(asked)
      socket.destroy()
    },
    tls:
      url.protocol === 'https:'
        ? async (signal) => {
            const secured = await network.connectSecurely(asked, signal)
            found.tls = describeTls(secured)
            secured.socket.destroy()
          }
        : null,
    server: async (signal) => {
      found.clockSkewMs = await askServer(options, signal)
    },
    account:
      client === null
        ? null
        : async (signal) => {
            await client.query({ folder: '/', pageNumber: 1, pageSize: 1 }, { signal })
          },
  }
  const steps: ConnectionStep[] = []
  for (const name of connectionSteps) {
    const run = work[name]
    const isOver = steps.some(({ outcome }) => outcome === 'failed')
    steps.push(isOver || run === null ? skipped(name) : await timed(name, run, stepTimeoutMs))
  }
  const proxy = await network.route(asked).then(proxyText, () => null)
  return { origin: server.origin, proxy, steps, ...found }
}

function proxyText(route: Route): string | null {
  return route.kind === 'direct' ? null : `${route.kind}://${route.address}`
}

const skipped = (name: ConnectionStepName): ConnectionStep => ({
  name,
  outcome: 'skipped',
  ms: null,
  error: null,
})

async function timed(
  name: ConnectionStepName,
  run: (signal: AbortSignal) => Promise<void>,
  timeoutMs: number,
): Promise<ConnectionStep> {
  const signal = AbortSignal.timeout(timeoutMs)
  const began = performance.now()
  const ms = (): number => Math.round(performance.now() - began)
  try {
    await Promise.race([run(signal), timeOf(signal)])
    return { name, outcome: 'passed', ms: ms(), error: null }
  } catch (error) {
    const described = signal.aborted ? new AppError('network.timeout') : asNetworkError(error)
    return { name, outcome: 'failed', ms: ms(), error: toErrorShape(described) }
  }
}

/** A system's look-up of a name cannot be stopped; it is left to itself. */
function timeOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('network.timeout')), { once: true })
  })
}

function asNetworkError(error: unknown): AppError {
  const described = describeNetworkError(error)
  return described.code === 'internal' ? new AppError('network.unreachable', { cause: described }) : described
}

function describeTls({ socket, presented, isPinned }: Secured): ConnectionReport['tls'] {
  const protocol = socket.getProtocol() ?? ''
  return presented === null ? null : { protocol, ...factsOfCertificate(presented), isPinned }
}

/** A question without credentials, which every CloudRoom server refuses in its own words. @returns clock skew in ms */
async function askServer(options: ConnectionTestOptions, signal: AbortSignal): Promise<number | null> {
  const { server, userAgent, network, stepTimeoutMs = defaultStepTimeoutMs } = options
  const sent = Date.now()
  const answer = await exchange({
    url: endpointUrl(server, 'query'),
    headers: {
      accept: 'application/json',
      'content-type': 'application/json; charset=utf-8',
      'user-agent': userAgent,
    },
    body: '{}',
    timeout: { request: stepTimeoutMs },
    agents: network.agentsFor({ keepAlive: false }),
    signal,
  })
  readEnvelope(answer)
  const time = Date.parse(String(answer.headers['date'] ?? ''))
  if (Number.isNaN(time)) return null
  return Math.round(time + dateHeaderRoundingMs - (sent + Date.now()) / 2)
}
