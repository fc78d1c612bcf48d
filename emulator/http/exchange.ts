import { setTimeout as delay } from 'node:timers/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Core } from '../core.ts'
import type { LoggedRequest } from '../counters.ts'
import type { Endpoint } from '../faults/catalogue.ts'
import { numberArg } from '../faults/fault-set.ts'
import { RequestFaults } from '../faults/fault-set.ts'

/** One request on its way through the server. */
export interface Exchange {
  readonly core: Core
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly url: URL
  readonly endpoint: Endpoint
  /** `/CLOUDROOM-API` or `/CLOUDMEETING-API`, as it was asked for. */
  readonly prefix: string
  readonly faults: RequestFaults
  readonly logged: LoggedRequest
  /** Aborts when the connection is gone. */
  readonly gone: AbortSignal
}

/** Sets up the bookkeeping of a request whose endpoint is known. */
export function openExchange(
  core: Core,
  req: IncomingMessage,
  res: ServerResponse,
  route: { url: URL; endpoint: Endpoint; prefix: string },
  logged: LoggedRequest,
): Exchange {
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  const faults = new RequestFaults(core.faults, route.endpoint)
  return { core, req, res, ...route, faults, logged, gone: gone.signal }
}

/** Waits, unless the connection is lost first. */
export async function pause(exchange: Exchange, ms: number): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal: exchange.gone }).catch(() => undefined)
}

/** Closes the connection; `how` decides between an orderly end (FIN) and a reset (RST). */
export function hangUp(exchange: Exchange, how: 'end' | 'reset'): void {
  const { socket } = exchange.req
  if (how === 'reset') socket.resetAndDestroy()
  else socket.destroySoon()
}

/**
 * Everything that can happen between deciding on an answer and sending it: latency, and being held back.
 * @returns false when there is nobody left to answer
 */
export async function readyToAnswer(exchange: Exchange): Promise<boolean> {
  const slow = exchange.faults.take('latency')
  await pause(exchange, slow ? numberArg(slow, 0) : exchange.core.latencyMs)
  while (!exchange.gone.aborted && exchange.faults.take('stall'))
    await exchange.faults.nextChange(exchange.gone)
  return !exchange.gone.aborted
}
