import path from 'node:path'
import type { RecordingRef } from '#shared/models/recording.ts'
import type { ConflictChoice } from '#shared/models/upload-plan.ts'
import type { EmulatorAddress } from '#tests/support/client-of.ts'

/** What a process of the kill campaign is to do. */
export interface TransferPlan {
  readonly server: EmulatorAddress
  readonly dataFolder: string
  readonly downloadFolder: string
  /** Added on the first start; empty on later ones. */
  readonly uploads: readonly string[]
  /** What is decided about names that are taken on the server. */
  readonly decisions: Readonly<Record<string, ConflictChoice>>
  readonly downloads: readonly RecordingRef[]
  /** Decides which jobs are paused when. */
  readonly seed: number
}

/** What it says on its way. */
export type TransferMessage =
  | { readonly kind: 'added' | 'finished'; readonly ids: readonly string[] }
  | { readonly kind: 'paused' | 'done'; readonly remotePath: string }
  | { readonly kind: 'failed'; readonly remotePath: string; readonly code: string }
  /** Bytes that downloads have received, as people are shown them, by path. */
  | { readonly kind: 'received'; readonly bytes: Readonly<Record<string, number>> }

export function databaseOf({ dataFolder }: TransferPlan): string {
  return path.join(dataFolder, 'library.db')
}
