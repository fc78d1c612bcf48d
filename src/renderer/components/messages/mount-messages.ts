import { NButton, NMessageProvider, type MessageProviderInst } from 'naive-ui'
import { h, shallowRef } from 'vue'
import { createReportingApp } from '../../create-reporting-app.ts'
import NaiveTheme from '../common/NaiveTheme.vue'

/** To read that something was done. ms */
const doneMs = 3000
/** To read what went wrong. ms */
const failedMs = 8000
/** To read it and to reach for its button. ms */
const buttonMs = 20_000

export interface Messages {
  readonly done: (text: string) => void
  readonly failed: (text: string) => void
  /** With a button below the text, which takes the message away and then does what it is for. */
  readonly failedWithWayOut: (text: string, label: string, press: () => void) => void
}

/** Puts the place of short messages at the window's bottom: an app of its own, as it comes after the view's and outlives each view. */
export function mountMessages(): Messages {
  const provider = shallowRef<MessageProviderInst | null>(null)
  createReportingApp(() =>
    h(NaiveTheme, () =>
      h(NMessageProvider, {
        ref: provider,
        placement: 'bottom',
        max: 3,
        containerStyle: { bottom: '40px', whiteSpace: 'pre-line' },
      }),
    ),
  ).mount(document.body.appendChild(document.createElement('div')))
  return {
    done: (text) => provider.value?.success(text, { duration: doneMs }),
    failed: (text) => provider.value?.error(text, { duration: failedMs, closable: true }),
    failedWithWayOut: (text, label, press) => {
      const onClick = (): void => {
        shown?.destroy()
        press()
      }
      const button = () => h(NButton, { size: 'tiny', onClick }, () => label)
      const shown = provider.value?.error(() => h('div', { class: 'toast' }, [text, button()]), {
        duration: buttonMs,
        closable: true,
        keepAliveOnHover: true,
      })
    },
  }
}
