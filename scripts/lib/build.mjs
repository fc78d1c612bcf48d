import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { childEnvironment, nodePath, projectRoot } from './bootstrap.mjs'

/** What the bundles are made of. The demo's emulator is bundled as well. */
const sources = ['src', 'emulator', 'resources', 'electron.vite.config.ts', 'package-lock.json']
const bundles = [
  'out/main/index.js',
  'out/main/compose.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
]

function newestChange(item) {
  const full = path.join(projectRoot, item)
  const stats = statSync(full, { throwIfNoEntry: false })
  if (stats === undefined) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(full).map((name) => newestChange(path.join(item, name))))
}

function isBuilt() {
  const built = bundles.map((file) => path.join(projectRoot, file))
  if (!built.every((file) => existsSync(file))) return false
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs))
  return oldest >= Math.max(...sources.map(newestChange))
}

function build() {
  console.log('Building…')
  const tool = path.join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status } = spawnSync(nodePath(), [tool, 'build', '--logLevel', 'warn'], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: childEnvironment(),
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** Builds the three bundles when a source is newer than the oldest of them. Ends the process when that fails. */
export function ensureBuilt() {
  if (!isBuilt()) build()
}
