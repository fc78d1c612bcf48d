import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { defaultTransferLimits, type TransferLimits } from '#shared/models/settings.ts'
import type { AppCommand, AppFigures, AppSetup, PauseFigures } from './app-protocol.ts'
import { Child } from './child.ts'
import { createClient } from './create-client.ts'
import type { ServerFile, ServerReady } from './server-protocol.ts'

export interface StageOptions {
  /** Kilobits (1000 bits) per second for each connection; 0 is unlimited. */
  readonly rateKbps?: number
  readonly limits?: Partial<TransferLimits>
}

/** A server, the app's transfers and a folder, each process on its own, for as long as a benchmark lasts. */
export class Stage {
  readonly folder: string
  readonly server: ServerReady
  readonly client: CloudRoomClient
  readonly #serverProcess: Child
  readonly #app: Child

  private constructor(folder: string, server: ServerReady, serverProcess: Child, app: Child) {
    this.folder = folder
    this.server = server
    this.client = createClient(server)
    this.#serverProcess = serverProcess
    this.#app = app
  }

  static async use<Result>(options: StageOptions, run: (stage: Stage) => Promise<Result>): Promise<Result> {
    const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-bench-'))
    const started = await Child.start('server-process.ts', String(options.rateKbps ?? 0))
    const { child: serverProcess } = started
    const ready = started.ready as ServerReady
    const setup: AppSetup = {
      ...ready,
      dataFolder: path.join(folder, 'data'),
      downloadFolder: path.join(folder, 'ours'),
      limits: { ...defaultTransferLimits, ...options.limits },
    }
    await mkdir(path.join(folder, 'peer'))
    const { child: app } = await Child.start('app-process.ts', JSON.stringify(setup))
    try {
      return await run(new Stage(folder, ready, serverProcess, app))
    } finally {
      app.stop()
      serverProcess.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** Where a peer may write; emptied by {@link clear}. */
  get peerFolder(): string {
    return path.join(this.folder, 'peer')
  }

  /** Puts recordings on the server. Sizes in bytes. */
  async add(files: readonly { readonly path: string; readonly size: number }[]): Promise<RecordingRef[]> {
    const added = (await this.#serverProcess.ask({ kind: 'add', files })) as ServerFile[]
    return added.map((file) => ({ ...file, sizeIsExact: true, createdAt: null }))
  }

  async remove(paths: readonly string[]): Promise<void> {
    await this.#serverProcess.ask({ kind: 'remove', paths })
  }

  /** @throws Error when a transfer fails */
  async transfer(command: Exclude<AppCommand, { kind: 'pauseAll' }>): Promise<AppFigures> {
    const figures = (await this.#app.ask(command)) as AppFigures
    if (figures.failures.length > 0) throw new Error(figures.failures.slice(0, 3).join('; '))
    return figures
  }

  async pauseAll(recordings: readonly RecordingRef[]): Promise<PauseFigures> {
    return (await this.#app.ask({ kind: 'pauseAll', recordings })) as PauseFigures
  }

  /** Address from which a peer can fetch a recording. */
  async urlOf({ path: remotePath }: RecordingRef): Promise<string> {
    const url = (await this.client.find(remotePath))?.downUrl
    if (!url) throw new Error(`no address for ${remotePath}`)
    return url
  }

  /** Takes away what was downloaded, so that every run begins alike. */
  async clear(): Promise<void> {
    await Promise.all(
      ['ours', 'peer'].map((name) =>
        // What was cancelled may still be winding down.
        rm(path.join(this.folder, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }),
      ),
    )
    await mkdir(this.peerFolder)
  }
}
