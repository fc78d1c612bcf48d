import type { ErrorShape } from '#shared/errors.ts'
import { errorShapeOf } from '../bridge.ts'
import { messages } from '../components/messages/messages.ts'
import type { MessageButton } from '../components/messages/mount-messages.ts'
import { errorText, t } from '../i18n/index.ts'
import { detailsText, hasDetails } from '../logic/error-details.ts'
import { shortName } from '../logic/format.ts'
import { askingProxy } from '../logic/ways-out.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useProxies } from '../stores/proxies.ts'
import { useSettings } from '../stores/settings.ts'

export interface Toast {
  readonly done: (text: string) => void
  /** `subject`: what it is about, e.g. a file name. `again`: does what failed once more. */
  readonly failed: (error: unknown, subject?: string, again?: () => unknown) => void
  /** Runs what the user asked for; an error becomes a toast. Answers undefined then. */
  readonly attempt: <Value>(run: () => Promise<Value>) => Promise<Value | undefined>
  /** Copies what a support person needs about an error, of the folder that is shown unless something else is named. */
  readonly copyDetails: (error: ErrorShape, subject?: string) => Promise<void>
}

/** Short messages about what the user just did; also read aloud. */
export function useToast(): Toast {
  const settings = useSettings()
  const dialogs = useDialogs()
  const explorer = useExplorer()
  const proxies = useProxies()

  function done(text: string): void {
    void messages().then((show) => show.done(text))
    dialogs.announce(text)
  }

  function detailsOf(error: ErrorShape, subject = explorer.path): string {
    const version = settings.info?.version ?? ''
    return detailsText(error, { version, platform: settings.platform, subject, time: new Date() })
  }

  async function copy(details: string): Promise<void> {
    await attempt(async () => {
      await navigator.clipboard.writeText(details)
      done(t('common.copied'))
    })
  }

  function buttonsFor(error: ErrorShape, subject: string | undefined, again: () => unknown): MessageButton[] {
    const proxy = askingProxy(error)
    // Of now, whenever they are asked for.
    const details = detailsOf(error, subject)
    return [
      // The way out beside what went wrong, as everywhere.
      ...(proxy === null ? [] : [{ label: t('proxies.enter'), press: () => proxies.ask(proxy, again) }]),
      ...(hasDetails(error)
        ? [{ label: t('common.copyDetails'), stays: true, press: () => void copy(details) }]
        : []),
    ]
  }

  function failed(error: unknown, subject?: string, again: () => unknown = () => undefined): void {
    const shape = errorShapeOf(error)
    if (shape.code === 'aborted') return
    const { title, hint } = errorText(shape, settings.format.bytes)
    const lines = [...(subject === undefined ? [] : [shortName(subject)]), title, hint]
    const buttons = buttonsFor(shape, subject, again)
    void messages().then((show) => show.failed(lines.join('\n'), buttons))
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
    done,
    failed,
    attempt,
    copyDetails: (error, subject) => copy(detailsOf(error, subject)),
  }
}
