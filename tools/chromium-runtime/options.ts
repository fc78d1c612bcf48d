import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export interface RuntimeOptions {
  /** Folder with the app's package.json. */
  readonly appPath: string
  readonly entry: string
  readonly name: string
  readonly version: string
  readonly headless: boolean
  /** 0 lets Chromium choose. */
  readonly debuggingPort: number | null
  readonly userDataDir: string | null
  readonly locale: string | null
  /** What the desktop's own colour scheme is taken to be; null leaves it to Chromium. */
  readonly colorScheme: 'light' | 'dark' | null
  /** What the app sees after its path in process.argv. */
  readonly appArguments: readonly string[]
}

interface Manifest {
  readonly main?: string
  readonly name?: string
  readonly productName?: string
  readonly version?: string
}

export const flagValue = (args: readonly string[], name: string): string | null =>
  args.findLast((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? null

const colorScheme = (value: string | null): 'light' | 'dark' | null =>
  value === 'light' || value === 'dark' ? value : null

const portNumber = (value: string | null): number | null => {
  if (value === null) return null
  const port = Number(value)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`--remote-debugging-port=${value} is not a port.`)
}

/** As `electron <path>`: the path is the app's folder, or its main script. */
const locateApp = (path: string): { appPath: string; entry: string; manifest: Manifest } => {
  const isFolder = statSync(path).isDirectory()
  const appPath = isFolder ? path : dirname(path)
  const manifest = readManifest(appPath)
  const entry = isFolder ? join(appPath, manifest.main ?? 'index.js') : path
  return { appPath, entry, manifest }
}

const readManifest = (folder: string): Manifest => {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

/**
 * `chromium-runtime <app> [--headless] [--remote-debugging-port=N] [--user-data-dir=DIR] [--lang=zh-CN]
 * [--color-scheme=dark] [arguments of the app]`. As with Electron, the app sees every argument.
 */
export const parseOptions = (args: readonly string[]): RuntimeOptions => {
  const [path, ...appArguments] = args
  if (path === undefined) throw new Error('usage: chromium-runtime <app folder or main script> [arguments]')
  const { appPath, entry, manifest } = locateApp(resolve(path))
  const userDataDir = flagValue(appArguments, 'user-data-dir')
  return {
    appPath,
    entry,
    name: manifest.productName ?? manifest.name ?? 'Electron',
    version: manifest.version ?? '0.0.0',
    headless: appArguments.includes('--headless'),
    debuggingPort: portNumber(flagValue(appArguments, 'remote-debugging-port')),
    userDataDir: userDataDir === null ? null : resolve(userDataDir),
    locale: flagValue(appArguments, 'lang'),
    colorScheme: colorScheme(flagValue(appArguments, 'color-scheme')),
    appArguments,
  }
}
