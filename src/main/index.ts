import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { app, BrowserWindow, dialog, protocol } from 'electron'
import { parseConfig } from './config.ts'
import { identify } from './desktop/app-identity.ts'
import { LaterStarts } from './desktop/later-starts.ts'
import { OpenedFiles, videosIn } from './desktop/opened-files.ts'
import { createBroadcast } from './ipc/broadcast.ts'
import { registerAppScheme } from './security/app-scheme.ts'

// What Electron must know before it is ready, and no more: Chromium starts once this has been evaluated, and meanwhile the
// services are loaded and built.

const config = parseConfig(process.argv, process.env, app.isPackaged)
app.setName('CloudRoom Drive')
const ownData = config.userDataDir ?? (config.isDemo ? path.join(app.getPath('userData'), 'Demo') : null)
if (ownData !== null) app.setPath('userData', ownData)
app.enableSandbox()
identify(app, process.platform)
registerAppScheme(protocol)

if (app.requestSingleInstanceLock()) start().catch(failToStart).catch(endWith)
else app.quit()

/** Loaded when it is needed: nothing here may be waited for before Chromium starts. */
async function failToStart(error: unknown): Promise<void> {
  const { startFailureText } = await import('./desktop/start-failure.ts')
  const languages = app.getPreferredSystemLanguages()
  endWith(new Error(startFailureText({ error, languages, folder: app.getPath('userData') })))
}

function endWith(error: unknown): void {
  dialog.showErrorBox('CloudRoom Drive', error instanceof Error ? error.message : String(error))
  app.exit(1)
}

async function start(): Promise<void> {
  const broadcast = createBroadcast(() => BrowserWindow.getAllWindows())
  const opened = new OpenedFiles(() => broadcast('uploads.opened', null))
  // macOS names the file that the app was started with before the app is ready.
  app.on('open-file', (event, file) => {
    event.preventDefault()
    opened.add(videosIn([app.name, file], process.cwd()))
  })
  opened.add(videosIn(process.argv, process.cwd()))
  // It may be started again before the first start has come to its end.
  const laterStarts = new LaterStarts()
  app.on('second-instance', (_event, argv, folder) => laterStarts.note({ argv, folder }))
  // To read and to compile the services takes a while, and Chromium starts when this turn ends.
  await setImmediate()
  const { compose } = await import('./compose.ts')
  await compose({ config, broadcast, opened, laterStarts, endWith })
}
