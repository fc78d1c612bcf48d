import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { Throttle } from '#main/transfers/throttle.ts'
import type { Emulator, EmulatorOptions } from '#emulator/server.ts'
import { openDatabase } from '#main/storage/database.ts'
import { runDownload, type DownloadDeps, type DownloadOutcome } from '#main/transfers/download-job.ts'
import { createDownloadSource } from '#main/transfers/download-source.ts'
import { createPartStore, type PartStore } from '#main/transfers/download/part-store.ts'
import type { DownloadSpec, JobReport } from '#main/transfers/job.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { clientOf, emulate } from '#tests/support/emulate.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import { directNetwork } from '#tests/support/direct-network.ts'

export const remotePath = '/A/meeting.mp4'
export const jobId = 'job-a'

/** How many connections a download uses in a test; files are small, so several means small blocks too. */
export const modes = {
  one: { connections: 1 },
  several: { connections: 4, segmentFrom: 1_000_000, blockBytes: 400_000 },
} as const satisfies Record<string, Partial<DownloadDeps>>
export type Mode = keyof typeof modes

export interface RunOptions {
  readonly signal?: AbortSignal
  readonly onReport?: (change: JobReport) => void
}

export interface Rig {
  readonly emulator: Emulator
  readonly folder: string
  readonly database: string
  readonly parts: PartStore
  readonly deps: DownloadDeps
  readonly spec: DownloadSpec
  /** One run of the job. */
  run(options?: RunOptions): Promise<DownloadOutcome>
  /** Runs the job again until it is done; what it failed with on the way. Gives up after `times`. */
  runUntilDone(times: number): Promise<ErrorCode[]>
  /** Names in the download folder. */
  files(): Promise<string[]>
  /** Asserts that the folder has the finished file, byte for byte, nothing else, and no record is left. */
  expectDone(): Promise<void>
  /** Bytes of the recording that the server has sent so far. */
  served(): number
}

export interface RigOptions extends EmulatorOptions {
  readonly mode?: Mode
  /** bytes */
  readonly size?: number
  /** ms */
  readonly stall?: number
}

export async function downloadRig(options: RigOptions = {}): Promise<Rig> {
  const { mode = 'one', size = 3_000_000, stall = 5000, ...emulatorOptions } = options
  const emulator = await emulate(emulatorOptions)
  // Old enough for its date to be a strong validator.
  emulator.addFile(remotePath, size, Date.now() - 86_400_000)
  const root = await temporaryFolder()
  const folder = path.join(root, 'downloads')
  const file = path.join(root, 'library.db')
  const database = openDatabase(file, testLogger().log)
  onTestFinished(() => database.close())
  const parts = createPartStore(database)
  const source = createDownloadSource({
    userAgent: 'test',
    network: directNetwork(),
    timeouts: { stall, response: stall },
  })
  const deps: DownloadDeps = { source, parts, throttle: new Throttle(null), boot: 'boot', ...modes[mode] }
  const client = clientOf(emulator)
  const spec = specFor(folder, size)
  const rig: Rig = {
    emulator,
    folder,
    database: file,
    parts,
    deps,
    spec,
    async run({ signal = new AbortController().signal, onReport = () => undefined } = {}) {
      const outcome = await runDownload(
        spec,
        { client, signal, report: onReport, mayHaveArrived: false },
        deps,
      )
      // What the app does once it has noted that the job is done.
      parts.delete(spec.id)
      return outcome
    },
    async runUntilDone(times) {
      const codes: ErrorCode[] = []
      for (;;) {
        try {
          await rig.run()
          return codes
        } catch (error) {
          if (!(error instanceof AppError) || codes.push(error.code) === times) throw error
          expect(await rig.files()).not.toContain('meeting.mp4')
        }
      }
    },
    files: () => readdir(folder).catch(() => []),
    async expectDone() {
      expect(await rig.files()).toEqual(['meeting.mp4'])
      const digest = createHash('sha256')
        .update(await readFile(path.join(folder, 'meeting.mp4')))
        .digest('hex')
      expect(digest).toBe(await emulator.expectedSha256(remotePath))
      expect(parts.jobIds()).toEqual([])
    },
    served: () => emulator.state().bytesServed[remotePath] ?? 0,
  }
  return rig
}

export function specFor(folder: string, size: number): DownloadSpec {
  return {
    direction: 'download',
    id: jobId,
    profileId: 'profile-a',
    recording: { id: '1', path: remotePath, size } as unknown as DownloadSpec['recording'],
    targetFolder: folder,
    isInFolder: false,
    opensWhenDone: false,
    createdAt: 0,
  }
}
