/**
 * `npm run test:kill -- --count 200 --seed 1`: kills the app's transfers at that many random points and
 * closes with `N passed, N failed`.
 */
import { seededRandom } from '#tests/support/random.ts'
import { closeCampaign, readCampaignLine } from './command-line.ts'
import { runKillSession } from './kill/session.ts'

const { count: given, seed } = readCampaignLine()
const count = given ?? 200
const random = seededRandom(seed)
const killsPerSession = 8
const inMebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(2)

const startedAt = performance.now()
const total = { passed: 0, failed: 0, fetchedAgain: 0, worstKill: 0 }
for (let session = 1; total.passed + total.failed < count; session++) {
  const left = count - total.passed - total.failed
  const { kills, problems, ...cost } = await runKillSession(Math.min(killsPerSession, left), random)
  if (problems.length === 0) total.passed += kills
  else total.failed += kills
  total.fetchedAgain += cost.fetchedAgain
  total.worstKill = Math.max(total.worstKill, cost.worstKill)
  for (const problem of problems) console.error(`session ${session}: ${problem}`)
}
const worst = inMebibytes(total.worstKill)
console.log(
  `fetched again: ${inMebibytes(total.fetchedAgain)} MiB in all, at most ${worst} MiB of a file after a kill`,
)
closeCampaign(total, startedAt)
