import { strict } from '../strict.ts'
import type { RecordedKind } from '../recorder.ts'
import { askPerson } from '../desktop/dialogs.ts'
import { options, recorder } from './state.ts'

/** What the next dialog answers; `null` stands for closing it without a choice. */
export type DialogResult = Readonly<Record<string, unknown>> | null

const scripted: DialogResult[] = []

export const scriptDialog = (result: DialogResult): void => {
  scripted.push(result)
}

type Show = Readonly<Record<string, unknown>>

/** The window is an optional first argument of every dialog call. */
const optionsOf = (args: readonly unknown[]): Show => (args.at(-1) ?? {}) as Show

const cancelled = (kind: RecordedKind, show: Show): Record<string, unknown> => {
  if (kind === 'openDialog') return { canceled: true, filePaths: [] }
  if (kind === 'saveDialog') return { canceled: true, filePath: '' }
  return { response: cancelButton(show), checkboxChecked: show['checkboxChecked'] === true }
}

/** As Electron: the cancelId, or a button called so, or the first. */
const cancelButton = (show: Show): number => {
  if (typeof show['cancelId'] === 'number') return show['cancelId']
  const buttons = Array.isArray(show['buttons']) ? (show['buttons'] as string[]) : []
  return Math.max(
    0,
    buttons.findIndex((label) => /^(?:cancel|no|取消|否)$/iu.test(label.replace('&', ''))),
  )
}

const completed = (kind: RecordedKind, show: Show, result: DialogResult): Record<string, unknown> => {
  if (result === null) return cancelled(kind, show)
  if (kind === 'messageBox') return { checkboxChecked: false, ...result }
  return { canceled: false, ...result }
}

/** In the order of the calls: scripted by a test; asked of the person at the screen; or cancelled, when there is none. */
const show = async (kind: RecordedKind, args: readonly unknown[]): Promise<Record<string, unknown>> => {
  const request = optionsOf(args)
  recorder.record(kind, request)
  const result = scripted.shift()
  if (result !== undefined) return completed(kind, request, result)
  if (options.headless) return cancelled(kind, request)
  return completed(kind, request, await askPerson(kind, request))
}

export const dialog = strict('dialog', {
  showOpenDialog: (...args: unknown[]) => show('openDialog', args),
  showSaveDialog: (...args: unknown[]) => show('saveDialog', args),
  showMessageBox: (...args: unknown[]) => show('messageBox', args),
  showErrorBox: (title: string, content: string): void => {
    recorder.record('errorBox', { title, content })
    console.error(`${title}: ${content}`)
  },
})
