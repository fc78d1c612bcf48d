import { launchChromium, type Chromium } from '../chromium/launch.ts'
import { LoopbackAddresses } from '../loopback/addresses.ts'
import { LoopbackServer } from '../loopback/server.ts'
import { parseOptions } from '../options.ts'
import { Recorder } from '../recorder.ts'

/**
 * What the parts of the stand-in share. Electron's modules are singletons of the process, so this is one too; it
 * is made when cli.ts imports it, before the app's main script runs.
 */
export const options = parseOptions(process.argv.slice(2))
export const recorder = new Recorder()
export const addresses = new LoopbackAddresses()
export const loopback = new LoopbackServer(addresses)

/** Switches that the app appended before it was ready. */
export const switches = new Map<string, string>()

let launched: Promise<Chromium> | null = null

/** Starts Chromium, and the loopback server beside it, on the first call. */
export const startChromium = (): Promise<Chromium> => {
  launched ??= (async () => {
    const extra = [...switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`))
    const listening = loopback.listen()
    listening.catch(() => undefined)
    const browser = await launchChromium(options, extra)
    await listening.catch(async (error: unknown) => {
      await browser.close()
      throw error
    })
    return browser
  })()
  return launched
}

export const startedChromium = (): boolean => launched !== null

/** @throws {Error} before the app is ready, as Electron does. */
export const chromium = (): Promise<Chromium> => {
  if (launched === null) throw new Error('Cannot create BrowserWindow before app is ready')
  return launched
}

export const closeChromium = async (): Promise<void> => {
  loopback.close()
  const running = await launched?.catch(() => null)
  await running?.close()
}

/** What Electron adds to Node's own `process.versions`, in main and preload. */
export const electronVersions: Record<string, string> = {}
