import { EventEmitter } from 'node:events'
import { flagValue } from '../options.ts'
import { strict } from '../strict.ts'
import { applyPermissions } from './permissions.ts'
import { protocol } from './protocol.ts'
import { proxyFor } from './proxy-switches.ts'
import { chromium, options } from './state.ts'
import { windows } from './windows.ts'

type RequestHandler = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void
type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean

class RuntimeSession extends EventEmitter {
  readonly protocol = protocol
  readonly storagePath = null
  private requestHandler: RequestHandler | null = null
  private checkHandler: CheckHandler | null = null
  private isApplying = false

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.requestHandler = handler
    this.applyPermissions()
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.checkHandler = handler
    this.applyPermissions()
  }

  /**
   * What the switches say, and nothing of the system. Chromium itself serves only its own loopback page here; the app's requests
   * go out from Node.
   */
  resolveProxy(url: string): Promise<string> {
    const valueOf = (name: string): string => flagValue(options.appArguments, name) ?? ''
    return Promise.resolve(proxyFor(url, valueOf('proxy-server'), valueOf('proxy-bypass-list')))
  }

  setSpellCheckerEnabled(): void {
    return undefined
  }

  isPersistent(): boolean {
    return false
  }

  getUserAgent(): string {
    return `Chrome (${options.name})`
  }

  async clearStorageData(): Promise<void> {
    for (const window of windows.all) {
      window.webContents.command(async (cdp) => {
        const { result } = await cdp.send('Runtime.evaluate', { expression: 'location.origin' })
        await cdp.send('Storage.clearDataForOrigin', { origin: String(result.value), storageTypes: 'all' })
      })
    }
    const { connection } = await chromium()
    await connection.browser.send('Storage.clearCookies', {})
  }

  /** Once for all handlers that are set in a turn. */
  private applyPermissions(): void {
    if (this.isApplying) return
    this.isApplying = true
    queueMicrotask(() => {
      this.isApplying = false
      applyPermissions((permission) => this.decide(permission)).catch((error: unknown) =>
        console.error('chromium-runtime: permissions were not applied:', error),
      )
    })
  }

  /** Electron grants what no handler denies. */
  private decide(permission: string): boolean {
    const contents = windows.all[0]?.webContents ?? null
    if (this.checkHandler?.(contents, permission, '', { isMainFrame: true }) === false) return false
    let granted = true
    this.requestHandler?.(contents, permission, (answer) => (granted = answer), { isMainFrame: true })
    return granted
  }
}

export const defaultSession = strict('session', new RuntimeSession())
export const session = strict('session', { defaultSession })
