import type { Folder } from '#shared/models/folder.ts'
import type { Recording } from '#shared/models/recording.ts'
import type { ServerAddress } from '#shared/models/account.ts'

/**
 * What the API is called with. Holds the digest that the protocol sends, never the secret as typed:
 * SecretKey = md5(CompID & CompSecret), UserPswd = md5(AppSecret) (facts sheet, "Common parameters").
 */
export type ApiCredentials =
  | {
      readonly mode: 'company'
      readonly compId: string
      readonly secretKey: string
      readonly appId: string | null
    }
  | { readonly mode: 'project'; readonly appId: string; readonly userPswd: string }

/** A recording with the address its bytes come from; the address stays in the main process. */
export interface RemoteRecording extends Recording {
  /** Absolute http(s) URL, or null when the server sent none that is usable. */
  readonly downUrl: string | null
}

export interface QueryParams {
  /** `/A/`; the root is `/`. */
  readonly folder?: string
  /** `/A/b.mp4` */
  readonly path?: string
  /** `searchTime` of an earlier page: keeps pages consistent. */
  readonly searchTime?: string
  /** ≥ 1 */
  readonly pageNumber?: number
  /** 1–50 */
  readonly pageSize?: number
}

export interface QueryPage {
  /**
   * What the server listed, decoded; entries that cannot be read are dropped and logged. For a folder: only the recordings
   * directly in it, also where the server lists those of its subfolders.
   */
  readonly recordings: readonly RemoteRecording[]
  /** For a folder: its direct children, each once, also where the server sends the whole tree. */
  readonly folders: readonly Folder[]
  /** Recordings on this page that were left out because they are not directly in the folder; `total` may count them. */
  readonly deeper: number
  /** Entries in the server's `fileList`, readable or not: what tells a full page from a short one. */
  readonly listed: number
  /** `fileNum`, or null when absent or unreadable. */
  readonly total: number | null
  readonly searchTime: string | null
}

export interface CallOptions {
  readonly signal?: AbortSignal
}

export interface UploadRequest {
  /** `/A/` */
  readonly folder: string
  /** With suffix. */
  readonly name: string
  /** bytes that `open` yields */
  readonly size: number
  /** Called once per attempt; there is no resume in the API. A chunk is used up when the next is asked for. */
  readonly open: () => AsyncIterable<Uint8Array>
  /** File bytes that the socket has taken so far; monotonic. */
  readonly onProgress: (sentBytes: number) => void
  /** The whole body is with the network; the server's answer is awaited. */
  readonly onSent: () => void
}

export interface CloudRoomClient {
  readonly server: ServerAddress
  /** One page. Retries what is safe to retry. Throws AppError. */
  query(params: QueryParams, options?: CallOptions): Promise<QueryPage>
  /** The recording at exactly this path with a fresh download address, or null. Throws AppError. */
  find(path: string, options?: CallOptions): Promise<RemoteRecording | null>
  /** Never retried: the caller reconciles by asking again. Throws AppError. */
  remove(recording: Pick<Recording, 'id' | 'path'>, options?: CallOptions): Promise<void>
  /** Never retried: the caller reconciles by asking again. Throws AppError. */
  upload(request: UploadRequest, options?: CallOptions): Promise<void>
}
