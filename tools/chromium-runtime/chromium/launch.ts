import { CdpConnection } from '../cdp/connection.ts'
import type { RuntimeOptions } from '../options.ts'
import { startBrowserElsewhere } from './browser-elsewhere.ts'
import { startBrowser } from './browser-process.ts'
import { findChromium } from './find.ts'
import { createProfile, removeProfile } from './profile.ts'

export interface Chromium {
  readonly connection: CdpConnection
  readonly executable: string
  readonly profile: string
  /** Chromium's version, such as `156.0.8078.79`. */
  readonly version: string
  /** Port of the DevTools server, when one was asked for. */
  readonly debuggingPort: number | null
  readonly exited: Promise<number | null>
  /** Asks Chromium to end, insists after a while, and removes the profile. */
  close(): Promise<void>
}

/** Chromium behaves as the window system of one app here: no services of its own, no first-run pages, no tabs. */
const commonFlags = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-search-engine-choice-screen',
  '--disable-field-trial-config',
  // The last one as Electron does (its `feature_list.cc`): a process kept for a page that never comes.
  '--disable-features=Translate,MediaRouter,OptimizationHints,InterestFeedContentSuggestions,AutofillServerCommunication,DialMediaRouteProvider,PaintHolding,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,SpareRendererForSitePerProcess',
  // Electron throttles hidden windows too, but here several windows of several apps share a test machine's screen.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  // What Electron's pages may unless their webPreferences say otherwise (`autoplayPolicy`).
  '--autoplay-policy=no-user-gesture-required',
  // On macOS an app stays without windows, and can open another one.
  '--keep-alive-for-test',
  // The app keeps its secrets in the OS keychain itself; Chromium must not prompt for a keyring of its own.
  '--password-store=basic',
  '--use-mock-keychain',
]

/** Chromium's own sandbox refuses to start for root, which is what containers and build machines run as. */
const sandboxFlags = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

const modeFlags = (options: RuntimeOptions): string[] =>
  options.headless ? ['--headless=new', '--mute-audio'] : []

const flags = (options: RuntimeOptions, profile: string, switches: readonly string[]): string[] => [
  `--user-data-dir=${profile}`,
  '--remote-debugging-pipe',
  ...(options.debuggingPort === null ? [] : [`--remote-debugging-port=${options.debuggingPort}`]),
  ...(options.locale === null ? [] : [`--lang=${options.locale}`, `--accept-lang=${options.locale}`]),
  ...commonFlags,
  ...sandboxFlags(),
  ...modeFlags(options),
  ...switches,
]

const closeTimeoutMs = 3_000

/**
 * Starts Chromium without a window.
 * @throws {Error} when no browser is installed or it ends before it answers, or one of another process is to show windows.
 */
export const launchChromium = async (
  options: RuntimeOptions,
  switches: readonly string[],
): Promise<Chromium> => {
  const elsewhere = process.env['CHROMIUM_SOCKET']
  if (elsewhere !== undefined && !options.headless)
    throw new Error('A Chromium that another process starts has no windows: add --headless.')
  const executable = elsewhere ?? findChromium(options.headless)
  const profile = createProfile()
  const args = flags(options, profile, switches)
  const browser =
    elsewhere === undefined ? startBrowser(executable, args) : await startBrowserElsewhere(elsewhere, args)
  const connection = new CdpConnection(browser.answers, browser.commands)
  const { product } = await connection.browser.send('Browser.getVersion').catch((error: unknown) => {
    removeProfile(profile)
    throw new Error(`${executable} ended before it was ready. CHROMIUM_RUNTIME_VERBOSE=1 shows its output.`, {
      cause: error,
    })
  })
  const close = async (): Promise<void> => {
    await connection.browser.send('Browser.close').catch(() => undefined)
    const killer = setTimeout(() => browser.kill(), closeTimeoutMs)
    await browser.exited
    clearTimeout(killer)
    removeProfile(profile)
  }
  return {
    connection,
    executable,
    profile,
    version: product.replace(/^[^/]*\//u, ''),
    debuggingPort: await browser.debuggingPort,
    exited: browser.exited,
    close,
  }
}
