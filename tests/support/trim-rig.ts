import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import { openDatabase } from '#main/storage/database.ts'
import { TrimParts } from '#main/trim/trim-parts.ts'
import { TrimService, type TrimSpan } from '#main/trim/trim-service.ts'
import type { TrimTask } from '#main/trim/trim-protocol.ts'
import type { TrimSaved } from '#shared/models/trim.ts'
import { testLogger } from './test-logger.ts'

/** The thread's entry, from source. */
export const trimEntry = path.join(import.meta.dirname, '../../src/main/trim/trim-worker.ts')

const recording = { id: 1, path: '/A/meeting.mp4', size: null, sizeIsExact: false, createdAt: null }

export interface TrimRig {
  readonly trims: TrimService
  readonly shares: number[]
  /** What the save dialog was to suggest. */
  readonly suggested: string[]
  readonly shown: string[]
  save(span: TrimSpan, signal?: AbortSignal): Promise<TrimSaved | null>
  look(): ReturnType<TrimService['look']>
}

/**
 * A real service with real threads.
 *
 * @param source the local copy; null: there is none
 * @param chosen what the user answers the save dialog with; by default what it suggests
 */
export function trimRig(
  source: string | null,
  {
    chosen,
    silenceMs,
    entry = trimEntry,
    parts = new TrimParts(openDatabase(':memory:', testLogger().log)),
    onProgress,
  }: {
    readonly chosen?: string | null
    readonly silenceMs?: number
    readonly entry?: string | URL
    readonly parts?: TrimParts
    readonly onProgress?: (share: number) => void
  } = {},
): TrimRig {
  const [shares, suggested, shown]: [number[], string[], string[]] = [[], [], []]
  const trims = new TrimService({
    copyOf: () => Promise.resolve(source),
    chooseFile(suggestion) {
      suggested.push(suggestion)
      return Promise.resolve(chosen === undefined ? suggestion : chosen)
    },
    createWorker: (workerData: TrimTask) => new Worker(entry, { workerData }),
    parts,
    reveal: (file) => shown.push(file),
    ...(silenceMs === undefined ? {} : { silenceMs }),
  })
  onTestFinished(() => trims.close())
  return {
    trims,
    shares,
    suggested,
    shown,
    look: () => trims.look(recording),
    save: (span, signal = new AbortController().signal) =>
      trims.save(recording, span, {
        signal,
        onProgress(share) {
          shares.push(share)
          onProgress?.(share)
        },
      }),
  }
}
