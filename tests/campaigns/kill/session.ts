import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startEmulator, type Emulator } from '#emulator/server.ts'
import { liesOf, sentAgain, wrongFiles } from './checks.ts'
import { FetchedAgain } from './fetched-again.ts'
import { readKeptState } from './kept-state.ts'
import { mixTransfers, type MixedTransfers } from './mix.ts'
import { databaseOf, type TransferMessage } from './plan.ts'

const program = fileURLToPath(new URL('transfer-process.ts', import.meta.url))

/** Slow enough that a kill meets transfers under way. Kilobits per second and connection. */
const rateKbps = 32_000
/** The server has an upload this long before it says so, and a kill may come in between. ms */
const answerAfterMs = 150
/** Longest time before a kill. ms */
const longestLifeMs = 900
/** A session whose transfers have not ended by then has lost one. ms */
const sessionTimeoutMs = 90_000

export interface SessionResult {
  readonly kills: number
  /** Empty when everything held. */
  readonly problems: readonly string[]
  /** Bytes that were fetched again, over all kills and pauses. */
  readonly fetchedAgain: number
  /** Most that one kill has cost one download, in bytes. */
  readonly worstKill: number
}

/**
 * One queue of mixed transfers, whose process is killed with SIGKILL at random moments and started again until the kills
 * are used up, then runs to its end; on the way jobs are paused and resumed. Checks that no job is lost, doubled or called
 * done before it is, that every file is whole on both sides, that nothing finished is sent again, and what a kill costs.
 */
export async function runKillSession(kills: number, random: () => number): Promise<SessionResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-kill-'))
  const faults = [`latency=${answerAfterMs}@upload`]
  const emulator = await startEmulator({ seed: 'empty', rateKbps, faults })
  try {
    const mix = await mixTransfers(emulator, folder, random)
    const session = {
      emulator,
      mix,
      problems: [],
      ids: [],
      trafficWhenDone: new Map(),
      again: new FetchedAgain(),
    }
    let done = 0
    let isFinished = false
    for (let life = 0; !isFinished; life++) {
      const lifeMs = done < kills ? Math.round(random() * longestLifeMs) : null
      isFinished = await live(session, life, lifeMs)
      if (!isFinished) done += 1
      if (!isFinished && lifeMs === null) break
    }
    await checkEnd(session)
    const { problems, again } = session
    return { kills: done, problems, fetchedAgain: again.total, worstKill: again.worst }
  } finally {
    await emulator.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Session {
  readonly emulator: Emulator
  readonly mix: MixedTransfers
  readonly problems: string[]
  readonly again: FetchedAgain
  ids: readonly string[]
  /** Bytes of a file that had crossed the network at the moment its transfer was said to be done, by path. */
  readonly trafficWhenDone: Map<string, number>
}

/**
 * One life of the process.
 *
 * @param lifeMs from the moment its jobs are queued to the kill; null = until it has finished
 * @returns whether it finished by itself
 */
async function live(session: Session, life: number, lifeMs: number | null): Promise<boolean> {
  const { emulator, mix, again, problems } = session
  const isFirst = life === 0
  const seed = mix.plan.seed + life
  const plan = isFirst ? mix.plan : { ...mix.plan, uploads: [], downloads: [], seed }
  const child = fork(program, [JSON.stringify(plan)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const exit = once(child, 'exit')
  const timers: NodeJS.Timeout[] = []
  const kill = (ms: number): void => void timers.push(setTimeout(() => child.kill('SIGKILL'), ms))
  const pauses = new Map<string, number>()
  let received: Readonly<Record<string, number>> = {}
  let isFinished = false
  child.on('message', (message: TransferMessage) => {
    hear(session, message, isFirst)
    if (message.kind === 'added' && lifeMs !== null) kill(lifeMs)
    if (message.kind === 'received') received = message.bytes
    if (message.kind === 'paused') pauses.set(message.remotePath, (pauses.get(message.remotePath) ?? 0) + 1)
    if (message.kind !== 'finished') return
    isFinished = true
    child.kill('SIGKILL')
  })
  timers.push(
    setTimeout(() => {
      problems.push('the queue did not come to its end')
      child.kill('SIGKILL')
    }, sessionTimeoutMs),
  )
  await exit
  for (const timer of timers) clearTimeout(timer)

  await settled(emulator)
  const kept = await readKeptState(databaseOf(plan))
  const sizes = new Map(mix.plan.downloads.map(({ path: remotePath, size }) => [remotePath, size ?? 0]))
  const { bytesServed: served } = emulator.state()
  const ending = { kept, served, received: new Map(Object.entries(received)), sizes, pauses }
  problems.push(...again.note({ ...ending, wasKilled: !isFinished }))
  problems.push(...(await liesOf(kept, emulator)))
  return isFinished
}

/** Waits until the server has noticed that the process is gone. */
async function settled(emulator: Emulator): Promise<void> {
  const isBusy = (): boolean => {
    const { upload, download, query } = emulator.state().concurrent
    return upload.current + download.current + query.current > 0
  }
  while (isBusy()) await delay(2)
}

function hear(session: Session, message: TransferMessage, isFirst: boolean): void {
  const { problems, trafficWhenDone } = session
  if (message.kind === 'added') {
    if (isFirst) session.ids = message.ids
    else if (message.ids.toString() !== session.ids.toString()) problems.push('the queue has changed')
  } else if (message.kind === 'done') {
    const { remotePath } = message
    if (!trafficWhenDone.has(remotePath)) trafficWhenDone.set(remotePath, traffic(session, remotePath))
  } else if (message.kind === 'failed') {
    problems.push(`${message.remotePath} failed: ${message.code}`)
  }
}

function traffic({ emulator }: Session, remotePath: string): number {
  const { bytesServed, bytesReceived } = emulator.state()
  return (bytesServed[remotePath] ?? 0) + (bytesReceived[remotePath] ?? 0)
}

async function checkEnd(session: Session): Promise<void> {
  const { emulator, mix, problems, trafficWhenDone } = session
  problems.push(...(await wrongFiles(mix, emulator)), ...sentAgain(emulator))
  const expected = mix.uploads.length + mix.plan.downloads.length
  if (session.ids.length !== expected) problems.push(`${session.ids.length} jobs instead of ${expected}`)
  for (const [remotePath, bytes] of trafficWhenDone) {
    if (traffic(session, remotePath) !== bytes)
      problems.push(`${remotePath} was sent again after it was done`)
  }
}
