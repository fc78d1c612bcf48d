import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { endWithin } from './child-process.ts'

/** `locked`: a keyring exists, but it is locked and nobody can be asked for its password. */
export type KeyringState = 'unlocked' | 'locked' | 'absent'

export interface Keyring {
  /** A home folder of this test's own; the app's, too, where the system lets programs have one (Linux). */
  readonly home: string
  /** For the app: where its keychain is. */
  readonly env: Readonly<Record<string, string>>
  /** On Linux: it answers nothing, or again what it was asked. */
  holdStill(isStill: boolean): void
  stop(): Promise<void>
}

const stopTimeoutMs = 5_000

/** No bus at this address: libsecret fails at once instead of looking for the user's own bus. */
const noBus = 'unix:path=/nonexistent/cloudroom-e2e-bus'

const folders = async (root: string) => {
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

const run = promisify(execFile)

const ask = async (env: NodeJS.ProcessEnv, ...call: string[]): Promise<string> => {
  const { stdout } = await run('dbus-send', ['--session', '--print-reply', ...call], { env }).catch(() => ({
    stdout: '',
  }))
  return stdout
}

/** On the bus, and with a keyring: the daemon itself prints nothing when it is ready. */
const isReady = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
  const name = 'org.freedesktop.secrets'
  const owner = await ask(
    env,
    '--dest=org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${name}`,
  )
  // Asked of an absent service, the next call would make the bus start another daemon.
  if (!owner.includes('true')) return false
  const alias = 'org.freedesktop.Secret.Service.ReadAlias'
  const keyring = await ask(env, `--dest=${name}`, '/org/freedesktop/secrets', alias, 'string:default')
  return keyring.includes('collection')
}

const readyTimeoutMs = 15_000
const pollMs = 30

/** @throws {Error} when the daemon ends, or has no keyring in time; it is stopped then. */
const startDaemon = async (
  env: NodeJS.ProcessEnv,
  unlockWith: string | null,
  children: ChildProcess[],
): Promise<ChildProcess> => {
  const unlock = unlockWith === null ? [] : ['--unlock']
  const child = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...unlock], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  children.push(child)
  child.stdin.end(unlockWith ?? '')
  const deadline = Date.now() + readyTimeoutMs
  while (!(await isReady(env))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await terminate(child)
      throw new Error('gnome-keyring-daemon did not become ready')
    }
    await setTimeout(pollMs)
  }
  return child
}

const terminate = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGTERM')
  await endWithin(child, stopTimeoutMs)
}

const unsupported = (): never => {
  throw new Error('This keychain cannot be held')
}

/** An empty password would leave no keyring behind. */
const password = 'cloudroom-e2e'

/** Prompts go to a program that is not there, so that asking for the password fails instead of waiting. */
const withoutPrompter = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  DISPLAY: '',
  WAYLAND_DISPLAY: '',
})

/** What a test has put into the keychain of whoever runs it. */
const forgetAll = async (service: string): Promise<void> => {
  const { default: keytar } = await import('keytar')
  for (const { account } of await keytar.findCredentials(service))
    await keytar.deletePassword(service, account)
}

/**
 * A keychain of its own for one test, on Linux: a private session bus with gnome-keyring, in a temporary folder.
 * Elsewhere the system's own keychain is used, under a service name of this run: only `unlocked` is to be had.
 */
export const startKeyring = async (state: KeyringState): Promise<Keyring> => {
  const service = { CLOUDROOM_KEYCHAIN_SERVICE: `CloudRoom Drive e2e ${process.pid}` }
  const root = await mkdtemp(path.join(tmpdir(), 'cloudroom-keyring-'))
  if (process.platform !== 'linux') {
    if (state !== 'unlocked') throw new Error(`No keychain that is ${state} can be had here`)
    const remove = async (): Promise<void> => {
      await forgetAll(service.CLOUDROOM_KEYCHAIN_SERVICE)
      await rm(root, { recursive: true, force: true, maxRetries: 5 })
    }
    return { home: root, env: service, holdStill: unsupported, stop: remove }
  }
  const own = await folders(root)
  const children: ChildProcess[] = []
  // A test that runs into its time limit ends its worker without any clean-up.
  const killAll = (): void => children.forEach((child) => child.kill('SIGKILL'))
  process.once('exit', killAll)
  const stop = async (): Promise<void> => {
    process.off('exit', killAll)
    for (const child of children.toReversed()) {
      child.kill('SIGCONT')
      await terminate(child)
    }
    await rm(root, { recursive: true, force: true, maxRetries: 5 })
  }
  const home = own.HOME
  if (state === 'absent') {
    const env = { ...service, ...own, DBUS_SESSION_BUS_ADDRESS: noBus }
    return { home, env, holdStill: unsupported, stop }
  }
  try {
    const inherited = withoutPrompter({ ...process.env, ...own })
    const bus = await startBus(inherited)
    children.push(bus.child)
    const env = { ...inherited, DBUS_SESSION_BUS_ADDRESS: bus.address }
    const daemon = await startDaemon(env, password, children)
    if (state === 'locked') {
      await terminate(daemon)
      await startDaemon(env, null, children)
    }
    const holdStill = (isStill: boolean): void => void children.at(-1)?.kill(isStill ? 'SIGSTOP' : 'SIGCONT')
    return { home, env: { ...service, ...own, DBUS_SESSION_BUS_ADDRESS: bus.address }, holdStill, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
