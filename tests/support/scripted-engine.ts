import { TransferEngine, type HistoryLimits, type JobResult } from '#main/transfers/transfer-engine.ts'
import type { JobStore } from '#main/transfers/job-store.ts'
import type { DownloadSpec, JobRecord, JobSpec } from '#main/transfers/job.ts'
import type { UploadContext } from '#main/transfers/upload-job.ts'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import { createMemoryJobStore } from './memory-job-store.ts'
import { testLogger } from './test-logger.ts'

/** One run of one job, ended by the test. */
export interface Run {
  readonly spec: JobSpec
  readonly context: UploadContext
  readonly finish: (localPath?: string | null) => void
  readonly fail: (error: unknown) => void
}

export interface ScriptedEngine {
  readonly engine: TransferEngine
  readonly runs: Run[]
  readonly store: JobStore
  readonly done: JobRecord[]
  /** Jobs whose remains were to be taken away. */
  readonly discarded: string[]
  /** Events in order: `changed a running`, `moved a`, `removed a`. */
  readonly events: string[]
  /** The newest run of a job. */
  readonly runOf: (id: string) => Run
  readonly kindOf: (id: string) => string | undefined
  add(id: string, over?: Partial<DownloadSpec>): void
  addUpload(id: string, name: string): void
}

/** The real engine with work that the test ends by hand. */
export function scriptedEngine(
  options: {
    readonly concurrency?: { readonly upload: number; readonly download: number }
    readonly clientFor?: (profileId: string) => CloudRoomClient
    readonly store?: JobStore
    /** ms; without it nothing is tried again by itself */
    readonly retryDelay?: (failures: number) => number | null
    readonly isOnline?: () => boolean
    readonly history?: HistoryLimits
  } = {},
): ScriptedEngine {
  const runs: Run[] = []
  const events: string[] = []
  const discarded: string[] = []
  const done: JobRecord[] = []
  const store = options.store ?? createMemoryJobStore()
  const kindOf = (id: string): string | undefined => engine.get(id)?.state.kind
  const engine: TransferEngine = new TransferEngine({
    store,
    run: (spec, context) =>
      new Promise<JobResult>((resolve, reject) => {
        runs.push({ spec, context, finish: (localPath = null) => resolve({ localPath }), fail: reject })
      }),
    clientFor: options.clientFor ?? (() => ({}) as CloudRoomClient),
    concurrency: options.concurrency ?? { upload: 2, download: 3 },
    onChange: (id) => events.push(`changed ${id} ${kindOf(id) ?? 'gone'}`),
    onMove: (id) => events.push(`moved ${id}`),
    onRemove: (id) => events.push(`removed ${id}`),
    onDone: (record) => done.push(record),
    discard: (id) => {
      discarded.push(id)
      return Promise.resolve()
    },
    retryDelay: options.retryDelay ?? (() => null),
    isOnline: options.isOnline ?? (() => true),
    ...(options.history ? { history: options.history } : {}),
    log: testLogger().log,
  })
  return {
    engine,
    runs,
    store,
    done,
    discarded,
    events,
    kindOf,
    runOf(id) {
      const run = runs.findLast(({ spec }) => spec.id === id)
      if (!run) throw new Error(`${id} has not run`)
      return run
    },
    add: (id, over = {}) => engine.add(downloadSpec(id, over), `${id}.mp4`, 100),
    addUpload: (id, name) =>
      engine.add(
        {
          direction: 'upload',
          id,
          profileId: 'p',
          localFile: `/local/${name}`,
          remoteFolder: '/A/',
          name,
          onConflict: { kind: 'refuse' },
          createdAt: 0,
        },
        name,
        100,
      ),
  }
}

export function downloadSpec(id: string, over: Partial<DownloadSpec> = {}): DownloadSpec {
  return {
    direction: 'download',
    id,
    profileId: 'p',
    recording: { id: 1, path: `/A/${id}.mp4`, size: 100, sizeIsExact: true, createdAt: null },
    targetFolder: '/downloads',
    isInFolder: false,
    opensWhenDone: false,
    createdAt: 0,
    ...over,
  }
}
