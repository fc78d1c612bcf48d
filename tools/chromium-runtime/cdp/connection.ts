import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { CommandInput, CommandName, CommandOutput, EventName, Protocol } from './protocol.ts'

interface Pending {
  readonly method: string
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

interface Incoming {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** The browser, or the page it was attached to, went away while a command was under way. */
export class TargetGoneError extends Error {
  override readonly name = 'TargetGoneError'
}

/** One attached target, or the browser itself. */
export class CdpSession {
  private readonly events = new EventEmitter()
  private readonly connection: CdpConnection
  readonly id: string | undefined

  constructor(connection: CdpConnection, id: string | undefined) {
    this.connection = connection
    this.id = id
    this.events.setMaxListeners(0)
  }

  send<Name extends CommandName>(method: Name, params?: CommandInput<Name>): Promise<CommandOutput<Name>> {
    return this.connection.send(method, params, this.id) as Promise<CommandOutput<Name>>
  }

  on<Name extends EventName>(name: Name, listener: (payload: Protocol.Events[Name]) => void): this {
    this.events.on(name, listener)
    return this
  }

  once<Name extends EventName>(name: Name, listener: (payload: Protocol.Events[Name]) => void): this {
    this.events.once(name, listener)
    return this
  }

  deliver(method: string, params: unknown): void {
    this.events.emit(method, params)
  }
}

/**
 * Speaks the DevTools protocol over Chromium's `--remote-debugging-pipe`. A pipe rather than a port, so that no
 * other process of the machine can attach, and so that Chromium ends by itself when this process dies.
 */
export class CdpConnection {
  readonly browser: CdpSession
  private readonly output: Writable
  private readonly sessions = new Map<string, CdpSession>()
  private readonly pending = new Map<number, Pending>()
  private lastId = 0
  private closed = false
  private chunks: Buffer[] = []

  constructor(input: Readable, output: Writable) {
    this.output = output
    this.browser = new CdpSession(this, undefined)
    input.on('data', (chunk: Buffer) => this.read(chunk))
    input.on('close', () => this.close())
    // A write after Chromium's end fails with EPIPE; the close of `input` is what tells everyone.
    output.on('error', () => this.close())
    input.on('error', () => this.close())
  }

  send(method: string, params: unknown, sessionId: string | undefined): Promise<unknown> {
    if (this.closed) return Promise.reject(new TargetGoneError(`${method}: Chromium is gone`))
    this.lastId += 1
    const id = this.lastId
    return new Promise((resolve, reject) => {
      this.pending.set(id, { method, resolve, reject })
      this.output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  session(id: string): CdpSession {
    const known = this.sessions.get(id)
    if (known !== undefined) return known
    const session = new CdpSession(this, id)
    this.sessions.set(id, session)
    return session
  }

  private close(): void {
    if (this.closed) return
    this.closed = true
    for (const { method, reject } of this.pending.values()) {
      reject(new TargetGoneError(`${method}: Chromium is gone`))
    }
    this.pending.clear()
  }

  private read(chunk: Buffer): void {
    let start = 0
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      const message = Buffer.concat([...this.chunks, chunk.subarray(start, end)]).toString('utf8')
      this.chunks = []
      start = end + 1
      this.dispatch(JSON.parse(message) as Incoming)
    }
    if (start < chunk.length) this.chunks.push(chunk.subarray(start))
  }

  private dispatch(message: Incoming): void {
    if (message.id !== undefined) this.settle(message.id, message)
    else if (message.method !== undefined) this.event(message.method, message)
  }

  private settle(id: number, { result, error }: Incoming): void {
    const waiting = this.pending.get(id)
    this.pending.delete(id)
    if (waiting === undefined) return
    if (error === undefined) waiting.resolve(result)
    else if (/not found|Target closed|detached/iu.test(error.message)) {
      waiting.reject(new TargetGoneError(`${waiting.method}: ${error.message}`))
    } else waiting.reject(new Error(`${waiting.method}: ${error.message}`))
  }

  private event(method: string, { sessionId, params }: Incoming): void {
    if (method === 'Target.detachedFromTarget') {
      this.sessions.delete((params as Protocol.Events['Target.detachedFromTarget']).sessionId)
    }
    const target = sessionId === undefined ? this.browser : this.sessions.get(sessionId)
    target?.deliver(method, params)
  }
}
