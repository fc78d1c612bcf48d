import { AppError, toErrorShape } from '#shared/errors.ts'
import {
  contract,
  type Reply,
  type RequestName,
  type RequestOutput,
  type RequestParsed,
} from '#shared/ipc/contract.ts'
import type { Logger } from '../logging/logger.ts'
import { describeStorageError } from '../storage/storage-error.ts'

/** @param page the id of the webContents that asks, for what ends with its window */
export type Handler<Name extends RequestName> = (
  input: RequestParsed<Name>,
  page: number,
) => Promise<RequestOutput<Name>> | RequestOutput<Name>

/** One handler for every request of the contract: a missing one does not compile. */
export type Handlers = { readonly [Name in RequestName]: Handler<Name> }

export interface AnswerContext {
  readonly handlers: Handlers
  readonly log: Logger
}

/**
 * Answers one request. Never throws: a wrong sender, an unknown name, input that the schema refuses and
 * anything that a handler throws each become a typed rejection.
 */
export async function answer(
  { handlers, log }: AnswerContext,
  isTrusted: boolean,
  name: unknown,
  input: unknown,
  page: number,
): Promise<Reply<unknown>> {
  try {
    if (!isTrusted) throw new AppError('ipc.untrustedSender')
    if (!isRequestName(name)) throw new AppError('ipc.unknownRequest')
    return { ok: true, value: await dispatch(handlers, name, input, page) }
  } catch (error) {
    const shape = toErrorShape(describeStorageError(error))
    if (shape.code === 'internal' || shape.code === 'storage.notWritable')
      log.error('request failed', { name: String(name).slice(0, 64), error })
    return { ok: false, error: shape }
  }
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(contract, name)
}

async function dispatch<Name extends RequestName>(
  handlers: Handlers,
  name: Name,
  input: unknown,
  page: number,
): Promise<RequestOutput<Name>> {
  const handler: Handler<Name> = handlers[name]
  return await handler(parse(name, input), page)
}

/** Never trusts `input` so far as to read it unguarded: a getter or proxy may throw. */
function parse<Name extends RequestName>(name: Name, input: unknown): RequestParsed<Name> {
  try {
    return contract[name].input.parse(input) as RequestParsed<Name>
  } catch {
    throw new AppError('ipc.invalidInput', { params: { request: name } })
  }
}
