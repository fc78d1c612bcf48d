import type { Page } from '@playwright/test'

/** The element that the app is mounted on, as Vue leaves it there, and its stores as pinia does. */
interface Mounted extends Element {
  readonly __vue_app__: {
    readonly config: {
      readonly globalProperties: {
        readonly $pinia: { readonly state: { readonly value: Record<string, Record<string, unknown>> } }
      }
    }
  }
}

/**
 * Changes what a store of the window holds, for what nothing in reach brings about.
 *
 * @throws Error when the window has no such store
 */
export async function changeStore(page: Page, store: string, change: object): Promise<void> {
  await page.evaluate(
    ({ name, values }) => {
      const mounted = document.querySelector('#app') as Mounted
      const state = mounted.__vue_app__.config.globalProperties.$pinia.state.value[name]
      if (state === undefined) throw new Error(`There is no store ${name}`)
      Object.assign(state, values)
    },
    { name: store, values: change },
  )
}
