import type { ErrorCode, ErrorParams, ErrorShape } from '#shared/errors.ts'
import type {
  Bridge,
  EventName,
  Events,
  PageRequestName,
  Reply,
  RequestInput,
  RequestOutput,
} from '#shared/ipc/contract.ts'
import type { PageFailure } from '#shared/models/diagnostics.ts'
import type { PickedFile } from '#shared/models/transfer.ts'

declare global {
  interface Window {
    readonly cloudroom?: Bridge
  }
}

/** A request that main answered with an error. People read the text of `code`. */
export class BridgeError extends Error {
  override readonly name = 'BridgeError'
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly retryable: boolean

  constructor({ code, params, retryable }: ErrorShape) {
    super(code)
    this.code = code
    this.params = params
    this.retryable = retryable
  }
}

/** Any thrown value → the shape that messages are made from. */
export function errorShapeOf(error: unknown): ErrorShape {
  if (error instanceof BridgeError) {
    return { code: error.code, params: error.params, retryable: error.retryable }
  }
  return { code: 'internal', params: {}, retryable: false }
}

/** Calls main and answers the value. @throws BridgeError */
export async function request<Name extends PageRequestName>(
  name: Name,
  ...input: RequestInput<Name> extends undefined ? [] : [RequestInput<Name>]
): Promise<RequestOutput<Name>> {
  return unwrap(preload().request(name, input[0] as RequestInput<Name>))
}

/** Hands dropped files to main, which answers with ids; their paths never reach the page. @throws BridgeError */
export async function registerDropped(files: readonly File[]): Promise<readonly PickedFile[]> {
  return unwrap(preload().registerDropped(files))
}

/** Listens to an event of main; returns its own unsubscribe. */
export function subscribe<Name extends EventName>(
  name: Name,
  listener: (payload: Events[Name]) => void,
): () => void {
  return preload().subscribe(name, listener)
}

/** Tells main that something went wrong in the page. Never fails: there is nobody left to tell. */
export function tellFailure(failure: PageFailure): void {
  void window.cloudroom?.request('diagnostics.pageFailed', failure).catch(() => undefined)
}

function preload(): Bridge {
  if (window.cloudroom === undefined) throw new Error('The preload script did not run')
  return window.cloudroom
}

async function unwrap<Output>(reply: Promise<Reply<Output>>): Promise<Output> {
  const answer = await reply
  if (!answer.ok) throw new BridgeError(answer.error)
  return answer.value
}
