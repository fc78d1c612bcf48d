import { expect, it } from 'vitest'
import { seededRandom } from '#tests/support/random.ts'
import { runKillSession } from '#tests/campaigns/kill/session.ts'

// The short form of `npm run test:kill`.
it('loses, doubles and damages nothing when the process is killed at random points', async () => {
  const { kills, problems } = await runKillSession(4, seededRandom(1))
  expect(problems).toEqual([])
  expect(kills).toBe(4)
}, 60_000)
