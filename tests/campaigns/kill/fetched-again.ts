import type { KeptState } from './kept-state.ts'

const mebibyte = 2 ** 20
/** What is on disk and not noted yet when a process is killed, however many connections a download has. Bytes */
const unsavedBytes = mebibyte
/** What a connection has in memory: one read of its socket, being written. Bytes */
const bufferBytes = mebibyte
/**
 * What a connection has under way: on the server's side, in the sockets and in memory. Most of that is the system's, and
 * more when the machine is busy; the connection has asked for 4 MiB at least. Bytes
 */
const inFlightBytes = 2 * mebibyte
/** Of a file that is large enough for several. */
const connections = 4
const segmentFrom = 32 * mebibyte

export interface Life {
  readonly kept: KeptState
  /** Bytes of each recording that have left the server, all lives together. */
  readonly served: Readonly<Record<string, number>>
  readonly sizes: ReadonlyMap<string, number>
  /** Bytes of each recording that the process has said to have, shortly before its end. */
  readonly received: ReadonlyMap<string, number>
  /** How often each recording's download was paused in this life. */
  readonly pauses: ReadonlyMap<string, number>
  readonly wasKilled: boolean
}

/**
 * Keeps count of the bytes that have to come again: those that the server has sent, less those that the process knows to
 * have on disk when it has ended.
 */
export class FetchedAgain {
  readonly #lost = new Map<string, number>()
  /** Most that one kill has cost one download, in bytes. */
  worst = 0

  /** Bytes, all downloads and lives together. */
  get total(): number {
    return [...this.#lost.values()].reduce((sum, bytes) => sum + bytes, 0)
  }

  /** @returns what is wrong with how a life of the process has ended */
  note({ kept, served, received, sizes, pauses, wasKilled }: Life): string[] {
    const problems: string[] = []
    for (const [remotePath, size] of sizes) {
      const isDone = kept.jobs.some(
        ({ spec, state }) =>
          spec.direction === 'download' && spec.recording.path === remotePath && state.kind === 'done',
      )
      const onDisk = isDone ? size : (kept.parts.get(remotePath)?.done.total ?? 0)
      const before = this.#lost.get(remotePath) ?? 0
      const lost = (served[remotePath] ?? 0) - onDisk - before
      this.#lost.set(remotePath, before + lost)
      if (wasKilled) this.worst = Math.max(this.worst, lost)
      const limit = limitFor(size, pauses.get(remotePath) ?? 0, wasKilled)
      if (lost > limit)
        problems.push(`${remotePath} has to fetch ${lost} bytes again, ${limit} would be fine`)
      const forgotten = (received.get(remotePath) ?? 0) - onDisk
      const mayForget = unsavedBytes + bufferBytes * connectionsFor(size)
      if (forgotten > mayForget) problems.push(`${remotePath}: ${forgotten} received bytes are forgotten`)
    }
    return problems
  }
}

/** A kill costs what is not noted and what is under way, a pause only the latter. */
function limitFor(size: number, pauses: number, wasKilled: boolean): number {
  const inFlight = inFlightBytes * connectionsFor(size)
  return pauses * inFlight + (wasKilled ? unsavedBytes + inFlight : 0)
}

function connectionsFor(size: number): number {
  return size >= segmentFrom ? connections : 1
}
