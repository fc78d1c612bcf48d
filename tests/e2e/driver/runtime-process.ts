import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import type {
  CommandName,
  ControlCommands,
  ControlMessage,
} from '../../../tools/chromium-runtime/control/messages.ts'
import { nodeBinary, projectRoot } from './app-paths.ts'
import { collectOutput, endWithin, exitOf } from './child-process.ts'

const quitTimeoutMs = 10_000
const readyTimeoutMs = 30_000

export interface RuntimeProcessOptions {
  /** App folder or main script. */
  readonly app: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** A Chromium runtime as a child process, with its control channel. */
export class RuntimeProcess {
  readonly child: ChildProcess
  readonly logs: () => string
  /** The port for Playwright, once the app is ready. */
  readonly ready: Promise<number | null>
  private readonly pending = new Map<number, Pending>()
  private lastId = 0

  constructor({ app, args, env }: RuntimeProcessOptions) {
    const cli = path.join(projectRoot, 'tools', 'chromium-runtime', 'cli.ts')
    this.child = fork(cli, [app, ...args], {
      execPath: nodeBinary,
      // Not the test runner's own: its loaders and flags are not the app's.
      execArgv: [],
      env: { ...env, NODE_OPTIONS: undefined },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.logs = collectOutput(this.child)
    this.ready = this.waitUntilReady()
    this.ready.catch(() => undefined)
    void exitOf(this.child).then(() => this.rejectAll())
  }

  call<Name extends CommandName>(
    name: Name,
    input: ControlCommands[Name]['input'],
  ): Promise<ControlCommands[Name]['output']> {
    if (!this.child.connected) return Promise.reject(new Error(`${name}: the app has ended\n${this.logs()}`))
    this.lastId += 1
    const id = this.lastId
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve: (value) => resolve(value as ControlCommands[Name]['output']), reject })
      // An app that ends meanwhile: without this, Windows' broken pipe ends the test runner.
      this.child.send({ id, name, input }, (error) => {
        if (error !== null) this.settle({ kind: 'reply', id, ok: false, message: error.message })
      })
    })
  }

  /** Quits as a user would; an app that does not end is killed. */
  async quit(): Promise<number | null> {
    // The app can end before it answers.
    // As when the system shuts down: nobody is there to be asked about transfers.
    await this.call('emitPowerEvent', { name: 'shutdown' }).catch(() => null)
    await this.call('quit', {}).catch(() => null)
    return endWithin(this.child, quitTimeoutMs)
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await exitOf(this.child)
  }

  private waitUntilReady(): Promise<number | null> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}\n${this.logs()}`))
      const timer = setTimeout(() => fail(`The app was not ready after ${readyTimeoutMs} ms`), readyTimeoutMs)
      this.child.on('message', (raw) => {
        const message = raw as ControlMessage
        if (message.kind === 'ready') {
          clearTimeout(timer)
          resolve(message.debuggingPort)
        } else this.settle(message)
      })
      void exitOf(this.child).then((code) => {
        clearTimeout(timer)
        fail(`The app ended with ${code ?? 'a signal'} before it was ready`)
      })
    })
  }

  private settle(message: Extract<ControlMessage, { kind: 'reply' }>): void {
    const waiting = this.pending.get(message.id)
    this.pending.delete(message.id)
    if (message.ok) waiting?.resolve(message.value)
    else waiting?.reject(new Error(message.message))
  }

  private rejectAll(): void {
    for (const { reject } of this.pending.values()) reject(new Error('The app has ended'))
    this.pending.clear()
  }
}
