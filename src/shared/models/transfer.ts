import type { ErrorShape } from '../errors.ts'

export type TransferDirection = 'upload' | 'download'

/** The life of a job (design, section 6). */
export type TransferState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'preparing' }
  /** Bytes are moving. For an upload, 100 % of the bytes is not yet success: `verifying` follows. */
  | { readonly kind: 'running' }
  /** Upload: waiting for the server's answer, then asking it for the file. Download: checking length, moving into place. */
  | { readonly kind: 'verifying' }
  | { readonly kind: 'paused' }
  /** Backing off or offline. `until`: epoch ms, or null for "when the network is back". */
  | { readonly kind: 'waiting'; readonly until: number | null; readonly error: ErrorShape }
  | { readonly kind: 'failed'; readonly error: ErrorShape }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'done'; readonly finishedAt: number }

export type TransferStateKind = TransferState['kind']

export interface Transfer {
  readonly id: string
  readonly direction: TransferDirection
  readonly profileId: string
  /** Name to show: the local name of an upload, the name on disk of a download. */
  readonly name: string
  /** `/A/b.mp4` on the server. */
  readonly remotePath: string
  /** Where a finished download is, for people to read; null until it is there and for uploads. */
  readonly localPath: string | null
  /** bytes; null until known */
  readonly totalBytes: number | null
  readonly transferredBytes: number
  /** bytes per second over the last few seconds; 0 when nothing moves */
  readonly bytesPerSecond: number
  readonly state: TransferState
  /** Open with the system's player when done. */
  readonly opensWhenDone: boolean
  /** epoch ms */
  readonly createdAt: number
}

/** The fast-moving numbers of a running job. */
export interface TransferProgress {
  readonly id: string
  readonly transferredBytes: number
  readonly bytesPerSecond: number
}

/** What changed since the last message. */
export interface TransfersDelta {
  /** New jobs, and jobs whose state or totals changed. */
  readonly upserted: readonly Transfer[]
  readonly progress: readonly TransferProgress[]
  readonly removed: readonly string[]
}

/** A local file that the user chose (dialog) or dropped; the path stays in the main process. */
export interface PickedFile {
  readonly pickId: string
  readonly name: string
  /** bytes; null when it cannot be read */
  readonly size: number | null
}

export interface UploadRejection {
  readonly name: string
  readonly error: ErrorShape
}

export interface UploadStart {
  readonly transferIds: readonly string[]
  readonly rejected: readonly UploadRejection[]
}

/** Double-click: the file was there and is open, or a download that opens it is under way. */
export type OpenOutcome =
  { readonly kind: 'opened' } | { readonly kind: 'downloading'; readonly transferId: string }

export function isFinished(state: TransferState): boolean {
  return state.kind === 'done' || state.kind === 'failed' || state.kind === 'cancelled'
}

/** The API page's "500M", read generously; the server decides between 500·10⁶ and this (facts sheet). Bytes. */
export const maxUploadBytes = 500 * 2 ** 20
