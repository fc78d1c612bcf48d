import { errorShapeOf } from '../bridge.ts'
import { messages } from '../components/messages/messages.ts'
import { errorText, t } from '../i18n/index.ts'
import { shortName } from '../logic/format.ts'
import { askingProxy } from '../logic/ways-out.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useProxies } from '../stores/proxies.ts'
import { useSettings } from '../stores/settings.ts'

export interface Toast {
  readonly done: (text: string) => void
  /** `subject`: what it is about, e.g. a file name. `again`: does what failed once more. */
  readonly failed: (error: unknown, subject?: string, again?: () => unknown) => void
  /** Runs what the user asked for; an error becomes a toast. Answers undefined then. */
  readonly attempt: <Value>(run: () => Promise<Value>) => Promise<Value | undefined>
}

/** Short messages about what the user just did; also read aloud. */
export function useToast(): Toast {
  const settings = useSettings()
  const dialogs = useDialogs()
  const proxies = useProxies()

  function failed(error: unknown, subject?: string, again: () => unknown = () => undefined): void {
    const shape = errorShapeOf(error)
    if (shape.code === 'aborted') return
    const { title, hint } = errorText(shape, settings.format.bytes)
    const lines = [...(subject === undefined ? [] : [shortName(subject)]), title, hint]
    const text = lines.join('\n')
    const proxy = askingProxy(shape)
    void messages().then((show) => {
      if (proxy === null) show.failed(text)
      // The way out beside what went wrong, as everywhere.
      else show.failedWithWayOut(text, t('proxies.enter'), () => proxies.ask(proxy, again))
    })
    dialogs.announce(lines.join(' '))
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
      void messages().then((show) => show.done(text))
      dialogs.announce(text)
    },
    failed,
    attempt,
  }
}
