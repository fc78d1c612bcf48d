/**
 * `npm run test:faults -- [--count N] [--seed S] [--only NAME]`: puts transfers through the fault matrix, each case once
 * unless a count is given, and closes with `N passed, N failed`. `--only` takes part of the names of the cases.
 */
import { parseArgs } from 'node:util'
import { allFaultCases } from './faults/all-cases.ts'
import { runCampaign } from './faults/campaign.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
})
const startedAt = performance.now()
const { passed, failures, skipped } = await runCampaign(allFaultCases(), {
  count: values.count === undefined ? null : Number(values.count),
  seed: Number(values.seed),
  only: values.only,
  onFailure: ({ name, seed, error }) => {
    console.error(`✖ ${name}`)
    console.error(`  npm run test:faults -- --count 1 --seed ${seed} --only '${name}'`)
    console.error(error)
  },
})
for (const [reason, cases] of skipped) console.log(`${cases} skipped: ${reason}`)
console.log(`${Math.round((performance.now() - startedAt) / 1000)} s`)
console.log(`${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1
