/** The part of Electron's `app` that opens it at login. */
export interface LoginItemPort {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  readonly isOn: () => boolean
  readonly set: (on: boolean) => void
}

/**
 * Opens the app when the user logs in, on the systems whose login items Electron knows (macOS and Windows). A program that
 * is not packaged never does so: it would be Electron itself that opens.
 */
export class LoginItem {
  readonly #port: LoginItemPort

  constructor(port: LoginItemPort) {
    this.#port = port
  }

  get isSupported(): boolean {
    const { platform, isPackaged } = this.#port
    return isPackaged && (platform === 'darwin' || platform === 'win32')
  }

  /** What the system will do: people change it in its own settings, too. Null where it cannot. */
  get isOn(): boolean | null {
    return this.isSupported ? this.#port.isOn() : null
  }

  /** Tells the system when that is a change. */
  apply(on: boolean): void {
    if (this.isSupported && this.#port.isOn() !== on) this.#port.set(on)
  }
}
