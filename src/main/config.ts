import path from 'node:path'

/** Everything that comes from outside at start: argv and environment, read once, here. */
export interface AppConfig {
  /** `--user-data-dir=DIR`, absolute; null = the system's place. */
  readonly userDataDir: string | null
  /** `--server=URL`, as it was given: start value of the sign-in form. */
  readonly serverUrl: string | null
  /** `--demo`: run on the embedded emulator. */
  readonly isDemo: boolean
  /** Name under which the keychain files our secrets. */
  readonly keychainService: string
  /** Dev server of electron-vite, never in a package. */
  readonly rendererDevUrl: string | null
  /** Started by the portable executable's launcher, which names itself in PORTABLE_EXECUTABLE_FILE (electron-builder). */
  readonly isPortable: boolean
}

const defaultKeychainService = 'CloudRoom Drive'

/**
 * @param argv the process's arguments; unknown ones belong to Chromium and are ignored
 * @param env CLOUDROOM_KEYCHAIN_SERVICE (tests keep out of a developer's own entries) and
 *   ELECTRON_RENDERER_URL count only when the app is not packaged
 */
export function parseConfig(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  isPackaged: boolean,
): AppConfig {
  const userDataDir = valueOf(argv, '--user-data-dir')
  const development = isPackaged ? {} : env
  return {
    userDataDir: userDataDir === null ? null : path.resolve(userDataDir),
    serverUrl: valueOf(argv, '--server'),
    isDemo: !isPackaged && argv.includes('--demo'),
    keychainService: development['CLOUDROOM_KEYCHAIN_SERVICE'] ?? defaultKeychainService,
    rendererDevUrl: development['ELECTRON_RENDERER_URL'] ?? null,
    isPortable: env['PORTABLE_EXECUTABLE_FILE'] !== undefined,
  }
}

function valueOf(argv: readonly string[], name: string): string | null {
  const argument = argv.find((item) => item.startsWith(`${name}=`))
  const value = argument?.slice(name.length + 1) ?? ''
  return value === '' ? null : value
}
