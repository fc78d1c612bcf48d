import type { WebPreferences } from 'electron'

/**
 * What every page of ours runs with. All of it is said, also where it is Electron's default: a default may change, and
 * the table in docs/security.md points here.
 *
 * @param isPackaged people get no developer tools: whoever talks them into opening those talks them into pasting code
 */
export function pagePreferences(preload: string, isPackaged: boolean): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools: !isPackaged,
    spellcheck: false,
  }
}
