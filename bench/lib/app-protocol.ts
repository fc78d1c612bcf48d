import type { RecordingRef } from '#shared/models/recording.ts'
import type { TransferLimits } from '#shared/models/settings.ts'

/** What the measured process is given at its start. */
export interface AppSetup {
  readonly origin: string
  readonly prefix: string
  /** Absolute; its database. */
  readonly dataFolder: string
  /** Absolute. */
  readonly downloadFolder: string
  readonly limits: TransferLimits
}

/** Each is answered with AppFigures, `pauseAll` with PauseFigures. */
export type AppCommand =
  | { readonly kind: 'download'; readonly recordings: readonly RecordingRef[] }
  | { readonly kind: 'upload'; readonly file: string }
  /** Starts all, pauses all once some are done, and takes them off the list. */
  | { readonly kind: 'pauseAll'; readonly recordings: readonly RecordingRef[] }

/** What one command took, measured inside the process. */
export interface AppFigures {
  /** From the request to the last job's end, in ms. */
  readonly wallMs: number
  /** User and system time of the whole process in that time, in ms. */
  readonly cpuMs: number
  /** Peak of resident memory over what it was at the request, in bytes. */
  readonly rssGrowth: number
  /** 99th percentile of how late the event loop was, in ms. */
  readonly loopDelayP99Ms: number
  /** Most messages to the window within any one second. */
  readonly messagesPerSecond: number
  /** Empty when every job is done. */
  readonly failures: readonly string[]
}

export interface PauseFigures {
  /** From the request until every job is paused and saved, in ms. */
  readonly pauseMs: number
}
