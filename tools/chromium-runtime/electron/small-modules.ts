import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type { PowerMonitor } from 'electron'
import { strict } from '../strict.ts'
import { recorder } from './state.ts'
import { headlessScreen } from './window-frame.ts'
import { windows } from './windows.ts'

let clipboardText = ''

/** What the app itself wrote; a page can write to the desktop's clipboard, but nobody can read it at once. */
export const clipboard = strict('clipboard', {
  readText: (): string => clipboardText,
  writeText: (value: string): void => {
    clipboardText = value
    recorder.record('clipboard', { text: value })
    const contents = (windows.focused ?? windows.all[0])?.webContents
    const expression = `navigator.clipboard.writeText(${JSON.stringify(value)}).catch(() => undefined)`
    contents?.command((cdp) => cdp.send('Runtime.evaluate', { expression, userGesture: true }))
  },
  clear: (): void => {
    clipboardText = ''
  },
})

const power: Pick<PowerMonitor, 'getSystemIdleTime' | 'getSystemIdleState' | 'isOnBatteryPower'> = {
  getSystemIdleTime: () => 0,
  getSystemIdleState: () => 'active',
  isOnBatteryPower: () => false,
}
/** Its events come from tests: a browser is not told of sleep. */
export const runtimePowerMonitor = Object.assign(new EventEmitter(), power)
export const powerMonitor = strict('powerMonitor', runtimePowerMonitor)

const blockers = new Set<number>()
let lastBlocker = 0
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start: (type: string): number => {
    lastBlocker += 1
    blockers.add(lastBlocker)
    recorder.record('powerSaveBlocker', { id: lastBlocker, type, on: true })
    return lastBlocker
  },
  stop: (id: number): boolean => {
    recorder.record('powerSaveBlocker', { id, on: false })
    return blockers.delete(id)
  },
  isStarted: (id: number): boolean => blockers.has(id),
})

const display = {
  id: 1,
  label: 'Chromium',
  bounds: headlessScreen,
  workArea: headlessScreen,
  size: { width: headlessScreen.width, height: headlessScreen.height },
  workAreaSize: { width: headlessScreen.width, height: headlessScreen.height },
  scaleFactor: 1,
  rotation: 0,
  internal: true,
}
export const screen = strict(
  'screen',
  Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
    getDisplayMatching: () => display,
    getDisplayNearestPoint: () => display,
    getCursorScreenPoint: () => ({ x: 0, y: 0 }),
  }),
)

const image = (isEmpty: () => boolean, { width, height } = { width: 0, height: 0 }) =>
  strict('NativeImage', { isEmpty, getSize: () => ({ width, height }) })
export const nativeImage = strict('nativeImage', {
  createEmpty: () => image(() => true),
  createFromPath: (path: string) => image(() => !existsSync(path)),
  createFromBitmap: (bitmap: Buffer, size: { width: number; height: number }) => {
    if (bitmap.length !== size.width * size.height * 4) throw new Error('invalid buffer size')
    return image(() => false, size)
  },
})
