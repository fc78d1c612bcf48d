import v8 from 'node:v8'
import vm from 'node:vm'

/** Of the thread of the index, in MB. V8's own limit is several times that. */
export const indexYoungGenerationMb = 6
/** Of a thread that copies a part of a recording, in MB. Measured: 45 MB, and 0.7 KB for each frame of picture or sound. */
export const trimLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 512 }

/** From the first view until the rest of the program has been loaded behind it. ms */
const loadingMs = 1000
/** From then until what the start has left behind is given back: nobody waits for main then. ms */
const restMs = 1000

/**
 * Makes V8 collect garbage before it takes more memory from the system. Listing 100,000 recordings leaves 20 MB behind, but
 * let the process grow by 290 MB, which V8 never gave back; like this it grows by 100 MB. Both flags are read whenever
 * V8 looks at its heap, so that they hold from now on in all threads. V8 says so on stderr if it does not know one, and
 * goes on without it.
 *
 * Not before the app has started, with its threads: V8 refuses code that was compiled under other flags, as Node's own modules
 * come, so that each of them that is loaded from then on is compiled anew, which took a thread 70 ms. What has grown until then
 * shrinks once.
 */
export function collectEarly(): void {
  setTimeout(restrain, loadingMs).unref()
}

function restrain(): void {
  // The young generation stays as large as it is.
  v8.setFlagsFromString('--semi-space-growth-factor=1')
  // The old one is collected whenever it has grown by so much, in percent.
  v8.setFlagsFromString('--heap-growing-percent=30')
  setTimeout(shrink, restMs).unref()
}

/** 20 MB less than without, once 100,000 recordings have been listed. Stops main for 130 to 160 ms on a busy machine with two cores. */
function shrink(): void {
  v8.setFlagsFromString('--expose-gc')
  const gc = vm.runInNewContext('globalThis.gc') as NodeJS.GCFunction | undefined
  gc?.({ type: 'major', flavor: 'last-resort' })
}
