import type { Accounts } from './api/accounts.ts'
import type { LogicalClock } from './clock.ts'
import type { Counters } from './counters.ts'
import type { Dialect } from './dialects.ts'
import type { Link } from './api/link.ts'
import type { FaultSet } from './faults/fault-set.ts'
import type { NetDisk } from './store/net-disk.ts'

/** What the request handlers of one emulator share. */
export interface Core {
  readonly disk: NetDisk
  readonly clock: LogicalClock
  readonly dialect: Dialect
  readonly faults: FaultSet
  readonly accounts: Accounts
  readonly counters: Counters
  readonly latencyMs: number
  readonly rateKbps: number
  readonly link: Link
  readonly capacityBytes: number
  readonly maxFileBytes: number
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
}
