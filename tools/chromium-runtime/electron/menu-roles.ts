import { windows } from './windows.ts'
import { showAboutPanel } from './about-panel.ts'
import { runQuit } from './quit.ts'

interface Role {
  readonly label: string
  readonly accelerator?: string
  /** Absent where Chromium does it itself on the same keys, such as copy. */
  readonly isNative?: boolean
  run(): void
}

const contents = () => windows.focused?.webContents ?? windows.all[0]?.webContents
const zoomTo = (levelAfter: (level: number) => number): void => {
  const page = contents()
  page?.setZoomLevel(levelAfter(page.getZoomLevel()))
}
const nothing = (): void => undefined

const native = (label: string, accelerator: string, run: () => void): Role => ({
  label,
  accelerator,
  isNative: true,
  run,
})

/** Roles by their lower-case names. Those of whole menus have no action of their own. */
export const roles: Readonly<Record<string, Role>> = {
  undo: native('Undo', 'CmdOrCtrl+Z', () => contents()?.undo()),
  redo: native('Redo', process.platform === 'win32' ? 'Control+Y' : 'Shift+CmdOrCtrl+Z', () =>
    contents()?.redo(),
  ),
  cut: native('Cut', 'CmdOrCtrl+X', () => contents()?.cut()),
  copy: native('Copy', 'CmdOrCtrl+C', () => contents()?.copy()),
  paste: native('Paste', 'CmdOrCtrl+V', () => contents()?.paste()),
  pasteandmatchstyle: native('Paste and Match Style', 'Shift+CmdOrCtrl+V', () => contents()?.paste()),
  selectall: native('Select All', 'CmdOrCtrl+A', () => contents()?.selectAll()),
  delete: { label: 'Delete', run: () => contents()?.delete() },
  reload: { label: 'Reload', accelerator: 'CmdOrCtrl+R', run: () => contents()?.reload() },
  forcereload: { label: 'Force Reload', accelerator: 'Shift+CmdOrCtrl+R', run: () => contents()?.reload() },
  toggledevtools: {
    label: 'Toggle Developer Tools',
    accelerator: process.platform === 'darwin' ? 'Alt+Command+I' : 'Ctrl+Shift+I',
    run: () => contents()?.openDevTools(),
  },
  resetzoom: { label: 'Actual Size', accelerator: 'CmdOrCtrl+0', run: () => zoomTo(() => 0) },
  zoomin: {
    label: 'Zoom In',
    accelerator: 'CmdOrCtrl+Plus',
    run: () => zoomTo((level) => level + 0.5),
  },
  zoomout: {
    label: 'Zoom Out',
    accelerator: 'CmdOrCtrl+-',
    run: () => zoomTo((level) => level - 0.5),
  },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    accelerator: process.platform === 'darwin' ? 'Control+Command+F' : 'F11',
    run: () => windows.focused?.setFullScreen(!windows.focused.isFullScreen()),
  },
  minimize: { label: 'Minimize', accelerator: 'CmdOrCtrl+M', run: () => windows.focused?.minimize() },
  zoom: { label: 'Zoom', run: () => windows.focused?.maximize() },
  close: { label: 'Close Window', accelerator: 'CmdOrCtrl+W', run: () => windows.focused?.close() },
  quit: {
    label: process.platform === 'win32' ? 'Exit' : 'Quit',
    ...(process.platform === 'win32' ? {} : { accelerator: 'CommandOrControl+Q' }),
    run: runQuit,
  },
  about: { label: 'About', run: showAboutPanel },
  hide: { label: 'Hide', accelerator: 'Command+H', run: nothing },
  hideothers: { label: 'Hide Others', accelerator: 'Command+Alt+H', run: nothing },
  unhide: { label: 'Show All', run: nothing },
  front: { label: 'Bring All to Front', run: nothing },
  services: { label: 'Services', run: nothing },
  window: { label: 'Window', run: nothing },
  help: { label: 'Help', run: nothing },
  appmenu: { label: 'App', run: nothing },
  filemenu: { label: 'File', run: nothing },
  editmenu: { label: 'Edit', run: nothing },
  viewmenu: { label: 'View', run: nothing },
  windowmenu: { label: 'Window', run: nothing },
  startspeaking: { label: 'Start Speaking', run: nothing },
  stopspeaking: { label: 'Stop Speaking', run: nothing },
}

/** What the menus that Electron fills by role contain. */
export const roleMenus: Readonly<Record<string, readonly string[]>> = {
  appmenu: [
    'about',
    'separator',
    'services',
    'separator',
    'hide',
    'hideOthers',
    'unhide',
    'separator',
    'quit',
  ],
  filemenu: [process.platform === 'darwin' ? 'close' : 'quit'],
  editmenu: ['undo', 'redo', 'separator', 'cut', 'copy', 'paste', 'delete', 'separator', 'selectAll'],
  viewmenu: [
    'reload',
    'forceReload',
    'toggleDevTools',
    'separator',
    'resetZoom',
    'zoomIn',
    'zoomOut',
    'separator',
    'togglefullscreen',
  ],
  windowmenu: ['minimize', 'zoom', 'close'],
}
