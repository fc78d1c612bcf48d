import { AppError } from '#shared/errors.ts'
import { createRedactor } from '../logging/redactor.ts'
import type { ServerAddress } from '#shared/models/account.ts'
import type { Logger } from '../logging/logger.ts'
import { commonParameters, digestOf } from './common-parameters.ts'
import { endpointUrl } from './endpoints.ts'
import { readEnvelope, requireSuccess } from './envelope.ts'
import { exchange } from './exchange.ts'
import type { ApiCredentials } from './client.types.ts'
import type { CommonParameters } from './common-parameters.ts'
import type { Endpoint } from './endpoints.ts'
import type { Envelope } from './envelope.ts'
import type { Agents, ExchangeRequest } from './exchange.ts'
import type { ClientTimeouts } from './timeouts.ts'

/** What every call of one client shares. */
export interface CallContext {
  readonly server: ServerAddress
  readonly credentials: ApiCredentials
  readonly log: Logger
  readonly userAgent: string
  readonly timeouts: ClientTimeouts
}

/** How one call is sent, given the parameters that every call carries. */
export type Prepare = (common: CommonParameters) => Omit<ExchangeRequest, 'url' | 'agents' | 'signal'>

const maxDescriptionLength = 200

/** One call, not repeated: sends it, reads the answer, logs the outcome. Throws AppError, also for every RspCode but 0. */
export async function call(
  context: CallContext,
  endpoint: Endpoint,
  options: { readonly agents: Agents; readonly signal: AbortSignal | undefined; readonly prepare: Prepare },
): Promise<Envelope> {
  const common = commonParameters(context.credentials)
  const request = options.prepare(common)
  const started = performance.now()
  const fields = { endpoint, requestId: common['RequestId'] }
  const elapsed = () => ({ ms: Math.round(performance.now() - started) })
  try {
    const envelope = readEnvelope(
      await exchange({
        ...request,
        url: endpointUrl(context.server, endpoint),
        headers: {
          accept: 'application/json',
          'user-agent': context.userAgent,
          ...request.headers,
        },
        agents: options.agents,
        signal: options.signal,
      }),
    )
    if (envelope.code !== '0') logRefusal(context, fields, envelope)
    requireSuccess(envelope)
    context.log.debug('Call answered', { ...fields, ...elapsed() })
    return envelope
  } catch (error) {
    const described = error instanceof AppError ? error : new AppError('internal', { cause: error })
    context.log.info('Call failed', {
      ...fields,
      ...elapsed(),
      code: described.code,
      params: described.params,
    })
    throw described
  }
}

/** A JSON body, for query and delete. */
export function jsonCall(
  parameters: Readonly<Record<string, string | number | undefined>>,
  timeouts: ClientTimeouts,
): Prepare {
  return (common) => ({
    headers: { 'content-type': 'application/json; charset=utf-8' },
    // JSON.stringify leaves out what is undefined.
    body: JSON.stringify({ ...common, ...parameters }),
    timeout: { ...connectTimeouts(timeouts), request: timeouts.call },
  })
}

/** ms for each step on the way to a connection. */
export function connectTimeouts({ connect }: ClientTimeouts) {
  return { lookup: connect, connect, secureConnect: connect }
}

/** The server's words help support, and may repeat what it was sent. */
function logRefusal(context: CallContext, fields: object, envelope: Envelope): void {
  const scrub = createRedactor([digestOf(context.credentials)])
  context.log.info('Server refused', {
    ...fields,
    rspCode: scrub.text(envelope.code),
    rspDesc: scrub.text(envelope.description).slice(0, maxDescriptionLength),
  })
}
