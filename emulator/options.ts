import type { DialectName } from './dialects.ts'
import type { FaultSpec } from './faults/spec.ts'

/** How to start an emulator; everything is optional. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  readonly port?: number
  /** Where uploads and deletions are kept; absent: a temporary directory that {@link Emulator.close} removes. */
  readonly dataDir?: string
  /** `demo`, `empty`, a number of recordings, or `flat:N`; absent: what the directory has, or `demo`. */
  readonly seed?: string | number
  /** One dialect or several; later ones win. */
  readonly dialect?: DialectName | readonly DialectName[]
  /** Faults that are on from the start, as objects or as `NAME[=ARG][@ENDPOINT][+SKIP][*TIMES]`. */
  readonly faults?: readonly (FaultSpec | string)[]
  /** Milliseconds before every answer; a `latency` fault takes its place. */
  readonly latencyMs?: number
  /** Kilobits (1000 bits) per second for each connection's file bytes; 0 is unlimited. */
  readonly rateKbps?: number
  /** Kilobits (1000 bits) per second that all file bytes share; 0 is unlimited. */
  readonly linkKbps?: number
  /** Bytes that fit on the netDisk; an upload beyond is answered with code 10. */
  readonly capacityBytes?: number
  /** Largest upload in bytes; the dialect's limit when absent. */
  readonly maxFileBytes?: number
  /** The sample MP4; needed when this code is bundled away from its assets. */
  readonly assetPath?: string
  /** Wall clock, epoch ms. */
  readonly now?: () => number
}
