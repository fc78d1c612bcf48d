/** `npm test`: everything, in the order in which a failure is cheapest to find. Runs on any Node ≥ 20. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { childEnvironment, ensureDependencies, nodePath, projectRoot } from './lib/bootstrap.mjs'

await ensureDependencies({ systemPackages: true })

/** Scripts of the tools' packages, run on the project's own Node 24 whatever started this file. */
const tool = (file) => path.join(projectRoot, 'node_modules', file)

const steps = [
  ['lint', tool('eslint/bin/eslint.js'), '--max-warnings', '0', '.'],
  ['format', tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ['types: main, tools, tests', tool('typescript/bin/tsc'), '-p', 'tsconfig.node.json'],
  ['types: renderer', tool('vue-tsc/bin/vue-tsc.js'), '-p', 'tsconfig.web.json'],
  ['build', tool('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
  ['unit', tool('vitest/vitest.mjs'), 'run'],
  ['e2e', tool('@playwright/test/cli.js'), 'test'],
]

const startedAt = Date.now()
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1)
let passed = 0

for (const [name, ...command] of steps) {
  console.log(`\n▶ ${name}`)
  const stepStart = Date.now()
  const { status, signal } = spawnSync(nodePath(), command, {
    cwd: projectRoot,
    stdio: 'inherit',
    env: childEnvironment(),
  })
  if (status !== 0) {
    console.error(`✖ ${name} failed (${status ?? signal}) after ${seconds(stepStart)} s`)
    console.log(`steps: ${passed} passed, 1 failed`)
    process.exit(1)
  }
  passed += 1
  console.log(`✔ ${name} (${seconds(stepStart)} s)`)
}
console.log(`\nAll of it in ${seconds(startedAt)} s`)
console.log(`steps: ${passed} passed, 0 failed`)
