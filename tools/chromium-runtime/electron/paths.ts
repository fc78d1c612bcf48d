import { existsSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

const environment = (name: string, fallback: string): string => {
  const value = process.env[name]
  return value === undefined || value === '' ? fallback : value
}

const appData = (): string => {
  if (process.platform === 'win32') return environment('APPDATA', join(homedir(), 'AppData', 'Roaming'))
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return environment('XDG_CONFIG_HOME', join(homedir(), '.config'))
}

/** Folders such as "Downloads" may have another name or place: freedesktop.org's user-dirs.dirs says so on Linux. */
const userFolder = (xdgName: string, usual: string): string => {
  const fallback = join(homedir(), usual)
  if (process.platform === 'win32' || process.platform === 'darwin') return fallback
  const file = join(environment('XDG_CONFIG_HOME', join(homedir(), '.config')), 'user-dirs.dirs')
  if (!existsSync(file)) return fallback
  const line = new RegExp(`^XDG_${xdgName}_DIR="(.+)"$`, 'mu').exec(readFileSync(file, 'utf8'))
  return line?.[1]?.replace(/^\$HOME/u, homedir()) ?? fallback
}

/** Electron's app.getPath: what Chromium and Electron use for an app of this name. */
export const defaultPath = (name: string, appName: string, userData: string, executable: string): string => {
  switch (name) {
    case 'home':
      return homedir()
    case 'appData':
      return appData()
    case 'userData':
      return join(appData(), appName)
    case 'sessionData':
      return userData
    case 'crashDumps':
      return join(userData, 'Crashpad')
    case 'logs':
      return process.platform === 'darwin'
        ? join(homedir(), 'Library', 'Logs', appName)
        : join(userData, 'logs')
    case 'temp':
      return tmpdir()
    case 'exe':
    case 'module':
      return executable
    case 'desktop':
      return userFolder('DESKTOP', 'Desktop')
    case 'documents':
      return userFolder('DOCUMENTS', 'Documents')
    case 'downloads':
      return userFolder('DOWNLOAD', 'Downloads')
    case 'music':
      return userFolder('MUSIC', 'Music')
    case 'pictures':
      return userFolder('PICTURES', 'Pictures')
    case 'videos':
      return userFolder('VIDEOS', process.platform === 'darwin' ? 'Movies' : 'Videos')
    default:
      throw new Error(`Failed to get '${name}' path`)
  }
}
