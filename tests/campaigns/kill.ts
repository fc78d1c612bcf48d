/**
 * `npm run test:kill -- --count 200 --seed 1`: kills the app's transfers at that many random points and
 * closes with `N passed, N failed`.
 */
import { parseArgs } from 'node:util'
import { seededRandom } from '#tests/support/random.ts'
import { runKillSession } from './kill/session.ts'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
})
const count = Number(values.count)
const random = seededRandom(Number(values.seed))
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
const seconds = Math.round((performance.now() - startedAt) / 1000)
const worst = inMebibytes(total.worstKill)
console.log(
  `fetched again: ${inMebibytes(total.fetchedAgain)} MiB in all, at most ${worst} MiB of a file after a kill; ${seconds} s`,
)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
