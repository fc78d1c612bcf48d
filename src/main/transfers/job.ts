import type { RecordingRef } from '#shared/models/recording.ts'
import type { ReplacePhase, Transfer, TransferState } from '#shared/models/transfer.ts'

/** A recording as it was on the server when somebody decided about it: tells it from a later one of the same name. */
export interface RemoteIdentity {
  readonly id: number | null
  /** bytes */
  readonly size: number | null
  /** epoch ms */
  readonly createdAt: number | null
}

/** What an upload does when its name is taken on the server. */
export type UploadConflict =
  /** Fails with `api.alreadyExists`. */
  | { readonly kind: 'refuse' }
  /** Takes the next free name. */
  | { readonly kind: 'keepBoth' }
  /** Deletes this one recording, and no other of its name; see replace-recording.ts. */
  | { readonly kind: 'replace'; readonly old: RemoteIdentity }

/** What an upload needs to run or run again. */
export interface UploadSpec {
  readonly direction: 'upload'
  readonly id: string
  readonly profileId: string
  readonly localFile: string
  /** `/A/` */
  readonly remoteFolder: string
  /** On the server; another than the local one once both were to be kept. */
  readonly name: string
  readonly onConflict: UploadConflict
  /** epoch ms */
  readonly createdAt: number
}

/** What a download needs to run or run again. */
export interface DownloadSpec {
  readonly direction: 'download'
  readonly id: string
  readonly profileId: string
  readonly recording: RecordingRef
  /** Absolute local folder. */
  readonly targetFolder: string
  /** Belongs to the copy of a folder: what else fetches the same recording does not stand in for it. */
  readonly isInFolder: boolean
  readonly opensWhenDone: boolean
  /** epoch ms */
  readonly createdAt: number
}

export type JobSpec = UploadSpec | DownloadSpec

/** A job as it is stored: its spec, and where it stands. */
export interface JobRecord {
  readonly spec: JobSpec
  readonly state: TransferState
  /** bytes; null until known */
  readonly totalBytes: number | null
  readonly transferredBytes: number
  /** Name on disk or on the server, as shown. */
  readonly name: string
  /** Finished download. */
  readonly localPath: string | null
  /** An upload's bytes have begun to leave: the server may have the file although no answer says so. */
  readonly mayHaveArrived: boolean
  /** See Transfer. */
  readonly order: number
  /** How far an upload is with what it replaces; null before and without. */
  readonly replacing: ReplacePhase | null
}

/** The part of a job that its runner may change while it runs. */
export type JobReport = Partial<Pick<JobRecord, 'totalBytes' | 'transferredBytes' | 'name' | 'localPath'>> & {
  readonly state?: Extract<TransferState, { kind: 'preparing' | 'running' | 'verifying' }>
}

/** What an upload's run has done to the server: kept at once, also when the job was stopped meanwhile. */
export interface UploadNote {
  readonly replacing?: ReplacePhase | null
  readonly onConflict?: UploadConflict
}

/** `/A/b.mp4` of either direction. */
export function remotePathOf(spec: JobSpec): string {
  return spec.direction === 'upload' ? `${spec.remoteFolder}${spec.name}` : spec.recording.path
}

export function toTransfer(record: JobRecord, bytesPerSecond: number): Transfer {
  const { spec } = record
  return {
    id: spec.id,
    direction: spec.direction,
    profileId: spec.profileId,
    name: record.name,
    remotePath: remotePathOf(spec),
    localPath: record.localPath,
    totalBytes: record.totalBytes,
    transferredBytes: record.transferredBytes,
    bytesPerSecond,
    state: record.state,
    order: record.order,
    replacing: record.replacing,
    opensWhenDone: spec.direction === 'download' && spec.opensWhenDone,
    createdAt: spec.createdAt,
  }
}
