import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

type Show = Readonly<Record<string, unknown>>
type Answer = Readonly<Record<string, unknown>> | null

const run = promisify(execFile)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : [])
const wants = (show: Show, property: string): boolean => list(show['properties']).includes(property)

const zenityFile = (show: Show, isSave: boolean): string[] => [
  '--file-selection',
  `--title=${text(show['title'])}`,
  ...(text(show['defaultPath']) === '' ? [] : [`--filename=${text(show['defaultPath'])}`]),
  ...(isSave ? ['--save', '--confirm-overwrite'] : []),
  ...(wants(show, 'openDirectory') ? ['--directory'] : []),
  ...(wants(show, 'multiSelections') ? ['--multiple', '--separator=\n'] : []),
]

/** zenity has two buttons and any number of extra ones, whose label it prints. */
const zenityMessage = (show: Show): string[] => {
  const [first = 'OK', ...others] = list(show['buttons'])
  const message = [text(show['message']), text(show['detail'])].filter((part) => part !== '').join('\n\n')
  return [
    '--question',
    '--no-markup',
    `--title=${text(show['title'])}`,
    `--text=${message}`,
    '--switch',
    ...[first, ...others].map((label) => `--extra-button=${label}`),
  ]
}

const zenity = async (args: string[]): Promise<string> => {
  // With --switch every button ends it with status 1, after printing its label.
  const { stdout } = await run('zenity', args).catch((error: unknown) => {
    const failed = error as { code?: unknown; stdout?: string }
    if (failed.code === 'ENOENT') {
      console.error('chromium-runtime: install zenity to answer dialogs; this one was cancelled')
    }
    return { stdout: failed.stdout ?? '' }
  })
  return stdout.replace(/\n$/u, '')
}

/**
 * Shows a dialog to the person at the screen, for `npm start` without Electron. On Linux by zenity; elsewhere
 * Electron's own binary is to be had, and dialogs are cancelled.
 */
export const askPerson = async (kind: string, show: Show): Promise<Answer> => {
  if (process.platform !== 'linux') return null
  if (kind === 'messageBox') {
    const response = list(show['buttons']).indexOf(await zenity(zenityMessage(show)))
    return response === -1 ? null : { response }
  }
  const chosen = await zenity(zenityFile(show, kind === 'saveDialog'))
  if (chosen === '') return null
  return kind === 'saveDialog' ? { filePath: chosen } : { filePaths: chosen.split('\n') }
}
