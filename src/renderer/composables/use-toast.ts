import { useMessage } from 'naive-ui'
import { errorShapeOf } from '../bridge.ts'
import { errorText } from '../i18n/index.ts'
import { shortName } from '../logic/format.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useSettings } from '../stores/settings.ts'

export interface Toast {
  readonly done: (text: string) => void
  /** `subject`: what it is about, e.g. a file name. */
  readonly failed: (error: unknown, subject?: string) => void
  /** Runs what the user asked for; an error becomes a toast. Answers undefined then. */
  readonly attempt: <Value>(run: () => Promise<Value>) => Promise<Value | undefined>
}

/** Short messages about what the user just did; also read aloud. */
export function useToast(): Toast {
  const message = useMessage()
  const settings = useSettings()
  const dialogs = useDialogs()

  function failed(error: unknown, subject?: string): void {
    const shape = errorShapeOf(error)
    if (shape.code === 'aborted') return
    const { title, hint } = errorText(shape, settings.format.bytes)
    const lines = [...(subject === undefined ? [] : [shortName(subject)]), title, hint]
    message.error(lines.join('\n'), { duration: 8000, closable: true })
    dialogs.announce(lines.join(' '))
  }

  return {
    done: (text) => {
      message.success(text, { duration: 3000 })
      dialogs.announce(text)
    },
    failed,
    attempt: async (run) => {
      try {
        return await run()
      } catch (error) {
        failed(error)
        return undefined
      }
    },
  }
}
