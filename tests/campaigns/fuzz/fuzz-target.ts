import { performance } from 'node:perf_hooks'
import fc from 'fast-check'

/**
 * More of the processor than this for one case, or more waiting for what does not come, is a hang. What a busy machine makes
 * of it does not count: then it neither runs nor waits. ms
 */
const maxMs = 1000
/** More memory in use than this, after any number of cases, is a leak or an explosion. Buffers are counted. bytes */
const maxBytes = 1024 * 2 ** 20
/** Memory is looked at once in so many cases, and after the last. */
const memoryEvery = 16

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
          const checked = check(value)
          if (checked !== undefined) await unlessItWaits(checked)
          const { user, system } = process.threadCpuUsage(before)
          const ms = (user + system) / 1000
          if (ms > maxMs) throw new Error(`took ${Math.round(ms)} ms`)
          const used = done % memoryEvery === 0 || done >= count ? memoryInUse() : 0
          if (used > maxBytes) throw new Error(`holds ${Math.round(used / 2 ** 20)} MiB`)
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

/** The heap, and what lies outside of it for its sake: the bytes of Buffers. */
function memoryInUse(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Fails as soon as the event loop has had nothing to do for {@link maxMs} while the check is not over. */
async function unlessItWaits(checked: Promise<void>): Promise<void> {
  const before = performance.eventLoopUtilization()
  const { promise, reject } = Promise.withResolvers<never>()
  const look = (): void => {
    const { idle } = performance.eventLoopUtilization(before)
    if (idle >= maxMs) reject(new Error(`waited for ${Math.round(idle)} ms`))
    else timer = setTimeout(look, maxMs - idle + 1)
  }
  let timer = setTimeout(look, maxMs + 1)
  try {
    await Promise.race([checked, promise])
  } finally {
    clearTimeout(timer)
  }
}
