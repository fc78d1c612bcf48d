/**
 * Runs an Electron app's built bundles on Node and an installed Chromium:
 * `node tools/chromium-runtime/cli.ts <app folder or main script> [arguments]`; see README.md.
 */
import { hookElectron } from './hook.ts'

const fail = (error: unknown): never => {
  console.error('chromium-runtime:', error instanceof Error ? (error.stack ?? error.message) : error)
  process.exit(1)
}

const { entryUrl, runtimeApp } = await import('./electron/app.ts').catch(fail)
const { installProcessGlobals } = await import('./process-globals.ts')
const { openControlChannel } = await import('./control/channel.ts')

// As Electron: a signal quits in the usual way; the second one does not wait.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.once(signal, () => runtimeApp.exit(1))
    runtimeApp.quit()
  })
}
// Whoever has read them may be gone. To say so to nobody would fail in the same way, and so on for ever.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
process.on('uncaughtException', (error) => {
  // Electron shows a dialog and goes on; there is none here, and a broken app should not look like a running one.
  console.error('Uncaught exception in the main process:', error)
  runtimeApp.exit(1)
})
process.on('unhandledRejection', (error) => console.error('Unhandled rejection in the main process:', error))

installProcessGlobals()
hookElectron()
openControlChannel()
// Not awaited before the app becomes ready: its main script may itself wait for `app.whenReady()`.
import(entryUrl).then(() => runtimeApp.beginStart(), fail)
