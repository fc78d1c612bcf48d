import { useMessage } from 'naive-ui'
import { errorShapeOf } from '../bridge.ts'
import { errorText } from '../i18n/index.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useSettings } from '../stores/settings.ts'

export interface Toast {
  readonly done: (text: string) => void
  readonly failed: (error: unknown) => void
  /** Runs what the user asked for; an error becomes a toast. Answers undefined then. */
  readonly attempt: <Value>(run: () => Promise<Value>) => Promise<Value | undefined>
}

/** Short messages about what the user just did; also read aloud. */
export function useToast(): Toast {
  const message = useMessage()
  const settings = useSettings()
  const dialogs = useDialogs()

  function failed(error: unknown): void {
    const shape = errorShapeOf(error)
    if (shape.code === 'aborted') return
    const { title, hint } = errorText(shape, settings.format.bytes)
    message.error(`${title}\n${hint}`, { duration: 8000, closable: true })
    dialogs.announce(`${title} ${hint}`)
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
