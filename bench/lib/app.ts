import type { ServerAddress } from '#shared/models/account.ts'
import { startKeyring, type Keyring } from '../../tests/e2e/driver/keyring.ts'
import { launchApp, type AppDriver } from '../../tests/e2e/driver/launch.ts'

/** Runs with the built app in a large window, with a keychain of its own and without anybody signed in. */
export async function withApp<Result>(
  server: ServerAddress,
  run: (app: AppDriver, keyring: Keyring) => Promise<Result>,
): Promise<Result> {
  const keyring = await startKeyring('unlocked')
  try {
    const app = await launchApp({
      args: [`--server=${server.origin}${server.prefix}`],
      settings: { crawlEnabled: false },
      env: keyring.env,
      viewport: { width: 1440, height: 900 },
    })
    try {
      return await run(app, keyring)
    } finally {
      await app.close()
    }
  } finally {
    await keyring.stop()
  }
}
