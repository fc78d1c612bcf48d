import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface PeerFigures {
  readonly wallMs: number
  /** User and system time, in ms. */
  readonly cpuMs: number
}

/**
 * Runs another tool to its end, timed by the shell.
 *
 * @throws Error when it fails, or is not installed
 */
export async function runPeer(command: string, args: readonly string[]): Promise<PeerFigures> {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null'
  const shell = spawn('bash', ['-c', script, 'bash', command, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [output] = await Promise.all([text(shell.stderr), once(shell, 'exit')])
  const times = /([\d.]+) ([\d.]+) ([\d.]+)\s*$/u.exec(output)?.slice(1).map(Number)
  if (shell.exitCode !== 0 || times === undefined) throw new Error(`${command} failed: ${output.trim()}`)
  const [real = 0, user = 0, system = 0] = times
  return { wallMs: real * 1000, cpuMs: (user + system) * 1000 }
}
