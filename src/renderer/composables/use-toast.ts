import { NButton, useMessage } from 'naive-ui'
import { h } from 'vue'
import { errorShapeOf } from '../bridge.ts'
import { errorText, t } from '../i18n/index.ts'
import { shortName } from '../logic/format.ts'
import { askingProxy } from '../logic/ways-out.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useProxies } from '../stores/proxies.ts'
import { useSettings } from '../stores/settings.ts'

/** To read what went wrong. ms */
const errorMs = 8000
/** To read it and to reach for its button. ms */
const buttonMs = 20_000

export interface Toast {
  readonly done: (text: string) => void
  /** `subject`: what it is about, e.g. a file name. `again`: does what failed once more. */
  readonly failed: (error: unknown, subject?: string, again?: () => unknown) => void
  /** Runs what the user asked for; an error becomes a toast. Answers undefined then. */
  readonly attempt: <Value>(run: () => Promise<Value>) => Promise<Value | undefined>
}

/** Short messages about what the user just did; also read aloud. */
export function useToast(): Toast {
  const message = useMessage()
  const settings = useSettings()
  const dialogs = useDialogs()
  const proxies = useProxies()

  function failed(error: unknown, subject?: string, again: () => unknown = () => undefined): void {
    const shape = errorShapeOf(error)
    if (shape.code === 'aborted') return
    const { title, hint } = errorText(shape, settings.format.bytes)
    const lines = [...(subject === undefined ? [] : [shortName(subject)]), title, hint]
    const proxy = askingProxy(shape)
    if (proxy === null) message.error(lines.join('\n'), { duration: errorMs, closable: true })
    else withPassword(lines.join('\n'), proxy, again)
    dialogs.announce(lines.join(' '))
  }

  /** The way out beside what went wrong, as everywhere. */
  function withPassword(text: string, proxy: string, again: () => unknown): void {
    const ask = (): void => {
      shown.destroy()
      proxies.ask(proxy, again)
    }
    const button = () => h(NButton, { size: 'tiny', onClick: ask }, () => t('proxies.enter'))
    const shown = message.error(() => h('div', { class: 'toast' }, [text, button()]), {
      duration: buttonMs,
      closable: true,
      keepAliveOnHover: true,
    })
  }

  async function attempt<Value>(run: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await run()
    } catch (error) {
      failed(error, undefined, () => attempt(run))
      return undefined
    }
  }

  return {
    done: (text) => {
      message.success(text, { duration: 3000 })
      dialogs.announce(text)
    },
    failed,
    attempt,
  }
}
