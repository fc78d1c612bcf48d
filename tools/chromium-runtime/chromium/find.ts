import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']

const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)

const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
]

const windowsRoots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const candidates = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] => {
  if (platform === 'darwin') return macApps
  if (platform === 'win32') {
    return windowsRoots
      .map((name) => env[name])
      .filter((root) => root !== undefined)
      .flatMap((root) => windowsPrograms.map((parts) => join(root, ...parts)))
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return onPath.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** Where Debian puts the browser without Chrome around it. */
const headlessShell = '/usr/lib/chromium/chromium-headless-shell'

/**
 * The browser to run on: `CHROMIUM_PATH`, or the first Chromium, Chrome or Edge in its usual place.
 * @param isHeadless no window is wanted: Chromium's headless shell is taken where there is one. Like Electron it has nothing of
 *   Chrome around its pages, and starts in half the time.
 * @throws {Error} when there is none; the message says what to do.
 */
export const findChromium = (isHeadless = false, platform = process.platform, env = process.env): string => {
  const asked = env['CHROMIUM_PATH']
  if (asked !== undefined && asked !== '') {
    if (isExecutable(asked)) return asked
    throw new Error(`CHROMIUM_PATH=${asked} is not an executable file.`)
  }
  if (isHeadless && isExecutable(headlessShell)) return headlessShell
  const found = candidates(platform, env).find(isExecutable)
  if (found !== undefined) return found
  throw new Error('No Chromium, Chrome or Edge found. Install one, or set CHROMIUM_PATH to its executable.')
}
