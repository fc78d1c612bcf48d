import { spawn } from 'node:child_process'

const command = (target: string): [string, string[]] => {
  if (process.platform === 'darwin') return ['open', [target]]
  // `start` is a command of the shell; explorer.exe takes files, folders and URLs alike.
  if (process.platform === 'win32') return ['explorer.exe', [target]]
  return ['xdg-open', [target]]
}

/** Hands a file, folder or URL to the desktop; answers '' or the reason why that failed. */
export const openWithDesktop = (target: string): Promise<string> => {
  const [program, args] = command(target)
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true })
    child.once('error', (error) => resolve(`${program}: ${error.message}`))
    child.once('spawn', () => resolve(''))
    child.unref()
  })
}
