import type { FuzzTarget } from './fuzz-target.ts'

export interface FuzzFailure {
  readonly name: string
  readonly report: string
}

export interface FuzzOptions {
  /** Cases in all, shared as a full run shares them; null = a full run. */
  readonly count: number | null
  readonly seed: number
  /** Part of the names of the targets that are meant. */
  readonly only?: string
  readonly onTarget?: (name: string) => void
  readonly onCase?: () => void
  readonly onDone?: (done: { readonly name: string; readonly cases: number; readonly ms: number }) => void
  readonly onFailure?: (failure: FuzzFailure) => void
}

export interface FuzzResult {
  /** Cases that held. A target ends with its first case that does not. */
  readonly passed: number
  readonly failures: readonly FuzzFailure[]
}

/** Fuzzes one target after the other; the same count and seed give the same cases. */
export async function runFuzz(all: readonly FuzzTarget[], options: FuzzOptions): Promise<FuzzResult> {
  const { count, seed, only = '' } = options
  const targets = all.filter(({ name }) => name.includes(only))
  const failures: FuzzFailure[] = []
  let passed = 0
  for (const [index, cases] of sharesOf(targets, count).entries()) {
    const target = targets[index]
    if (target === undefined || cases === 0) continue
    options.onTarget?.(target.name)
    const startedAt = performance.now()
    const outcome = await target.run({ count: cases, seed, onCase: options.onCase ?? (() => undefined) })
    passed += outcome.passed
    options.onDone?.({ name: target.name, cases: outcome.passed, ms: performance.now() - startedAt })
    if (outcome.report === null) continue
    const failure = { name: target.name, report: outcome.report }
    failures.push(failure)
    options.onFailure?.(failure)
  }
  return { passed, failures }
}

/** So that the shares together are exactly `count`. */
function sharesOf(targets: readonly FuzzTarget[], count: number | null): number[] {
  if (count === null) return targets.map(({ cases }) => cases)
  const total = targets.reduce((sum, { cases }) => sum + cases, 0)
  let before = 0
  return targets.map(({ cases }) => {
    const from = Math.round((before / total) * count)
    before += cases
    return Math.round((before / total) * count) - from
  })
}
