import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { SignInRequest } from '#shared/ipc/schemas.ts'

export interface Demo {
  /** Signs in to the embedded server; its account is made for this run and worth nothing. */
  readonly signIn: SignInRequest
  stop(): Promise<void>
}

/**
 * `--demo`: a CloudRoom-compatible server inside this process, on loopback. The only place where the app loads the
 * emulator, and only when asked.
 *
 * @param folder where the server keeps its files; what an earlier run that was killed has left there is removed
 */
export async function startDemo(appPath: string, folder: string): Promise<Demo> {
  const { startEmulator } = await import('#emulator/server.ts')
  await rm(folder, { recursive: true, force: true })
  const emulator = await startEmulator({
    dataDir: folder,
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
