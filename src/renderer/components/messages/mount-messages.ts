import { NMessageProvider, type MessageProviderInst } from 'naive-ui'
import { h, shallowRef } from 'vue'
import { createReportingApp } from '../../create-reporting-app.ts'
import NaiveTheme from '../common/NaiveTheme.vue'
import ErrorMessage from './ErrorMessage.vue'
import MessagesPlace from './MessagesPlace.vue'

/** To read that something was done. ms */
const doneMs = 3000
/** To read what went wrong. ms */
const failedMs = 8000
/** To read it and to reach for its buttons, by key, too. ms */
const buttonMs = 20_000

export interface MessageButton {
  readonly label: string
  /** The message stays where it is; otherwise it goes first. */
  readonly stays?: boolean
  readonly press: () => void
}

export interface Messages {
  readonly done: (text: string) => void
  /** With buttons below the text, the best first. */
  readonly failed: (text: string, buttons?: readonly MessageButton[]) => void
}

/** Puts the place of short messages at the window's bottom: an app of its own, as it comes after the view's and outlives each view. */
export function mountMessages(): Messages {
  const provider = shallowRef<MessageProviderInst | null>(null)
  const place = document.body.appendChild(document.createElement('div'))
  createReportingApp(() => [
    h(MessagesPlace),
    h(NaiveTheme, () =>
      h(NMessageProvider, {
        ref: provider,
        to: '#messages',
        placement: 'bottom',
        max: 3,
        containerStyle: { bottom: '40px', whiteSpace: 'pre-line' },
      }),
    ),
  ]).mount(place)
  return {
    done: (text) => provider.value?.success(text, { duration: doneMs }),
    failed: (text, buttons = []) => {
      const ms = buttons.length > 0 ? buttonMs : failedMs
      const shown = provider.value?.error(
        () => h(ErrorMessage, { text, buttons, ms, onLeave: () => shown?.destroy() }),
        // It knows itself when to leave.
        { duration: 0 },
      )
    },
  }
}
