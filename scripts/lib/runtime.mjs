/**
 * Chooses what runs the built app: Electron when its binary is there or can be fetched, otherwise the Chromium
 * runtime of tools/chromium-runtime.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { childEnvironment, nodePath, projectRoot } from './bootstrap.mjs'

const electronFolder = path.join(projectRoot, 'node_modules', 'electron')

/** A download that has brought nothing in this time is given up. */
const firstByteTimeoutMs = 10_000
/** Once bytes have arrived: between two of them, and for the checksum before unpacking. */
const stallTimeoutMs = 120_000
const pollMs = 250

/** Electron's executable, or null when the npm package came without it. */
export function electronBinary() {
  const pathFile = path.join(electronFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(electronFolder, 'dist')
  const binary = path.join(folder, readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}

function isChromiumChosen() {
  return process.env.CLOUDROOM_RUNTIME === 'chromium'
}

function killTree(child) {
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'])
    else process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    // It has just ended by itself.
    if (error.code !== 'ESRCH') throw error
  }
}

function bytesIn(folder) {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0)
}

/** Calls `giveUp` when the bytes in `folders` have not changed for too long; answers how to stop watching. */
function watchProgress(folders, giveUp) {
  const count = () => folders.map(bytesIn).reduce((sum, bytes) => sum + bytes, 0)
  let bytes = count()
  let changedAt = Date.now()
  let timeoutMs = firstByteTimeoutMs
  const timer = setInterval(() => {
    const now = count()
    if (now !== bytes) {
      bytes = now
      changedAt = Date.now()
      timeoutMs = stallTimeoutMs
    }
    if (Date.now() - changedAt > timeoutMs) giveUp()
  }, pollMs)
  return () => clearInterval(timer)
}

/**
 * Runs Electron's own install script, which honours the user's mirror and proxy settings. It reports nothing, so
 * its progress is read off the folders that it downloads and unpacks into.
 */
async function fetchElectron() {
  console.log('Fetching Electron…')
  const folder = mkdtempSync(path.join(tmpdir(), 'cloudroom-electron-'))
  const child = spawn(nodePath(), [path.join(electronFolder, 'install.js')], {
    stdio: 'ignore',
    env: childEnvironment({ TMPDIR: folder, TEMP: folder, TMP: folder, NODE_USE_ENV_PROXY: '1' }),
    // A process group of its own, so that it can be stopped with everything it started.
    detached: process.platform !== 'win32',
  })
  const stop = () => killTree(child)
  const unwatch = watchProgress([folder, path.join(electronFolder, 'dist')], stop)
  process.once('exit', stop)
  await new Promise((resolve) => {
    child.once('exit', resolve)
    child.once('error', resolve)
  })
  process.off('exit', stop)
  unwatch()
  rmSync(folder, { recursive: true, force: true })
}

function chromiumCommand() {
  const cli = path.join(projectRoot, 'tools', 'chromium-runtime', 'cli.ts')
  return { name: 'chromium', file: nodePath(), args: [cli, projectRoot] }
}

/**
 * @returns {Promise<{ name: 'electron' | 'chromium', file: string, args: string[] }>} the command that runs the
 *   app; the app's own arguments follow `args`
 */
export async function chooseRuntime() {
  if (isChromiumChosen()) return chromiumCommand()
  if (electronBinary() === null && !process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) await fetchElectron()
  const binary = electronBinary()
  if (binary !== null) return { name: 'electron', file: binary, args: [projectRoot] }
  console.log("Electron's binary is not to be had here; running on the installed Chromium instead.")
  return chromiumCommand()
}
