import { Agent as HttpAgent, type ClientRequest, type ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

/** A request's agent and what that is told of the request. */
export interface Way {
  readonly agent: HttpAgent
  readonly args: ClientRequestArgs
}
export type FindWay = (url: URL, args: ClientRequestArgs) => Promise<Way>

/** Members that Node's own agents have and its types do not (Node docs, "Class: http.Agent"). */
interface RequestTaker {
  addRequest(request: ClientRequest, args: ClientRequestArgs): void
}
interface Unsent {
  onSocket(socket: null, error: unknown): void
}

/** Hands each request for http to the agent of the way that it goes. */
export class RoutedHttpAgent extends HttpAgent {
  readonly #find: FindWay

  constructor(find: FindWay, options: { readonly keepAlive: boolean }) {
    super(options)
    this.#find = find
  }

  addRequest(request: ClientRequest, args: ClientRequestArgs): void {
    send(this.#find, 'http:', request, args)
  }
}

/** Hands each request for https to the agent of the way that it goes. */
export class RoutedHttpsAgent extends HttpsAgent {
  readonly #find: FindWay

  constructor(find: FindWay, options: { readonly keepAlive: boolean }) {
    super(options)
    this.#find = find
  }

  addRequest(request: ClientRequest, args: ClientRequestArgs): void {
    send(this.#find, 'https:', request, args)
  }
}

function send(find: FindWay, protocol: string, request: ClientRequest, args: ClientRequestArgs): void {
  const fail = (error: unknown): void => failUnsent(request, error)
  find(urlOf(protocol, args), args)
    .then((found) => {
      // Given up meanwhile: Node reports that once the request learns that there is no connection for it.
      if (request.destroyed) fail(null)
      else (found.agent as unknown as RequestTaker).addRequest(request, found.args)
    })
    .catch(fail)
}

/** There is no connection for the request. `error`: null when the request was given up by whoever made it. */
export function failUnsent(request: object, error: unknown): void {
  ;(request as Unsent).onSocket(null, error)
}

function urlOf(protocol: string, { host, port, path }: ClientRequestArgs): URL {
  const name = host?.includes(':') === true && !host.startsWith('[') ? `[${host}]` : (host ?? 'localhost')
  const url = new URL(`${protocol}//${name}`)
  url.port = String(port ?? '')
  return new URL(path ?? '/', url)
}
