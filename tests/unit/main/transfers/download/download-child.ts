import { createCloudRoomClient } from '#main/api/cloudroom-client.ts'
import { companyCredentials } from '#main/api/signing.ts'
import { createLogger } from '#main/logging/logger.ts'
import { memorySink } from '#main/logging/memory-sink.ts'
import { openDatabase } from '#main/storage/database.ts'
import { runDownload } from '#main/transfers/download-job.ts'
import { createDownloadSource } from '#main/transfers/download-source.ts'
import { Throttle } from '#main/transfers/throttle.ts'
import { createPartStore } from '#main/transfers/download/part-store.ts'
import type { DownloadSpec } from '#main/transfers/job.ts'
import { directNetwork } from '#tests/support/direct-network.ts'

/** What {@link resume.test.ts} starts and kills: one download in a process of its own. */
interface Orders {
  readonly server: { readonly origin: string; readonly prefix: string }
  readonly database: string
  readonly spec: DownloadSpec
  readonly modes: object
}

const orders = JSON.parse(process.argv[2] ?? '') as Orders
const log = createLogger({ sink: memorySink().sink })
const network = directNetwork()
const client = createCloudRoomClient({
  server: orders.server,
  credentials: companyCredentials('1', '1', null),
  log,
  network,
  appVersion: '0.0.0-test',
})
const deps = {
  source: createDownloadSource({ userAgent: 'test', network }),
  parts: createPartStore(openDatabase(orders.database, log)),
  throttle: new Throttle(null),
  boot: 'boot',
  ...orders.modes,
}
const context = {
  client,
  signal: new AbortController().signal,
  report: () => undefined,
  mayHaveArrived: false,
}
await runDownload(orders.spec, context, deps)
