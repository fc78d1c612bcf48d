/**
 * The tests on Windows' Node, under Wine: `npm run test:wine [-- unit|e2e [arguments of Vitest or Playwright]]`; see README.md.
 */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../tests/e2e/driver/app-paths.ts'
import { serveBrowsers } from '../chromium-runtime/chromium/browser-elsewhere.ts'
import { findChromium } from '../chromium-runtime/chromium/find.ts'
import { followFile } from './follow-file.ts'
import { WineSystem } from './system.ts'
import { layTree } from './windows-tree.ts'

const folder = path.join(projectRoot, 'node_modules', '.cache', 'wine')
const system = new WineSystem(folder)

/** Without what asks a Chromium of Linux for the name of a file of Windows: it takes the whole path for it. */
const steps: Readonly<Record<string, readonly string[]>> = {
  unit: ['node_modules/vitest/vitest.mjs', 'run'],
  build: ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
  e2e: ['node_modules/@playwright/test/cli.js', 'test', '--grep-invert', 'dragged to other apps'],
}

async function run(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  console.log(`\n▶ ${name}, on Windows’ Node`)
  const output = path.join(folder, `${name}.txt`)
  const command = ['C:\\app\\node_modules\\node\\bin\\node.exe', ...(steps[name] ?? []), ...args]
  const child = system.start(command, '/wine/drive_c/app', output, env)
  const unfollow = followFile(output, process.stdout)
  const [code] = (await once(child, 'exit')) as [number | null]
  unfollow()
  console.log(code === 0 ? `✔ ${name}` : `✖ ${name} failed (${code ?? 'killed'})`)
  return code === 0
}

const [only, ...args] = process.argv.slice(2)
if (only !== undefined && only !== 'unit' && only !== 'e2e')
  throw new Error('usage: npm run test:wine [-- unit|e2e [arguments of Vitest or Playwright]]')

mkdirSync(folder, { recursive: true })
system.prepare()
layTree(path.join(system.drive, 'app'))
const { server, address } = await serveBrowsers(findChromium(true))
const env = { CHROMIUM_SOCKET: address, NO_COLOR: '1' }
let isFine = true
try {
  if (only !== 'e2e') isFine = await run('unit', args, env)
  if (only !== 'unit') isFine = (await run('build', [], env)) && (await run('e2e', args, env)) && isFine
} finally {
  server.close()
  system.stop()
}
process.exitCode = isFine ? 0 : 1
