import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ServerAddress } from '#shared/models/account.ts'

const cli = fileURLToPath(new URL('../../emulator/cli.ts', import.meta.url))

/** Runs with an emulator in a process of its own; `options` are those of its command line. */
export async function withEmulator<Result>(
  options: readonly string[],
  run: (server: ServerAddress) => Promise<Result>,
): Promise<Result> {
  const child = spawn(process.execPath, [cli, '--port', '0', '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { url } = JSON.parse(line.toString()) as { url: string }
    const { origin, pathname } = new URL(url)
    return await run({ origin, prefix: pathname })
  } finally {
    child.kill()
  }
}
