import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { endWithin } from './child-process.ts'

/** `locked`: a keyring exists, but it is locked and nobody can be asked for its password. */
export type KeyringState = 'unlocked' | 'locked' | 'absent'

export interface Keyring {
  /** For the app: where its keychain is. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

const stopTimeoutMs = 5_000

/** No bus at this address: libsecret fails at once instead of looking for the user's own bus. */
const noBus = 'unix:path=/nonexistent/cloudroom-e2e-bus'

const folders = async (root: string): Promise<Record<string, string>> => {
  const named = {
    HOME: path.join(root, 'home'),
    XDG_DATA_HOME: path.join(root, 'data'),
    XDG_CONFIG_HOME: path.join(root, 'config'),
    XDG_CACHE_HOME: path.join(root, 'cache'),
    XDG_RUNTIME_DIR: path.join(root, 'runtime'),
  }
  for (const folder of Object.values(named)) await mkdir(folder, { recursive: true })
  await chmod(named.XDG_RUNTIME_DIR, 0o700)
  return named
}

const startBus = async (env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; address: string }> => {
  const child = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines = createInterface({ input: child.stdout })
  const [address] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('dbus-daemon ended at once'))),
  ])) as [string]
  return { child, address }
}

/** Resolves when the daemon owns its name on the bus: it prints its environment then. */
const startDaemon = async (env: NodeJS.ProcessEnv, password: string | null): Promise<ChildProcess> => {
  const unlock = password === null ? [] : ['--unlock']
  const child = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...unlock], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.stdin.end(password ?? '')
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('gnome-keyring-daemon ended at once'))),
  ])
  return child
}

const createPassword = 'cloudroom-e2e'

/** Prompts go to a program that is not there, so that asking for the password fails instead of waiting. */
const withoutPrompter = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  DISPLAY: '',
  WAYLAND_DISPLAY: '',
})

/**
 * A keychain of its own for one test, on Linux: a private session bus with gnome-keyring, in a temporary folder.
 * Elsewhere the system's own keychain is used, under a service name of this run.
 */
export const startKeyring = async (state: KeyringState): Promise<Keyring> => {
  const service = { CLOUDROOM_KEYCHAIN_SERVICE: `CloudRoom Drive e2e ${process.pid}` }
  if (process.platform !== 'linux') return { env: service, stop: () => Promise.resolve() }
  const root = await mkdtemp(path.join(tmpdir(), 'cloudroom-keyring-'))
  const own = await folders(root)
  const children: ChildProcess[] = []
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) {
      child.kill('SIGTERM')
      await endWithin(child, stopTimeoutMs)
    }
    await rm(root, { recursive: true, force: true, maxRetries: 5 })
  }
  if (state === 'absent') return { env: { ...service, ...own, DBUS_SESSION_BUS_ADDRESS: noBus }, stop }
  try {
    const inherited = withoutPrompter({ ...process.env, ...own })
    const bus = await startBus(inherited)
    children.push(bus.child)
    const env = { ...inherited, DBUS_SESSION_BUS_ADDRESS: bus.address }
    // An empty password leaves no keyring behind.
    const daemon = await startDaemon(env, createPassword)
    if (state === 'locked') {
      daemon.kill('SIGTERM')
      await endWithin(daemon, stopTimeoutMs)
      children.push(await startDaemon(env, null))
    } else children.push(daemon)
    return { env: { ...service, ...own, DBUS_SESSION_BUS_ADDRESS: bus.address }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
