import { Worker } from 'node:worker_threads'

/** A case that has not ended by then never will. ms */
const hangMs = 30_000

/** Runs in a thread of its own, because a case that hangs holds up this one. */
const program = `
  const { workerData, parentPort } = require('node:worker_threads')
  const beats = new Int32Array(workerData.beats)
  let name = '', seen = -1, since = Date.now()
  parentPort.on('message', (next) => { name = next })
  setInterval(() => {
    const now = Atomics.load(beats, 0)
    if (now !== seen) { seen = now; since = Date.now(); return }
    if (Date.now() - since < workerData.hangMs) return
    process._rawDebug('✖ ' + name + ': case ' + now + ' hangs')
    process.kill(process.pid, 'SIGKILL')
  }, 500)`

export interface Watchdog {
  /** What is being fuzzed from now on. */
  watch(name: string): void
  /** Another case has begun. */
  alive(): void
  stop(): void
}

/** Ends the process, saying where, when no case begins for {@link hangMs}: what hangs would say nothing. */
export function startWatchdog(): Watchdog {
  const beats = new SharedArrayBuffer(4)
  const counter = new Int32Array(beats)
  const worker = new Worker(program, { eval: true, workerData: { beats, hangMs } })
  worker.unref()
  return {
    watch: (name) => worker.postMessage(name),
    alive: () => void Atomics.add(counter, 0, 1),
    stop: () => void worker.terminate(),
  }
}
