import type { LoginItemSettings } from 'electron'

/** The part of Electron's `app` that opens it at login. */
export interface LoginItemPort {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  /** Its launcher unpacks it into a folder of the moment. */
  readonly isPortable: boolean
  readonly ask: () => Pick<LoginItemSettings, 'openAtLogin' | 'executableWillLaunchAtLogin'>
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

  /** On Windows it stays registered when it has been turned off in the Task Manager. */
  #isOn(): boolean {
    const { openAtLogin, executableWillLaunchAtLogin } = this.#port.ask()
    return openAtLogin && (this.#port.platform !== 'win32' || executableWillLaunchAtLogin)
  }
}
