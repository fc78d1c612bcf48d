import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { electronVersions, options } from './electron/state.ts'

const define = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true })
}

/** The version of the Electron package that the app is built for; the real one also says 'electron' here. */
const electronVersion = (): string => {
  try {
    const manifest = readFileSync(
      new URL('../../node_modules/electron/package.json', import.meta.url),
      'utf8',
    )
    return (JSON.parse(manifest) as { version: string }).version
  } catch {
    return '0.0.0'
  }
}

/** What Electron adds to `process`, and `process.argv` as `electron <app> <arguments>` has it. */
export const installProcessGlobals = (): void => {
  electronVersions['electron'] = electronVersion()
  electronVersions['chrome'] = ''
  define(
    process,
    'versions',
    new Proxy(process.versions, {
      get: (versions, name) => electronVersions[String(name)] ?? (Reflect.get(versions, name) as unknown),
    }),
  )
  define(process, 'type', 'browser')
  define(process, 'defaultApp', true)
  define(process, 'resourcesPath', join(options.appPath, 'resources'))
  process.argv = [process.execPath, options.appPath, ...options.appArguments]
}
