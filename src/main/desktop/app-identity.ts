/** The part of Electron's `app` that tells the system which app this is. */
export interface IdentityPort {
  readonly isPackaged: boolean
  setAppUserModelId(id: string): void
  setToastActivatorCLSID(id: string): void
}

/** The appId of electron-builder.yml, whose installer writes it into the shortcuts of the start menu. */
export const appUserModelId = 'com.cloudroom.drive'
/** Of this app alone, and the same in each run; without it Electron makes one up each time (app.setToastActivatorCLSID). */
const toastActivator = '{C2635DD9-6FCA-4998-BB94-F605B0A9D800}'

/**
 * Tells Windows that the process is what its shortcut names. Without that it is another app to the taskbar, to the jump list
 * and to notifications. A program that is not packaged has no shortcut. To be called before anything is shown.
 */
export function identify(app: IdentityPort, platform: NodeJS.Platform): void {
  if (platform !== 'win32' || !app.isPackaged) return
  app.setAppUserModelId(appUserModelId)
  app.setToastActivatorCLSID(toastActivator)
}
