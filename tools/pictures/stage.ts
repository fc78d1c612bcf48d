import { mkdtemp, rm } from 'node:fs/promises'
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

async function createStage(): Promise<Stage> {
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
      const app = await launchApp({
        viewport,
        ...options,
        userDataDir: path.join(folder, `data-${opened.length}`),
        // Not every platform takes its Downloads folder from the environment.
        settings: { downloadFolder: path.join(home, 'Downloads', 'CloudRoom'), ...options.settings },
        env: { ...env, ...options.env },
      })
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

/** Runs on a stage that is cleared away afterwards. */
export async function withStage(run: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await createStage()
  try {
    await run(stage)
  } finally {
    await stage.close()
  }
}
