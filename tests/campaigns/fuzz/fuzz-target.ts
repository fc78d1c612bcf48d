import fc from 'fast-check'

/** More of the processor than this for one case is a hang. What a busy machine makes of it does not count. ms */
const maxCpuMs = 1000
/** More memory in use than this, after any number of cases, is a leak or an explosion. bytes */
const maxHeapBytes = 1024 * 2 ** 20
/** The heap is looked at once in so many cases. */
const heapEvery = 512

export interface TargetRun {
  readonly count: number
  readonly seed: number
  readonly onCase: () => void
}

export interface TargetOutcome {
  readonly passed: number
  /** The smallest input that was found to fail, and why; null when none did. */
  readonly report: string | null
}

/** Something that takes input from outside. */
export interface FuzzTarget {
  readonly name: string
  /** Cases of a full run. */
  readonly cases: number
  readonly run: (run: TargetRun) => Promise<TargetOutcome>
}

export interface Prepared<Value> {
  /** Throws when something that must hold does not. */
  readonly check: (value: Value) => void | Promise<void>
  readonly close?: () => void | Promise<void>
}

/** @param prepare what all cases of a run share */
export function fuzzTarget<Value>(
  name: string,
  cases: number,
  values: fc.Arbitrary<Value>,
  prepare: () => Prepared<Value> | Promise<Prepared<Value>>,
): FuzzTarget {
  return {
    name,
    cases,
    async run({ count, seed, onCase }) {
      const { check, close } = await prepare()
      let done = 0
      try {
        const property = fc.asyncProperty(values, async (value) => {
          done += 1
          onCase()
          const before = process.threadCpuUsage()
          await check(value)
          const { user, system } = process.threadCpuUsage(before)
          const ms = (user + system) / 1000
          if (ms > maxCpuMs) throw new Error(`took ${Math.round(ms)} ms`)
          const used = done % heapEvery === 0 ? process.memoryUsage().heapUsed : 0
          if (used > maxHeapBytes) throw new Error(`holds ${Math.round(used / 2 ** 20)} MiB`)
        })
        const details = await fc.check(property, { numRuns: count, seed })
        if (!details.failed) return { passed: details.numRuns, report: null }
        const { counterexample, errorInstance: error } = details
        const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
        return {
          passed: details.numRuns - 1,
          report: `${fc.stringify(counterexample)}\n${why}`.slice(0, 4000),
        }
      } finally {
        await close?.()
      }
    },
  }
}
