/**
 * `npm run test:kill -- --count 200 --seed 1`: kills the app's transfers at that many random points and
 * closes with `N passed, N failed`.
 */
import { parseArgs } from 'node:util'
import { runKillSession } from './kill-session.ts'
import { seededRandom } from '#tests/support/random.ts'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
})
const count = Number(values.count)
const random = seededRandom(Number(values.seed))
const killsPerSession = 8

let passed = 0
let failed = 0
while (passed + failed < count) {
  const { kills, problems } = await runKillSession(Math.min(killsPerSession, count - passed - failed), random)
  if (problems.length === 0) passed += kills
  else failed += kills
  for (const problem of problems) console.error(problem)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
