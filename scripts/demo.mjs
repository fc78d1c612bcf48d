/**
 * `npm run demo [-- --headless] [-- --screenshot DIR]`
 *
 * Installs what is missing, builds, and opens the app signed in to its embedded server. With `--screenshot`
 * it runs without a display, leaves pictures of the main screens in DIR, and ends.
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

await ensureDependencies({ systemPackages: true })
ensureBuilt()
if (values.screenshot === undefined) {
  runScript('scripts/start.mjs', ['--demo', ...(values.headless ? ['--headless'] : [])])
} else {
  runScript('tools/pictures/take-pictures.ts', [path.resolve(values.screenshot)])
}
