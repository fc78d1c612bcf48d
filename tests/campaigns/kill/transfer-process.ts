/**
 * The app's transfers without its window, in a process of its own that the kill campaign can end at any
 * point; pauses and resumes some of them on its way. Speaks over Node's IPC: `added` once all jobs are in the queue,
 * `paused`, `done` and `failed` for one of them, `finished` when nothing is left to do.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { backoffDelay } from '#main/transfers/backoff.ts'
import { isFinished, type Transfer } from '#shared/models/transfer.ts'
import { seededRandom } from '#tests/support/random.ts'
import { startTransfers } from '#tests/support/start-transfers.ts'
import { databaseOf, type TransferMessage, type TransferPlan } from './plan.ts'

/** How often it is told what has been received. ms */
const tellEveryMs = 10
/** Between two pauses, and how long one lasts, at most. ms */
const longestRunMs = 500
const longestPauseMs = 200

const plan = JSON.parse(process.argv[2] ?? '') as TransferPlan
const random = seededRandom(plan.seed)
const tell = (message: TransferMessage): void => void process.send?.(message)

const { engine, uploads, downloads, picks, profileId } = startTransfers(plan.server, {
  databaseFile: databaseOf(plan),
  downloadFolder: plan.downloadFolder,
  publish: ({ upserted }) => {
    for (const { remotePath, state } of upserted) {
      if (state.kind === 'done') tell({ kind: 'done', remotePath })
      if (state.kind === 'failed') tell({ kind: 'failed', remotePath, code: state.error.code })
    }
    endWhenFinished()
  },
  retryDelay: (failures) => backoffDelay(failures, Math.random()),
})

function endWhenFinished(): void {
  const list = engine.list()
  if (list.length === 0 || !list.every(({ state }) => isFinished(state))) return
  tell({ kind: 'finished', ids: list.map(({ id }) => id) })
}

function tellReceived(): void {
  const moving = engine
    .list()
    .filter(({ direction, state }) => direction === 'download' && !isFinished(state))
  const bytes = moving.map((job) => [job.remotePath, job.transferredBytes] as const)
  tell({ kind: 'received', bytes: Object.fromEntries(bytes) })
}

/** Pauses one job after the other for a moment. What an earlier process has left paused goes on, too. */
async function meddle(): Promise<never> {
  engine.resume({ all: 'both' })
  for (;;) {
    await delay(random() * longestRunMs)
    const moving = engine.list().filter(({ state }) => state.kind === 'running')
    const job: Transfer | undefined = moving[Math.floor(random() * moving.length)]
    if (!job) continue
    engine.pause({ ids: [job.id] })
    tell({ kind: 'paused', remotePath: job.remotePath })
    await delay(random() * longestPauseMs)
    engine.resume({ ids: [job.id] })
  }
}

engine.restore()
engine.resumeProfile(profileId)
const picked = await picks.add(plan.uploads)
const pickIds = picked.map(({ pickId }) => pickId)
if (pickIds.length > 0) {
  const { planId, rows } = await uploads.plan(pickIds, '/up/', { signal: new AbortController().signal })
  const decisions = rows.map(({ name }, row) => ({ row, choice: plan.decisions[name] ?? 'skip' }))
  await uploads.start(planId, decisions)
}
downloads.start(plan.downloads)
tell({ kind: 'added', ids: engine.list().map(({ id }) => id) })
setInterval(tellReceived, tellEveryMs)
endWhenFinished()
await meddle()
