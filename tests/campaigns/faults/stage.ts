import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmulator, type Emulator, type EmulatorOptions } from '#emulator/server.ts'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import type { ClientTimeouts } from '#main/api/timeouts.ts'
import { createPartStore, type PartRecord } from '#main/transfers/download/part-store.ts'
import { openDatabase } from '#main/storage/database.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { isFinished, type Transfer } from '#shared/models/transfer.ts'
import { clientOf } from '#tests/support/client-of.ts'
import { sha256OfFile } from '#tests/support/mp4-files.ts'
import { queueUpload } from '#tests/support/queue-upload.ts'
import { startTransfers, type StartOptions, type StartedTransfers } from '#tests/support/start-transfers.ts'
import { testLogger } from '#tests/support/test-logger.ts'

/** Whatever a case waits for has come by then, or never will. ms */
const patienceMs = 20_000

export interface StageOptions extends Pick<StartOptions, 'segments' | 'timeouts'> {
  readonly emulator?: EmulatorOptions
  readonly clientTimeouts?: Partial<ClientTimeouts>
  /** How often a job that failed for a reason that may pass is tried again by itself. */
  readonly retries?: number
  /** Default: at once. ms */
  readonly retryDelayMs?: number
  /** Default: one of the stage's own, made by the first download. */
  readonly downloadFolder?: string
  /** Of the app's database. Default: the stage's own. */
  readonly dataFolder?: string
}

/** An emulator and the app's transfers, for one case. */
export interface Stage {
  readonly emulator: Emulator
  /** Of the process that runs now; see {@link Stage.restart}. */
  readonly transfers: () => StartedTransfers
  readonly downloadFolder: string
  /** For files to upload. */
  readonly sourceFolder: string
  readonly client: CloudRoomClient
  /** Ends the app's transfers as quitting does, and starts them again on what they have left. */
  readonly restart: (inBetween?: () => Promise<void>) => Promise<void>
  /** Adds a recording on the server. */
  readonly recording: (remotePath: string, size: number) => RecordingRef
  /** @returns the job's id */
  readonly download: (recording: RecordingRef) => string
  /** @returns the job's id */
  readonly upload: (file: string, remoteFolder: string) => Promise<string>
  readonly job: (id: string) => Transfer
  /** `done`, `cancelled`, or the code of the failure, once there is one of these. */
  readonly outcome: (id: string) => Promise<string>
  /** Waits for a condition. @throws Error with `what` when it does not come */
  readonly until: (what: string, condition: () => boolean | Promise<boolean>) => Promise<void>
  /** Waits until something is being transferred, and stands still. */
  readonly untilStill: () => Promise<void>
  /** Waits until the server has noticed that nobody is there any more. */
  readonly untilGone: () => Promise<void>
  /** Waits until no part file is being written to. */
  readonly untilAtRest: () => Promise<void>
  /** Names in the download folder. */
  readonly files: () => Promise<string[]>
  /** Asserts that the folder has this recording, byte for byte, and nothing else, and that no part is remembered. */
  readonly expectWhole: (recording: RecordingRef, job: Transfer) => Promise<void>
  /** Asserts that the folder is empty and that no part is remembered. */
  readonly expectNothing: () => Promise<void>
}

/** Sets the stage, and clears it however the case ends. */
export async function withStage(options: StageOptions, use: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-faults-'))
  const emulator = await startEmulator({ seed: 'empty', ...options.emulator })
  const stage = createStage(options, folder, emulator)
  try {
    await use(stage)
  } finally {
    await stage.transfers().close()
    await emulator.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function createStage(options: StageOptions, folder: string, emulator: Emulator): Stage {
  const { segments = {}, timeouts = {}, retries = 0, retryDelayMs = 1 } = options
  const downloadFolder = options.downloadFolder ?? path.join(folder, 'downloads')
  const databaseFile = path.join(options.dataFolder ?? folder, 'library.db')
  const client = clientOf(emulator, { maxRetryAfter: 100, ...options.clientTimeouts })
  const start = (): StartedTransfers =>
    startTransfers(emulator, {
      databaseFile,
      downloadFolder,
      segments,
      timeouts,
      client,
      retryDelay: (failures) => (failures <= retries ? retryDelayMs : null),
    })
  let transfers = start()

  const parts = (): PartRecord[] => {
    const database = openDatabase(databaseFile, testLogger().log)
    try {
      const store = createPartStore(database)
      return store.jobIds().flatMap((id) => store.get(id) ?? [])
    } finally {
      database.close()
    }
  }
  const job = (id: string): Transfer => {
    const transfer = transfers.engine.get(id)
    assert(transfer, 'the job is gone')
    return transfer
  }
  const until: Stage['until'] = async (what, condition) => {
    const deadline = performance.now() + patienceMs
    while (!(await condition())) {
      if (performance.now() > deadline) throw new Error(`it never came to this: ${what}`)
      await delay(2)
    }
  }
  const moved = (): number => {
    const { bytesServed, log } = emulator.state()
    const received = log.reduce((sum, { endpoint, bytes }) => sum + (endpoint === 'upload' ? bytes : 0), 0)
    return received + Object.values(bytesServed).reduce((sum, bytes) => sum + bytes, 0)
  }
  const files = (): Promise<string[]> => readdir(downloadFolder).catch(() => [])
  return {
    emulator,
    transfers: () => transfers,
    downloadFolder,
    sourceFolder: path.join(folder, 'source'),
    client,
    async restart(inBetween) {
      await transfers.close()
      try {
        await inBetween?.()
      } finally {
        transfers = start()
      }
      transfers.engine.restore()
      transfers.engine.resumeProfile(transfers.profileId)
    },
    recording(remotePath, size) {
      // Old enough for its date to be a validator.
      const { id } = emulator.addFile(remotePath, size, Date.now() - 86_400_000)
      return { id, path: remotePath, size, sizeIsExact: true, createdAt: null }
    },
    download(recording) {
      const [id] = transfers.downloads.start([recording])
      assert(id)
      return id
    },
    upload: (file, remoteFolder) => Promise.resolve(queueUpload(transfers, file, remoteFolder)),
    job,
    async outcome(id) {
      await until('the job has ended', () => isFinished(job(id).state))
      const { state } = job(id)
      return state.kind === 'failed' ? state.error.code : state.kind
    },
    until,
    async untilStill() {
      const isBusy = (): boolean => {
        const { upload, download } = emulator.state().concurrent
        return upload.current + download.current > 0
      }
      await until('bytes are to flow', isBusy)
      // Several looks, so that a late process has its turn in between.
      let [before, looks] = [-1, 0]
      while (looks < 4) {
        await delay(10)
        looks = before === moved() ? looks + 1 : 0
        before = moved()
      }
    },
    async untilGone() {
      await until('the server has nothing to do', () => {
        const { upload, download, query } = emulator.state().concurrent
        return upload.current + download.current + query.current === 0
      })
    },
    untilAtRest: () => until('the part file is closed', () => parts().every(({ seal }) => seal !== null)),
    files,
    async expectWhole(recording, { localPath }) {
      assert.deepEqual(await files(), [path.basename(localPath ?? '')], 'files in the folder')
      assert.equal(path.dirname(localPath ?? ''), downloadFolder)
      const digest = await sha256OfFile(localPath ?? '')
      assert.equal(digest, await emulator.expectedSha256(recording.path), 'SHA-256 of the download')
      await until('no part is remembered', () => parts().length === 0)
    },
    async expectNothing() {
      await until('the folder is empty', async () => (await files()).length === 0)
      await until('no part is remembered', () => parts().length === 0)
    },
  }
}
