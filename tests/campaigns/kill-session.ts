import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmulator, type Emulator } from '#emulator/server.ts'
import { sha256OfFile, writeMp4 } from '#tests/support/mp4-files.ts'
import type { TransferMessage, TransferPlan } from './transfer-process.ts'

const program = fileURLToPath(new URL('transfer-process.ts', import.meta.url))

/** Slow enough that a kill meets transfers under way. Kilobits per second and connection. */
const rateKbps = 24_000
/** Longest time before a kill. ms */
const longestLifeMs = 900
/** A session whose transfers have not ended by then has lost one. ms */
const sessionTimeoutMs = 90_000

export interface SessionResult {
  readonly kills: number
  /** Empty when everything held. */
  readonly problems: readonly string[]
}

/**
 * One queue of mixed transfers, whose process is killed with SIGKILL at random moments and started again
 * until the kills are used up, then runs to its end. Checks that no job is lost or doubled, that every file
 * is whole on both sides, and that nothing finished was sent again.
 */
export async function runKillSession(kills: number, random: () => number): Promise<SessionResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-kill-'))
  const emulator = await startEmulator({ seed: 'empty', rateKbps })
  try {
    const session = await prepare(emulator, folder, random)
    let done = 0
    let isFirst = true
    let isFinished = false
    while (done < kills && !isFinished) {
      isFinished = await live(session, isFirst, Math.round(random() * longestLifeMs))
      isFirst = false
      if (!isFinished) done += 1
    }
    emulator.clearFaults()
    if (!isFinished) await live(session, isFirst, null)
    await check(session)
    return { kills: done, problems: session.problems }
  } finally {
    await emulator.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Session {
  readonly emulator: Emulator
  readonly plan: TransferPlan
  readonly uploads: readonly { readonly name: string; readonly sha256: string }[]
  readonly problems: string[]
  ids: readonly string[]
  /** Requests for a recording's bytes at the moment its transfer was said to be done, by path. */
  readonly trafficWhenDone: Map<string, number>
}

async function prepare(emulator: Emulator, folder: string, random: () => number): Promise<Session> {
  const sizeBetween = (least: number, most: number): number => Math.round(least + random() * (most - least))
  const uploads = await Promise.all(
    Array.from({ length: 3 }, async (_, index) => {
      const name = `up ${index}.mp4`
      const written = await writeMp4(path.join(folder, 'source'), name, sizeBetween(200_000, 3_000_000))
      return { name, ...written }
    }),
  )
  const downloads = Array.from({ length: 5 }, (_, index) => {
    const {
      id,
      path: remotePath,
      size,
    } = emulator.addFile(`/down/${index}.mp4`, sizeBetween(300_000, 4_000_000))
    return { id, path: remotePath, size, sizeIsExact: true, createdAt: null }
  })
  const plan: TransferPlan = {
    origin: emulator.origin,
    prefix: emulator.prefix,
    dataFolder: path.join(folder, 'data'),
    downloadFolder: path.join(folder, 'downloads'),
    uploads: uploads.map(({ file }) => file),
    downloads,
  }
  await mkdir(plan.downloadFolder)
  return { emulator, plan, uploads, problems: [], ids: [], trafficWhenDone: new Map() }
}

/**
 * One life of the process.
 *
 * @param lifeMs from the moment its jobs are queued to the kill; null = until it has finished
 * @returns whether it finished by itself
 */
async function live(session: Session, isFirst: boolean, lifeMs: number | null): Promise<boolean> {
  const plan = isFirst ? session.plan : { ...session.plan, uploads: [], downloads: [] }
  const child = fork(program, [JSON.stringify(plan)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const exit = once(child, 'exit')
  const timers: NodeJS.Timeout[] = []
  let isFinished = false
  child.on('message', (message: TransferMessage) => {
    hear(session, message, isFirst)
    if (message.kind === 'added' && lifeMs !== null) timers.push(killAfter(child, lifeMs))
    if (message.kind === 'finished') {
      isFinished = true
      child.kill('SIGKILL')
    }
  })
  timers.push(
    setTimeout(() => {
      session.problems.push('the queue did not come to its end')
      child.kill('SIGKILL')
    }, sessionTimeoutMs),
  )
  await exit
  for (const timer of timers) clearTimeout(timer)
  return isFinished
}

function killAfter(child: ChildProcess, ms: number): NodeJS.Timeout {
  return setTimeout(() => child.kill('SIGKILL'), ms)
}

function hear(session: Session, message: TransferMessage, isFirst: boolean): void {
  if (message.kind === 'added') {
    if (isFirst) session.ids = message.ids
    else if (message.ids.toString() !== session.ids.toString()) session.problems.push('the queue has changed')
  } else if (message.kind === 'done') {
    const { remotePath } = message
    if (!session.trafficWhenDone.has(remotePath))
      session.trafficWhenDone.set(remotePath, traffic(session, remotePath))
  } else if (message.kind === 'failed') {
    session.problems.push(`${message.id} failed: ${message.code}`)
  }
}

/** Bytes of a file that have crossed the network, either way. */
function traffic({ emulator }: Session, remotePath: string): number {
  const { bytesServed, bytesReceived } = emulator.state()
  return (bytesServed[remotePath] ?? 0) + (bytesReceived[remotePath] ?? 0)
}

async function check(session: Session): Promise<void> {
  const { emulator, plan, problems } = session
  for (const { name, sha256 } of session.uploads) {
    const stored = await emulator.stored(`/up/${name}`)
    if (stored?.sha256 !== sha256) problems.push(`${name} is ${stored ? 'damaged' : 'missing'} on the server`)
  }
  const expected = plan.downloads.map(({ path: remotePath }) => path.basename(remotePath)).toSorted()
  const present = (await readdir(plan.downloadFolder)).toSorted()
  const whole = present.filter((name) => !name.endsWith('.part'))
  if (whole.toString() !== expected.toString()) problems.push(`downloads are ${whole.join(', ')}`)
  for (const name of expected.filter((item) => present.includes(item))) {
    const digest = await sha256OfFile(path.join(plan.downloadFolder, name))
    if (digest !== (await emulator.expectedSha256(`/down/${name}`)))
      problems.push(`${name} is damaged on disk`)
  }
  for (const [remotePath, bytes] of session.trafficWhenDone) {
    if (traffic(session, remotePath) !== bytes)
      problems.push(`${remotePath} was sent again after it was done`)
  }
}
