/**
 * Makes a fresh clone runnable: npm packages always, system packages on Debian/Ubuntu as root. Runs on any
 * Node ≥ 20 before node_modules exists, so it may import nothing but Node's own modules.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = path.resolve(fileURLToPath(import.meta.url), '../../..')

const stampFile = path.join(projectRoot, 'node_modules', '.installed-lock-sha256')

/** Debian packages that the Chromium runtime, its fonts, and the keychain tests need. */
const debianPackages = [
  { name: 'chromium', provides: ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'] },
  { name: 'xvfb', provides: ['/usr/bin/Xvfb'] },
  { name: 'xauth', provides: ['/usr/bin/xauth'] },
  { name: 'dbus', provides: ['/usr/bin/dbus-daemon'] },
  { name: 'gnome-keyring', provides: ['/usr/bin/gnome-keyring-daemon'] },
  { name: 'libsecret-1-0', provides: ['/usr/lib/*/libsecret-1.so.0'] },
  { name: 'fonts-noto-cjk', provides: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'] },
]

/** What the tests are faster with, and run without. */
const optionalDebianPackages = [
  { name: 'chromium-headless-shell', provides: ['/usr/lib/chromium/chromium-headless-shell'] },
]

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: 'inherit', cwd: projectRoot, ...options })
  if (result.error) throw result.error
  if (result.status !== 0)
    throw new Error(`\`${command} ${args.join(' ')}\` ended with ${result.status ?? result.signal}`)
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(projectRoot, 'package-lock.json')))
    .digest('hex')
}

function npmPackagesAreCurrent() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash()
}

/** `npm` as the shell would start it; on Windows it is a .cmd file, which needs a shell. */
function npm(args) {
  run('npm', args, { shell: process.platform === 'win32' })
}

function isPresent(candidate) {
  if (!candidate.includes('*')) return existsSync(candidate)
  return spawnSync('sh', ['-c', `ls ${candidate}`], { stdio: 'ignore' }).status === 0
}

function missingOf(packages) {
  return packages.filter((item) => !item.provides.some(isPresent)).map((item) => item.name)
}

/** Only where nobody need be asked: as root, and where the distribution has them. */
function installOptionalPackages() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', [...args, '-qq'], { stdio: 'ignore', env }).status === 0
  for (const name of missingOf(optionalDebianPackages)) {
    const install = ['install', '-y', '--no-install-recommends', name]
    if (apt(...install) || (apt('update') && apt(...install))) continue
    console.log(`${name} is not to be had; the tests take longer without it.`)
  }
}

function ensureSystemPackages() {
  if (process.platform !== 'linux') return
  const missing = missingOf(debianPackages)
  if (missing.length === 0) return
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (!existsSync('/usr/bin/apt-get')) {
    console.error(`Missing system packages; install your distribution's equivalents of: ${missing.join(' ')}`)
    process.exit(1)
  }
  if (process.getuid?.() !== 0) {
    console.error(`Missing system packages. Run this, then try again:\n  sudo ${install}`)
    process.exit(1)
  }
  console.log(`Installing system packages: ${missing.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-qq'], { env })
  run('sh', ['-c', `${install} -qq >/dev/null`], { env })
}

function ensureNpmPackages() {
  if (npmPackagesAreCurrent()) return
  console.log('Installing npm packages…')
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(stampFile, lockHash())
}

/** The Node 24 that came with `npm ci`: the major that Electron 45 embeds. */
export function nodePath() {
  const windows = process.platform === 'win32'
  return path.join(projectRoot, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
}

/** Environment for children: the project's own Node and tools come first on PATH. */
export function childEnvironment(extra = {}) {
  const bin = path.join(projectRoot, 'node_modules', '.bin')
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`, ...extra }
}

/**
 * Installs whatever is missing. Ends the process with one clear instruction where it cannot.
 * @param {{ systemPackages: boolean, isForTests?: boolean }} options systemPackages: also what the Chromium runtime and the
 *   keychain need; isForTests: also what the tests are faster with
 */
export async function ensureDependencies({ systemPackages, isForTests = false }) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`CloudRoom Drive needs Node 20.19 or newer; this is ${process.version}.`)
    process.exit(1)
  }
  if (systemPackages) ensureSystemPackages()
  if (isForTests) installOptionalPackages()
  ensureNpmPackages()
}
