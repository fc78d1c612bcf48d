import { startEmulator } from '#emulator/server.ts'
import type { Language } from '#shared/models/settings.ts'
import type { LaunchOptions } from '../../tests/e2e/driver/launch.ts'
import { signIn } from '../../tests/e2e/fixture.ts'
import type { TakePictures } from './camera.ts'
import { localeOf, type SceneSet } from './scenes.ts'
import type { Stage } from './stage.ts'
import { wordsOf } from './words.ts'

/** What is particular to a set. */
interface SetOptions extends Pick<LaunchOptions, 'settings' | 'env'> {
  /** Where the server keeps its files; a temporary folder when left out. */
  readonly dataDir?: string
  /** The account is kept; needs a keychain. */
  readonly remembers?: boolean
}

/** Plays in an app of its own that is signed in to a demo server of its own; both are gone afterwards. */
export async function withSet(
  stage: Stage,
  language: Language,
  take: TakePictures,
  { dataDir, remembers = false, ...options }: SetOptions,
  play: (set: SceneSet) => Promise<void>,
): Promise<void> {
  const words = wordsOf[language]
  const server = await startEmulator({ seed: 'demo', ...(dataDir === undefined ? {} : { dataDir }) })
  try {
    const app = await stage.open({
      ...options,
      args: [`--server=${server.url}`],
      locale: localeOf[language],
    })
    const { page } = app
    if (!remembers) await page.getByRole('checkbox', { name: words.text.signIn.remember }).uncheck()
    await signIn(page, { compId: String(server.compId), compSecret: server.compSecret }, words.signIn)
    await play({ stage, app, page, server, words, take: (scene, shot) => take(app, scene, shot) })
    await app.close()
  } finally {
    await server.close()
  }
}
