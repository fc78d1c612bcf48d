/** The app's transfers without its window, in a process of their own whose time and memory are theirs alone. */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createLogger } from '#main/logging/logger.ts'
import { openDatabase } from '#main/storage/database.ts'
import { alwaysInto } from '#main/transfers/download-places.ts'
import { createDownloadSource } from '#main/transfers/download-source.ts'
import { createTransfers } from '#main/transfers/transfers.ts'
import type { Profile } from '#shared/models/account.ts'
import { isFinished } from '#shared/models/transfer.ts'
import type { AppCommand, AppFigures, AppSetup, PauseFigures } from './app-protocol.ts'
import { BusiestSecond } from './busiest-second.ts'
import { createClient } from './create-client.ts'
import { directNetwork } from './direct-network.ts'
import { watchProcess } from './watch-process.ts'

/** How often the engine is asked whether all is done: the window is told up to 100 ms later. ms */
const pollMs = 5
/** Transfers that are done before all are paused. */
const doneBeforePause = 20

const setup = JSON.parse(process.argv[2] ?? '') as AppSetup
const log = createLogger({ sink: () => undefined })
const server = { origin: setup.origin, prefix: setup.prefix }
const client = createClient(server)
const profile: Profile = {
  id: 'bench',
  server,
  mode: 'company',
  account: '1',
  appId: null,
  remembered: false,
  lastUsedAt: 0,
}
const messages = new BusiestSecond()
let unfinished = 0
const { engine, downloads } = createTransfers({
  accounts: { requireActive: () => ({ profile, client }), clientFor: () => client },
  source: createDownloadSource({ userAgent: 'bench', network: directNetwork() }),
  database: openDatabase(path.join(setup.dataFolder, 'library.db'), log),
  place: () => alwaysInto(setup.downloadFolder),
  limits: setup.limits,
  isOnline: () => true,
  openVideo: () => Promise.resolve(),
  reveal: () => undefined,
  publish: () => messages.note(performance.now()),
  onRemoteChange: () => undefined,
  onFolderDownload: () => undefined,
  onFailure: () => undefined,
  retryDelay: () => null,
  log,
})

process.on('message', (command: AppCommand) => {
  void (command.kind === 'pauseAll' ? pauseAll(command.recordings) : transfer(command)).then((answer) =>
    process.send?.(answer),
  )
})
process.send?.('ready')

async function transfer(command: Exclude<AppCommand, { kind: 'pauseAll' }>): Promise<AppFigures> {
  const watch = watchProcess()
  messages.take()
  if (command.kind === 'download') downloads.start(command.recordings)
  else upload(command.file)
  while (countUnfinished() > 0) await delay(pollMs)
  const figures = { ...watch.stop(), messagesPerSecond: messages.take() }
  const failures = engine.list().flatMap(({ name, state }) => {
    if (state.kind === 'done') return []
    return [`${name}: ${state.kind === 'failed' ? state.error.code : state.kind}`]
  })
  engine.clearFinished()
  return { ...figures, failures }
}

/** Looking through all jobs takes its time too: while many are left, the figures need not be exact to the millisecond. */
function countUnfinished(): number {
  if (unfinished > 100 && Math.random() < 0.9) return unfinished
  unfinished = engine.list().filter(({ state }) => !isFinished(state)).length
  return unfinished
}

function upload(file: string): void {
  const name = path.basename(file)
  engine.add(
    {
      direction: 'upload',
      id: randomUUID(),
      profileId: profile.id,
      localFile: file,
      remoteFolder: '/up/',
      name,
      onConflict: { kind: 'refuse' },
      createdAt: Date.now(),
    },
    name,
    null,
  )
}

async function pauseAll(
  recordings: Extract<AppCommand, { kind: 'pauseAll' }>['recordings'],
): Promise<PauseFigures> {
  downloads.start(recordings)
  const isDone = ({ state }: { state: { kind: string } }): boolean => state.kind === 'done'
  while (engine.list().filter(isDone).length < doneBeforePause) await delay(pollMs)
  const startedAt = performance.now()
  engine.pause({ all: 'both' })
  const pauseMs = performance.now() - startedAt
  engine.cancel({ all: 'both' })
  engine.clearFinished()
  return { pauseMs }
}
