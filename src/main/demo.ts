import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SignInRequest } from '#shared/ipc/schemas.ts'

export interface Demo {
  /** Signs in to the embedded server; its account is made for this run and worth nothing. */
  readonly signIn: SignInRequest
  stop(): Promise<void>
}

/**
 * `--demo`: a CloudRoom-compatible server inside this process, on loopback, in a temporary folder. The only
 * place where the app loads the emulator, and only when asked.
 */
export async function startDemo(appPath: string): Promise<Demo> {
  const { startEmulator } = await import('#emulator/server.ts')
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-demo-'))
  const emulator = await startEmulator({
    dataDir: path.join(folder, 'netdisk'),
    seed: 'demo',
    assetPath: path.join(appPath, 'emulator', 'assets', 'sample.mp4'),
  })
  return {
    signIn: {
      server: { origin: emulator.origin, prefix: emulator.prefix },
      credentials: {
        mode: 'company',
        compId: String(emulator.compId),
        compSecret: emulator.compSecret,
        appId: null,
      },
      remember: false,
      allowHttp: true,
    },
    async stop() {
      await emulator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
