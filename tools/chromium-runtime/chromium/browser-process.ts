import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** A Chromium that runs, and both ends of its `--remote-debugging-pipe`. */
export interface BrowserProcess {
  /** What the DevTools protocol is written to, and read from. */
  readonly commands: Writable
  readonly answers: Readable
  /** Port of the DevTools server; null when none was asked for, or Chromium ended before it had one. */
  readonly debuggingPort: Promise<number | null>
  readonly exited: Promise<number | null>
  kill(): void
}

const isVerbose = process.env['CHROMIUM_RUNTIME_VERBOSE'] === '1'

/** Reads Chromium's error output, which must be drained in any case: it says there which port it chose. */
const readDebuggingPort = (args: readonly string[], errors: Readable): Promise<number | null> =>
  new Promise((resolve) => {
    if (!args.some((arg) => arg.startsWith('--remote-debugging-port='))) resolve(null)
    const lines = createInterface({ input: errors })
    lines.on('line', (line) => {
      if (isVerbose) process.stderr.write(`${line}\n`)
      const port = /^DevTools listening on ws:\/\/[^/]*:(\d+)\//u.exec(line)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
    lines.once('close', () => resolve(null))
  })

export const startBrowser = (executable: string, args: readonly string[]): BrowserProcess => {
  const child = spawn(executable, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl+C in the terminal reaches the app, which closes Chromium in its own time.
    detached: process.platform !== 'win32',
  })
  return {
    commands: child.stdio[3] as Writable,
    answers: child.stdio[4] as Readable,
    debuggingPort: readDebuggingPort(args, child.stdio[2] as Readable),
    exited: new Promise((resolve) => {
      child.once('exit', (code) => resolve(code))
      child.once('error', () => resolve(null))
    }),
    kill: () => void child.kill('SIGKILL'),
  }
}
