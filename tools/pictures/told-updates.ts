import type { Page } from '@playwright/test'
import type { Update, UpdateReport, UpdateState } from '#shared/models/updates.ts'

/** A new version, with notes of all kinds. */
export const exampleUpdate: Update = {
  version: '1.2.0',
  size: 104_857_600,
  notes: [
    'New',
    '- Recordings play in a window of their own, with a playlist.',
    '- A part of a recording can be saved as a file.',
    '',
    'Mended',
    '- A folder with a very long name no longer pushes the columns out of the window.',
    '- Downloads go on after the computer has slept.',
    `- https://example.com/${'releases/'.repeat(12)}`,
    '',
    'Thanks to everybody who reported what went wrong.',
  ].join('\n'),
}

/** The element that the app is mounted on, as Vue leaves it there, and its store as pinia does. */
interface Mounted extends Element {
  readonly __vue_app__: {
    readonly config: {
      readonly globalProperties: {
        readonly $pinia: { readonly state: { value: Record<string, { report: UpdateReport }> } }
      }
    }
  }
}

/**
 * What only a signed and installed package comes to: the window is told what main would tell it.
 *
 * @throws Error when the window has no such store
 */
export async function tellOfUpdate(page: Page, state: UpdateState): Promise<void> {
  await page.evaluate(
    (report) => {
      const mounted = document.querySelector('#app') as Mounted
      const store = mounted.__vue_app__.config.globalProperties.$pinia.state.value['updates']
      if (store === undefined) throw new Error('There is no store of updates')
      store.report = report
    },
    { state, checkedAt: Date.UTC(2026, 0, 15, 8) },
  )
}
