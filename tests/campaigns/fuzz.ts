/**
 * `npm run fuzz -- [--count N] [--seed S] [--only NAME]`: hostile input for everything that takes input, at least 100,000
 * server answers and 10,000 payloads for each IPC channel unless a count for all of it is given. Closes with
 * `N passed, N failed`. `--only` takes part of the names of the targets.
 */
import { closeCampaign, readCampaignLine } from './command-line.ts'
import { allFuzzTargets } from './fuzz/all-targets.ts'
import { runFuzz } from './fuzz/run-fuzz.ts'
import { startWatchdog } from './fuzz/watchdog.ts'

const { count, seed, only } = readCampaignLine()
const startedAt = performance.now()
const watchdog = startWatchdog()
const before = { passed: 0, failed: 0 }
const { passed, failures } = await runFuzz(allFuzzTargets(), {
  count,
  seed,
  only,
  onTarget: (name) => watchdog.watch(name, before),
  onCase: () => watchdog.alive(),
  onDone: ({ name, cases, ms }) => {
    before.passed += cases
    console.log(`${name}: ${cases} in ${(ms / 1000).toFixed(1)} s`)
  },
  onFailure: ({ name, report }) => {
    before.failed += 1
    console.error(`✖ ${name}`)
    console.error(
      `  npm run fuzz -- --seed ${seed} --only '${name}'${count === null ? '' : ` --count ${count}`}`,
    )
    console.error(report)
  },
})
watchdog.stop()
closeCampaign({ passed, failed: failures.length }, startedAt)
