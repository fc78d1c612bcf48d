import type { LoginItemSettings, LoginItemSettingsOptions } from 'electron'

/** The part of Electron's `app` that opens it at login. */
export interface LoginItemPort {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  /** Its launcher unpacks it into a folder of the moment. */
  readonly isPortable: boolean
  /** Absolute. */
  readonly program: string
  /** Electron's `app.getLoginItemSettings`. */
  readonly ask: (
    options?: LoginItemSettingsOptions,
  ) => Pick<LoginItemSettings, 'openAtLogin' | 'executableWillLaunchAtLogin'>
  readonly set: (on: boolean) => void
}

/**
 * Opens the app when the user logs in, on the systems whose login items Electron knows (macOS and Windows). A program that
 * is not packaged never does so: it would be Electron itself that opens. Nor does the portable one, which is not to leave
 * anything on the computer.
 */
export class LoginItem {
  readonly #port: LoginItemPort

  constructor(port: LoginItemPort) {
    this.#port = port
  }

  get isSupported(): boolean {
    const { platform, isPackaged, isPortable } = this.#port
    return isPackaged && !isPortable && (platform === 'darwin' || platform === 'win32')
  }

  /** What the system will do: people change it in its own settings, too. Null where it cannot. */
  get isOn(): boolean | null {
    return this.isSupported ? this.#isOn() : null
  }

  /** Tells the system when that is a change. */
  apply(on: boolean): void {
    if (this.isSupported && this.#isOn() !== on) this.#port.set(on)
  }

  /**
   * On Windows it stays registered when it has been turned off in the Task Manager. Electron finds that out by the program's path,
   * and reads an unquoted one, its own default, up to the first space only: `…\Programs\CloudRoom`, which is not what it has
   * registered, or `C:\Program`, which many others have (electron/electron#53911).
   */
  #isOn(): boolean {
    const { platform, program, ask } = this.#port
    if (!ask().openAtLogin) return false
    return platform !== 'win32' || ask({ path: `"${program}"` }).executableWillLaunchAtLogin
  }
}
