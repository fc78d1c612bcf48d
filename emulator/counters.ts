import type { IncomingHttpHeaders } from 'node:http'
import type { Endpoint } from './faults/catalogue.ts'
import { ENDPOINTS } from './faults/catalogue.ts'

const LOG_LENGTH = 1000

/** One request as it was seen. Secrets are logged as sent: this is a server for tests. */
export interface LoggedRequest {
  readonly sequence: number
  /** Epoch ms. */
  readonly time: number
  readonly method: string
  readonly url: string
  /** Null for a request that was not understood. */
  readonly endpoint: Endpoint | null
  readonly headers: IncomingHttpHeaders
  params: Readonly<Record<string, unknown>>
  /** HTTP status; 0 while there is no answer, and when the connection was dropped without one. */
  status: number
  rspCode: number | null
  /** Bytes of file content received or sent. */
  bytes: number
  finished: boolean
}

interface Load {
  requests: number
  /** Requests under way. */
  current: number
  max: number
}

/** What {@link Counters.state} answers; also the body of `GET /__control/state`. */
export interface EmulatorState {
  readonly requests: Readonly<Record<Endpoint | 'unknown', number>>
  readonly concurrent: Readonly<Record<Endpoint, { readonly current: number; readonly max: number }>>
  readonly connections: { readonly opened: number; readonly current: number; readonly max: number }
  /** Bytes by full path; a deleted file keeps its entry. */
  readonly bytesServed: Readonly<Record<string, number>>
  readonly bytesReceived: Readonly<Record<string, number>>
  /** The last {@link LOG_LENGTH} requests, oldest first. */
  readonly log: readonly LoggedRequest[]
}

/** Counts what the server was asked to do. */
export class Counters {
  #load = freshLoad()
  #unknown = 0
  #served: Record<string, number> = {}
  #received: Record<string, number> = {}
  #log: LoggedRequest[] = []
  #sequence = 0
  readonly #connections = { opened: 0, current: 0, max: 0 }

  /** Notes a request; `finish` must follow when it is over. */
  begin(
    request: Omit<LoggedRequest, 'sequence' | 'params' | 'status' | 'rspCode' | 'bytes' | 'finished'>,
  ): LoggedRequest {
    const sequence = ++this.#sequence
    const entry = { ...request, sequence, params: {}, status: 0, rspCode: null, bytes: 0, finished: false }
    this.#log.push(entry)
    // Dropping half at a time keeps the cost of a request constant.
    if (this.#log.length >= 2 * LOG_LENGTH) this.#log = this.#log.slice(-LOG_LENGTH)
    const load = entry.endpoint && this.#load[entry.endpoint]
    if (!load) this.#unknown++
    else {
      load.requests++
      load.current++
      load.max = Math.max(load.max, load.current)
    }
    return entry
  }

  finish(entry: LoggedRequest): void {
    if (entry.finished) return
    entry.finished = true
    // After a reset the counter may not know about a request that began before it.
    if (entry.endpoint)
      this.#load[entry.endpoint].current = Math.max(0, this.#load[entry.endpoint].current - 1)
  }

  served(entry: LoggedRequest, path: string, bytes: number): void {
    entry.bytes += bytes
    this.#served[path] = (this.#served[path] ?? 0) + bytes
  }

  /** Body bytes are counted as they come, before the path that they are for is known. */
  received(path: string, bytes: number): void {
    this.#received[path] = (this.#received[path] ?? 0) + bytes
  }

  connected(): void {
    const connections = this.#connections
    connections.opened++
    connections.current++
    connections.max = Math.max(connections.max, connections.current)
  }

  disconnected(): void {
    this.#connections.current--
  }

  state(): EmulatorState {
    const load = this.#load
    const { query, upload, download } = load
    const of = ({ current, max }: Load) => ({ current, max })
    return structuredClone({
      requests: {
        query: query.requests,
        delete: load.delete.requests,
        upload: upload.requests,
        download: download.requests,
        unknown: this.#unknown,
      },
      concurrent: { query: of(query), delete: of(load.delete), upload: of(upload), download: of(download) },
      connections: this.#connections,
      bytesServed: this.#served,
      bytesReceived: this.#received,
      log: this.#log.slice(-LOG_LENGTH),
    })
  }

  /** Starts over; requests and connections under way stay counted as under way. */
  reset(): void {
    const before = this.#load
    this.#load = freshLoad()
    for (const name of ENDPOINTS) {
      this.#load[name].current = before[name].current
      this.#load[name].max = before[name].current
    }
    this.#unknown = 0
    this.#served = {}
    this.#received = {}
    this.#log = []
    this.#connections.opened = this.#connections.current
    this.#connections.max = this.#connections.current
  }
}

function freshLoad(): Record<Endpoint, Load> {
  const load = (): Load => ({ requests: 0, current: 0, max: 0 })
  return { query: load(), delete: load(), upload: load(), download: load() }
}
