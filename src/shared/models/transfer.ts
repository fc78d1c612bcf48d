import type { ErrorShape } from '../errors.ts'

export const transferDirections = ['upload', 'download'] as const
export type TransferDirection = (typeof transferDirections)[number]

/** Jobs of one direction, or all of them. */
export const transferScopes = [...transferDirections, 'both'] as const
export type TransferScope = (typeof transferScopes)[number]

/** Which jobs a request is about: some by id, or, however many there are, all of a scope. */
export type TransferSelection = { readonly ids: readonly string[] } | { readonly all: TransferScope }

/** Where jobs go among the unfinished, resting ones of their direction; `earlier` and `later` are one place. */
export const transferPlaces = ['first', 'earlier', 'later', 'last'] as const
export type TransferPlace = (typeof transferPlaces)[number]

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
  /** `finishedAt`: epoch ms. */
  | { readonly kind: 'failed'; readonly error: ErrorShape; readonly finishedAt: number }
  | { readonly kind: 'cancelled'; readonly finishedAt: number }
  | { readonly kind: 'done'; readonly finishedAt: number }

/**
 * The server has no overwrite: replacing is deleting, then uploading. `deleting`: the old copy may be gone.
 * `deleted`: it is gone, and the new one is not known to be there yet.
 */
export type ReplacePhase = 'deleting' | 'deleted'

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
  /** Place in the queue: of two unfinished jobs the one with the lower number goes first. An integer, unique. */
  readonly order: number
  /** How far an upload is with the recording that it replaces; null before and without, and once it is done. */
  readonly replacing: ReplacePhase | null
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

/** A local file or folder that the user chose (dialog) or dropped; the path stays in the main process. */
export interface PickedFile {
  readonly pickId: string
  readonly name: string
  /** bytes; null of a folder, and when it cannot be read */
  readonly size: number | null
  readonly isFolder: boolean
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

export type FinishedState = Extract<TransferState, { kind: 'done' | 'failed' | 'cancelled' }>

export function isFinished(state: TransferState): state is FinishedState {
  return state.kind === 'done' || state.kind === 'failed' || state.kind === 'cancelled'
}

/** The API page's "500M", read generously; the server decides between 500·10⁶ and this (facts sheet). Bytes. */
export const maxUploadBytes = 500 * 2 ** 20
