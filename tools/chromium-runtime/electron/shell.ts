import { dirname } from 'node:path'
import { openWithDesktop } from '../desktop/open.ts'
import { strict } from '../strict.ts'
import { options, recorder } from './state.ts'

let openPathResult = ''

/** What `shell.openPath` answers from now on: '' for success, else the reason why it failed. */
export const scriptOpenPath = (result: string): void => {
  openPathResult = result
}

/** Recorded always, and done as well when a person is at the screen. */
const open = (target: string): Promise<string> =>
  options.headless ? Promise.resolve(openPathResult) : openWithDesktop(target)

export const shell = strict('shell', {
  openPath: (path: string): Promise<string> => {
    recorder.record('openPath', { path })
    return open(path)
  },
  showItemInFolder: (path: string): void => {
    recorder.record('showItemInFolder', { path })
    void open(dirname(path))
  },
  openExternal: async (url: string): Promise<void> => {
    recorder.record('openExternal', { url })
    const failure = await open(url)
    if (failure !== '') throw new Error(failure)
  },
  beep: (): void => recorder.record('beep', {}),
})
