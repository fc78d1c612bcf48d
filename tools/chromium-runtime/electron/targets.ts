import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { CdpSession } from '../cdp/connection.ts'
import type { Chromium } from '../chromium/launch.ts'
import { chromium, options } from './state.ts'

export interface Target {
  readonly id: string
  readonly session: CdpSession
}

export interface TargetOptions {
  readonly width: number
  readonly height: number
}

const startPage = 'data:text/html,<title></title><!--cloudroom-'

/** The empty page that a window shows before the app loads one; the app never hears of it. */
export const isStartPage = (url: string): boolean =>
  url === '' || url === 'about:blank' || url.startsWith(startPage)

const opening = new Set<Promise<string>>()
const opened = new Set<string>()

/** Ids of all pages that were opened here, including those whose id is still on its way. */
export const targetsOpened = async (): Promise<ReadonlySet<string>> => {
  await Promise.allSettled(opening)
  return opened
}

/** Opens the blank page of a new window and attaches to it. */
export const openTarget = async (size: TargetOptions): Promise<Target> => {
  const browser = await chromium()
  const pending = (options.headless ? openHeadless : openAppWindow)(browser, size).then((created) => {
    opened.add(created)
    return created
  })
  opening.add(pending)
  const id = await pending.finally(() => opening.delete(pending))
  const { sessionId } = await browser.connection.browser.send('Target.attachToTarget', {
    targetId: id,
    flatten: true,
  })
  return { id, session: browser.connection.session(sessionId) }
}

const openHeadless = async (browser: Chromium, { width, height }: TargetOptions): Promise<string> => {
  const { targetId } = await browser.connection.browser.send('Target.createTarget', {
    url: 'about:blank',
    width,
    height,
    newWindow: true,
  })
  return targetId
}

const openTimeoutMs = 15_000

/**
 * DevTools opens windows with tabs and an address bar only. `--app=` gives a bare window; given to a second
 * process on the same profile, it reaches the running Chromium. The window is recognised by its first address.
 */
const openAppWindow = async (browser: Chromium, { width, height }: TargetOptions): Promise<string> => {
  const url = `${startPage}${randomBytes(8).toString('hex')}-->`
  const { browser: session } = browser.connection
  const found = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Chromium did not open a window.')), openTimeoutMs)
    const look = ({ targetInfo }: { targetInfo: { url: string; targetId: string } }): void => {
      if (targetInfo.url !== url) return
      clearTimeout(timer)
      resolve(targetInfo.targetId)
    }
    session.on('Target.targetCreated', look).on('Target.targetInfoChanged', look)
  })
  await session.send('Target.setDiscoverTargets', { discover: true })
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [`--user-data-dir=${browser.profile}`, `--app=${url}`, `--window-size=${width},${height}`]
  spawn(browser.executable, [...sandbox, ...args], { stdio: 'ignore' }).on('error', () => undefined)
  return found
}
