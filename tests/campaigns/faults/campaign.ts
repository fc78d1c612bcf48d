import { seededRandom } from '#tests/support/random.ts'
import { NotHere, type FaultCase } from './fault-case.ts'

export interface CampaignOptions {
  /** How many cases; null = each once. Beyond that the next seed's turn begins. */
  readonly count: number | null
  readonly seed: number
  /** Part of the names of the cases that are meant. */
  readonly only?: string
  readonly onFailure?: (failure: CampaignFailure) => void
}

export interface CampaignFailure {
  readonly name: string
  /** With which it happens again. */
  readonly seed: number
  readonly error: unknown
}

export interface CampaignResult {
  readonly passed: number
  readonly failures: readonly CampaignFailure[]
  /** Why cases could not run here, with how many. */
  readonly skipped: ReadonlyMap<string, number>
}

/** Runs cases one after the other: each on its own, with what its name and the seed make of it. */
export async function runCampaign(
  all: readonly FaultCase[],
  { count, seed, only = '', onFailure = () => undefined }: CampaignOptions,
): Promise<CampaignResult> {
  const cases = all.filter(({ name }) => name.includes(only))
  const total = cases.length === 0 ? 0 : (count ?? cases.length)
  const failures: CampaignFailure[] = []
  const skipped = new Map<string, number>()
  let passed = 0
  for (let done = 0; done < total;) {
    const turnSeed = seed + Math.floor(done / cases.length)
    for (const { name, run } of inTurn(cases, turnSeed).slice(0, total - done)) {
      done += 1
      try {
        await run(seededRandom(hash(`${turnSeed} ${name}`)))
        passed += 1
      } catch (error) {
        if (error instanceof NotHere) {
          skipped.set(error.message, (skipped.get(error.message) ?? 0) + 1)
          continue
        }
        const failure = { name, seed: turnSeed, error }
        failures.push(failure)
        onFailure(failure)
      }
    }
  }
  return { passed, failures, skipped }
}

/** At random, but one case of each fault before the second of any. */
function inTurn(cases: readonly FaultCase[], seed: number): FaultCase[] {
  const random = seededRandom(seed)
  const shuffled = cases.map((item) => ({ item, key: random() })).sort((a, b) => a.key - b.key)
  const seen = new Map<string, number>()
  return shuffled
    .map(({ item }) => {
      const turn = seen.get(item.fault) ?? 0
      seen.set(item.fault, turn + 1)
      return { item, turn }
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ item }) => item)
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0
  return value
}
