import { Worker } from 'node:worker_threads'

/** A case that has not ended by then never will. ms */
const defaultHangMs = 30_000

export interface Tally {
  /** Cases of the targets before. */
  readonly passed: number
  /** Targets before that did not hold. */
  readonly failed: number
}

/** Runs in a thread of its own, because a case that hangs holds up this one. */
const program = `
  const { workerData, parentPort } = require('node:worker_threads')
  const beats = new Int32Array(workerData.beats)
  const { writeSync } = require('node:fs')
  let target = { name: '', passed: 0, failed: 0, begun: 0 }, seen = -1, since = Date.now()
  parentPort.on('message', (next) => { target = next })
  setInterval(() => {
    const now = Atomics.load(beats, 0)
    if (now !== seen) { seen = now; since = Date.now(); return }
    if (Date.now() - since < workerData.hangMs) return
    writeSync(2, '✖ ' + target.name + ': case ' + (now - target.begun) + ' hangs\\n')
    writeSync(1, (target.passed + now - target.begun - 1) + ' passed, ' + (target.failed + 1) + ' failed\\n')
    process.kill(process.pid, 'SIGKILL')
  }, Math.min(500, workerData.hangMs))`

export interface Watchdog {
  /** What is being fuzzed from now on, and what came of those before. */
  watch(name: string, before: Tally): void
  /** Another case has begun. */
  alive(): void
  stop(): void
}

/**
 * Ends the process when no case begins for so long, saying where and closing as every campaign does: what hangs would say
 * nothing.
 */
export function startWatchdog(hangMs = defaultHangMs): Watchdog {
  const beats = new SharedArrayBuffer(4)
  const counter = new Int32Array(beats)
  const worker = new Worker(program, { eval: true, execArgv: [], workerData: { beats, hangMs } })
  worker.unref()
  return {
    watch: (name, before) => worker.postMessage({ name, ...before, begun: Atomics.load(counter, 0) }),
    alive: () => void Atomics.add(counter, 0, 1),
    stop: () => void worker.terminate(),
  }
}
