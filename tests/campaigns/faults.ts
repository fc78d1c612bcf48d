/**
 * `npm run test:faults -- [--count N] [--seed S] [--only NAME]`: puts transfers through the fault matrix, each case once
 * unless a count is given, and closes with `N passed, N failed`. `--only` takes part of the names of the cases.
 */
import { closeCampaign, readCampaignLine } from './command-line.ts'
import { allFaultCases } from './faults/all-cases.ts'
import { runCampaign } from './faults/campaign.ts'

const startedAt = performance.now()
const { passed, failures, skipped } = await runCampaign(allFaultCases(), {
  ...readCampaignLine(),
  onFailure: ({ name, seed, error }) => {
    console.error(`✖ ${name}`)
    console.error(`  npm run test:faults -- --count 1 --seed ${seed} --only '${name}'`)
    console.error(error)
  },
})
for (const [reason, cases] of skipped) console.log(`${cases} skipped: ${reason}`)
closeCampaign({ passed, failed: failures.length }, startedAt)
