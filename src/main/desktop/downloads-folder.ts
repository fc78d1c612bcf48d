import { homedir } from 'node:os'
import path from 'node:path'

/**
 * The system's folder for downloads, absolute. On Windows people move it to another drive or to OneDrive, and Electron throws as
 * long as that is not there (`app.getPath`; Motrix#2034): then it is the one that Windows itself begins with, and nobody is kept
 * from the app by it.
 *
 * @param getPath Electron's `app.getPath`
 */
export function downloadsFolder(getPath: (name: 'downloads') => string, home = homedir()): string {
  try {
    return getPath('downloads')
  } catch {
    return path.join(home, 'Downloads')
  }
}
