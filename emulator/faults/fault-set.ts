import type { Endpoint, FaultName } from './catalogue.ts'
import { kindOf } from './catalogue.ts'
import type { FaultSpec } from './spec.ts'

/** A fault that is switched on. */
export interface ActiveFault {
  readonly spec: FaultSpec
  /** Logical time at which it was switched on. */
  readonly since: number
  /** Requests it may still hit. */
  left: number
  /** Requests that it could have hit. */
  seen: number
}

/** The faults that are on now. Replacing them takes effect on requests that are already under way. */
export class FaultSet {
  #active: readonly ActiveFault[] = []
  readonly #waiting = new Set<() => void>()

  get active(): readonly ActiveFault[] {
    return this.#active
  }

  /** Replaces all faults. */
  set(specs: readonly FaultSpec[], since: number): void {
    this.#active = specs.map((spec) => ({ spec, since, left: spec.times ?? Infinity, seen: 0 }))
    for (const wake of this.#waiting) wake()
  }

  /** Resolves when the faults are replaced or `signal` aborts. */
  nextChange(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
    })
  }
}

/** The faults as one request meets them: counting skips and times once for it, however often it looks. */
export class RequestFaults {
  /** Path of the file that the request is about, once it is known. */
  path: string | null = null
  readonly #set: FaultSet
  readonly #endpoint: Endpoint
  readonly #ordinals = new Map<ActiveFault, number>()
  readonly #used = new Set<ActiveFault>()

  constructor(set: FaultSet, endpoint: Endpoint) {
    this.#set = set
    this.#endpoint = endpoint
    for (const fault of set.active) this.#matches(fault)
  }

  /** Finds a fault that would hit this request, without counting it as used. */
  peek(name: FaultName): ActiveFault | undefined {
    return this.#set.active.find(
      (fault) =>
        fault.spec.name === name && this.#matches(fault) && (fault.left > 0 || this.#used.has(fault)),
    )
  }

  /** Counts a fault as having hit this request. */
  use(fault: ActiveFault): void {
    if (this.#used.has(fault)) return
    this.#used.add(fault)
    fault.left--
  }

  /** Finds a fault and counts it as used. */
  take(name: FaultName): ActiveFault | undefined {
    const fault = this.peek(name)
    if (fault) this.use(fault)
    return fault
  }

  /** Waits until the set of faults is replaced or `signal` aborts. */
  nextChange(signal: AbortSignal): Promise<void> {
    return this.#set.nextChange(signal)
  }

  #matches(fault: ActiveFault): boolean {
    const { name, endpoint, skip = 0, path } = fault.spec
    const applies =
      endpoint === undefined ? kindOf(name).on.includes(this.#endpoint) : endpoint === this.#endpoint
    if (!applies) return false
    if (path !== undefined && this.path?.includes(path) !== true) return false
    let ordinal = this.#ordinals.get(fault)
    if (ordinal === undefined) {
      ordinal = ++fault.seen
      this.#ordinals.set(fault, ordinal)
    }
    return ordinal > skip
  }
}

/** Argument as a number. */
export function numberArg(fault: ActiveFault, fallback: number): number {
  const value = Number(fault.spec.arg ?? fallback)
  return Number.isFinite(value) ? value : fallback
}

/** Argument as a position in a body of `total` bytes: a number, a percentage, or the middle when absent. */
export function positionArg(fault: ActiveFault, total: number): number {
  const { arg } = fault.spec
  if (arg === undefined) return Math.floor(total / 2)
  const percent = typeof arg === 'string' ? /^(\d+(?:\.\d+)?)%$/.exec(arg)?.[1] : undefined
  return percent === undefined ? numberArg(fault, 0) : Math.floor((total * Number(percent)) / 100)
}
