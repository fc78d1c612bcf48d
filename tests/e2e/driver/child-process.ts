import type { ChildProcess } from 'node:child_process'

/** Collects what a child writes, for the report of a failing test. */
export const collectOutput = (child: ChildProcess): (() => string) => {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return () => text
}

export const exitOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)))

/** Resolves with the exit code; kills the child when it has not ended in time. */
export const endWithin = async (child: ChildProcess, timeoutMs: number): Promise<number | null> => {
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  const code = await exitOf(child)
  clearTimeout(timer)
  return code
}
