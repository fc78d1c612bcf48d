import { execFileSync, spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The first Debian with a Wine on which Node 24 runs (10.0). */
const suite = 'trixie'

const quiet: { stdio: StdioOptions } = { stdio: ['ignore', 'ignore', 'inherit'] }

/** A small Debian with Wine in a folder, entered by `chroot` with mounts that end with the process. */
export class WineSystem {
  private readonly root: string
  /** Drive C: of Windows. */
  readonly drive: string

  constructor(folder: string) {
    this.root = path.join(folder, 'root')
    this.drive = path.join(this.root, 'wine', 'drive_c')
  }

  /**
   * Makes what is missing of it, which takes a minute the first time.
   *
   * @throws {Error} elsewhere than on Debian or Ubuntu as root; the message says so
   */
  prepare(): void {
    if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
      throw new Error(
        'Windows programs are run by Wine in a Debian of its own, which only root on Debian can set up.',
      )
    if (!existsSync(this.drive)) this.install()
  }

  /** Runs a Windows program, its output into a file: Wine's programs cannot write into Linux' pipes. */
  start(
    command: readonly string[],
    workingFolder: string,
    output: string,
    env: NodeJS.ProcessEnv = {},
  ): ChildProcess {
    const file = openSync(output, 'w')
    return spawn('unshare', this.entering(['wine64', ...command], workingFolder), {
      stdio: ['ignore', file, file],
      env: { ...this.environment, ...env },
    })
  }

  /** Ends what still runs. */
  stop(): void {
    execFileSync('unshare', this.entering(['wineserver64', '--kill', '--wait'], '/'), {
      ...quiet,
      env: this.environment,
    })
  }

  private readonly environment = {
    PATH: '/usr/lib/wine:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    // How names of files become Linux'.
    LANG: 'C.UTF-8',
    WINEPREFIX: '/wine',
    WINEDEBUG: '-all',
    // No menu of a desktop, and neither .NET nor Internet Explorer, which it would ask for.
    WINEDLLOVERRIDES: 'winemenubuilder.exe=d;mscoree=d;mshtml=d',
  }

  private entering(command: readonly string[], workingFolder: string): string[] {
    const script = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"'
    const inside = ['sh', '-c', 'cd "$0" && exec "$@"', workingFolder, ...command]
    return ['--mount', 'sh', '-c', script, this.root, ...inside]
  }

  private install(): void {
    console.log('Setting up Wine…')
    const apt = { ...quiet, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    if (!existsSync('/usr/sbin/debootstrap'))
      execFileSync('apt-get', ['install', '-y', '-qq', 'debootstrap'], apt)
    const [mirror = ''] = execFileSync(
      'apt-get',
      ['indextargets', '--format', '$(REPO_URI)', 'Identifier: Packages'],
      {
        encoding: 'utf8',
      },
    ).split('\n')
    mkdirSync(this.root, { recursive: true })
    execFileSync('debootstrap', ['--variant=minbase', suite, this.root, mirror], quiet)
    writeFileSync(path.join(this.root, 'etc', 'hosts'), '127.0.0.1 localhost\n::1 localhost\n')
    const script = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends wine wine64'
    execFileSync('unshare', this.entering(['sh', '-c', script], '/'), apt)
    execFileSync('unshare', this.entering(['wine64', 'wineboot', '--init'], '/'), {
      ...quiet,
      env: this.environment,
    })
  }
}
