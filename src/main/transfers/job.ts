import type { RecordingRef } from '#shared/models/recording.ts'
import type { Transfer, TransferState } from '#shared/models/transfer.ts'

/** What an upload needs to run or run again. */
export interface UploadSpec {
  readonly direction: 'upload'
  readonly id: string
  readonly profileId: string
  readonly localFile: string
  /** `/A/` */
  readonly remoteFolder: string
  readonly name: string
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
}

/** The part of a job that its runner may change while it runs. */
export type JobReport = Partial<Pick<JobRecord, 'totalBytes' | 'transferredBytes' | 'name' | 'localPath'>> & {
  readonly state?: Extract<TransferState, { kind: 'preparing' | 'running' | 'verifying' }>
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
    opensWhenDone: spec.direction === 'download' && spec.opensWhenDone,
    createdAt: spec.createdAt,
  }
}
