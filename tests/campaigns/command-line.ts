import { parseArgs } from 'node:util'

export interface CampaignLine {
  /** How many cases; null when not given. */
  readonly count: number | null
  readonly seed: number
  /** Part of the names that are meant. */
  readonly only: string
}

/** `[--count N] [--seed S] [--only NAME]`, as every campaign takes them. Throws on anything else. */
export function readCampaignLine(): CampaignLine {
  const { values } = parseArgs({
    options: {
      count: { type: 'string' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
    },
  })
  return {
    count: values.count === undefined ? null : wholeNumber('count', values.count),
    seed: wholeNumber('seed', values.seed),
    only: values.only,
  }
}

/** The lines that every campaign closes with, and its exit code. @param startedAt `performance.now()` */
export function closeCampaign(
  { passed, failed }: { passed: number; failed: number },
  startedAt: number,
): void {
  console.log(`${Math.round((performance.now() - startedAt) / 1000)} s`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new Error(`--${name} takes a whole number, not ${text}`)
  return Number(text)
}
