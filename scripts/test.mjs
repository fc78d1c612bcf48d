/**
 * `npm test`: everything, in the order in which a failure is cheapest to find. Runs on any Node ≥ 20. The lanes of a stage run
 * beside each other, so that neither of two cores waits.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { childEnvironment, ensureDependencies, nodePath, projectRoot } from './lib/bootstrap.mjs'

await ensureDependencies({ systemPackages: true, isForTests: true })

/** Scripts of the tools' packages, run on the project's own Node 24 whatever started this file. */
const tool = (file) => path.join(projectRoot, 'node_modules', file)

const stages = [
  [
    [['lint', tool('eslint/bin/eslint.js'), '--max-warnings', '0', '.']],
    [
      ['format', tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
      ['types: main, tools, tests', tool('typescript/bin/tsc'), '-p', 'tsconfig.node.json'],
      ['types: renderer', tool('vue-tsc/bin/vue-tsc.js'), '-p', 'tsconfig.web.json'],
      ['build', tool('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
      // Takes both cores once lint has ended, and one until then.
      ['unit', tool('vitest/vitest.mjs'), 'run'],
    ],
  ],
  [[['e2e', tool('@playwright/test/cli.js'), 'test']]],
]

const startedAt = Date.now()
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1)
let passed = 0
let failed = 0

/** Output of steps that run beside each other is shown whole, at their end. Resolves with whether it passed. */
function run(name, command, isAlone) {
  const stepStart = Date.now()
  if (isAlone) console.log(`\n▶ ${name}`)
  return new Promise((resolve) => {
    const child = spawn(nodePath(), command, {
      cwd: projectRoot,
      stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: childEnvironment(),
    })
    const output = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk))
    child.on('error', (error) => output.push(Buffer.from(String(error))))
    child.on('close', (status, signal) => {
      if (!isAlone) {
        console.log(`\n▶ ${name}`)
        process.stdout.write(Buffer.concat(output))
      }
      if (status === 0) {
        passed += 1
        console.log(`✔ ${name} (${seconds(stepStart)} s)`)
      } else {
        failed += 1
        console.error(`✖ ${name} failed (${status ?? signal}) after ${seconds(stepStart)} s`)
      }
      resolve(status === 0)
    })
  })
}

/** Step after step, until one fails. */
async function runAll(steps, isAlone) {
  for (const [name, ...command] of steps) {
    if (!(await run(name, command, isAlone))) return
  }
}

for (const lanes of stages) {
  await Promise.all(lanes.map((steps) => runAll(steps, lanes.length === 1)))
  if (failed > 0) {
    console.log(`steps: ${passed} passed, ${failed} failed`)
    process.exit(1)
  }
}
console.log(`\nAll of it in ${seconds(startedAt)} s`)
console.log(`steps: ${passed} passed, 0 failed`)
