/**
 * `npm run demo [-- --headless] [-- --screenshot DIR]`
 *
 * Installs what is missing, builds, and opens the app signed in to its embedded server. With `--screenshot`
 * it runs without a display, leaves pictures of the main screens in DIR, and ends. That is also what it does where
 * there is no display to open a window on.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { childEnvironment, ensureDependencies, nodePath, projectRoot } from './lib/bootstrap.mjs'
import { ensureBuilt } from './lib/build.mjs'

const { values } = parseArgs({
  options: { headless: { type: 'boolean', default: false }, screenshot: { type: 'string' } },
})

function runScript(file, args) {
  const { status } = spawnSync(nodePath(), [path.join(projectRoot, file), ...args], {
    stdio: 'inherit',
    env: childEnvironment(),
  })
  process.exit(status ?? 1)
}

const { DISPLAY, WAYLAND_DISPLAY } = process.env
const hasDisplay = process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY)
const asksForWindow = values.screenshot === undefined && !values.headless
if (asksForWindow && !hasDisplay) {
  console.log(
    'There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so that no window can be opened:\n' +
      'the app runs without one, and pictures of its main screens are left in shots/.',
  )
}
const pictures = values.screenshot ?? (asksForWindow && !hasDisplay ? path.join(projectRoot, 'shots') : null)

await ensureDependencies({ systemPackages: true })
ensureBuilt()
if (pictures === null) {
  runScript('scripts/start.mjs', ['--demo', ...(values.headless ? ['--headless'] : [])])
} else {
  runScript('tools/pictures/take-pictures.ts', [path.resolve(pictures)])
}
