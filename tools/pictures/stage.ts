import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AppDriver, LaunchOptions } from '../../tests/e2e/driver/launch.ts'
import { launchApp } from '../../tests/e2e/driver/launch.ts'

/** The size that the app's window opens with. */
const viewport = { width: 1200, height: 760 }

/** A temporary folder in which the app finds its home, its data and its downloads: nothing of the user's is touched. */
export interface Stage {
  readonly folder: string
  /** Starts the app on data of its own; `close()` of the stage ends it too. */
  open(options: LaunchOptions): Promise<AppDriver>
  close(): Promise<void>
}

export async function createStage(): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-pictures-'))
  const opened: AppDriver[] = []
  const home = path.join(folder, 'home')
  const env = {
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_CACHE_HOME: path.join(home, 'cache'),
    XDG_DATA_HOME: path.join(home, 'data'),
    CLOUDROOM_KEYCHAIN_SERVICE: 'CloudRoom Drive pictures',
    // Pictures show the same times wherever they are taken.
    TZ: 'Asia/Shanghai',
  }
  return {
    folder,
    async open(options) {
      const userDataDir = path.join(folder, `data-${opened.length}`)
      await mkdir(userDataDir, { recursive: true })
      // Not every platform takes its Downloads folder from the environment.
      const settings = { downloadFolder: path.join(home, 'Downloads', 'CloudRoom') }
      await writeFile(path.join(userDataDir, 'settings.json'), JSON.stringify(settings))
      const app = await launchApp({ viewport, ...options, userDataDir, env: { ...env, ...options.env } })
      opened.push(app)
      app.page.setDefaultTimeout(15_000)
      return app
    },
    async close() {
      await Promise.allSettled(opened.map((app) => app.close()))
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
