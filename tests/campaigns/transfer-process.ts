/**
 * The app's transfers without its window, in a process of its own that the kill campaign can end at any
 * point. Speaks over Node's IPC: `added` once all jobs are in the queue, `done` with each finished id,
 * `finished` when nothing is left to do.
 */
import path from 'node:path'
import { createCloudRoomClient } from '#main/api/cloudroom-client.ts'
import { companyCredentials } from '#main/api/signing.ts'
import { createLogger } from '#main/logging/logger.ts'
import { openDatabase } from '#main/storage/database.ts'
import { backoffDelay } from '#main/transfers/backoff.ts'
import { createDownloadSource } from '#main/transfers/download-source.ts'
import { createTransfers } from '#main/transfers/transfers.ts'
import type { Profile } from '#shared/models/account.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { defaultTransferLimits } from '#shared/models/settings.ts'
import { isFinished } from '#shared/models/transfer.ts'

export interface TransferPlan {
  readonly origin: string
  readonly prefix: string
  readonly dataFolder: string
  readonly downloadFolder: string
  /** Added on the first start; empty on later ones. */
  readonly uploads: readonly string[]
  readonly downloads: readonly RecordingRef[]
}

export type TransferMessage =
  | { readonly kind: 'added'; readonly ids: readonly string[] }
  | { readonly kind: 'done'; readonly id: string; readonly remotePath: string }
  | { readonly kind: 'failed'; readonly id: string; readonly code: string }
  | { readonly kind: 'finished'; readonly ids: readonly string[] }

const plan = JSON.parse(process.argv[2] ?? '') as TransferPlan
const tell = (message: TransferMessage): void => void process.send?.(message)
const log = createLogger({ sink: () => undefined })
const server = { origin: plan.origin, prefix: plan.prefix }
const client = createCloudRoomClient({
  server,
  credentials: companyCredentials('1', '1', null),
  log,
  appVersion: '0.0.0-test',
})
const profile: Profile = {
  id: 'campaign',
  server,
  mode: 'company',
  account: '1',
  appId: null,
  allowsHttp: true,
  remembered: false,
  lastUsedAt: 0,
}

const transfers = createTransfers({
  accounts: { requireActive: () => ({ profile, client }), clientFor: () => client },
  source: createDownloadSource({ userAgent: 'campaign', ca: [] }),
  database: openDatabase(path.join(plan.dataFolder, 'library.db'), log),
  targetFolder: () => plan.downloadFolder,
  limits: defaultTransferLimits,
  isOnline: () => true,
  openVideo: () => Promise.resolve(),
  reveal: () => undefined,
  publish: ({ upserted }) => {
    for (const { id, remotePath, state } of upserted) {
      if (state.kind === 'done') tell({ kind: 'done', id, remotePath })
      if (state.kind === 'failed') tell({ kind: 'failed', id, code: state.error.code })
    }
    endWhenFinished()
  },
  onRemoteChange: () => undefined,
  onFailure: () => undefined,
  retryDelay: (failures) => backoffDelay(failures, Math.random()),
  log,
})
const { engine, uploads, downloads, picks } = transfers

function endWhenFinished(): void {
  const list = engine.list()
  if (list.length === 0 || !list.every(({ state }) => isFinished(state))) return
  tell({ kind: 'finished', ids: list.map(({ id }) => id) })
}

engine.restore()
engine.resumeProfile(profile.id)
const picked = await picks.add(plan.uploads)
const pickIds = picked.map(({ pickId }) => pickId)
if (pickIds.length > 0) await uploads.start(pickIds, '/up/')
downloads.start(plan.downloads)
tell({ kind: 'added', ids: engine.list().map(({ id }) => id) })
endWhenFinished()
