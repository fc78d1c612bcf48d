/**
 * `npm run coverage [-- test files]`: which lines of src/main and src/shared the unit tests run, by V8's own count. Needs no
 * instrumentation: Vitest lets Node import the sources as they are, and Node takes types out without moving anything.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { childEnvironment, nodePath, projectRoot } from './lib/bootstrap.mjs'

/** Share of the lines that must be run. What needs Electron itself is run by tests/e2e, which this does not see. */
const goals = { 'src/main': 0.9, 'src/shared': 0.95 }
const testFolders = ['emulator', 'main', 'shared'].map((name) => `tests/unit/${name}`)

const linesByFile = new Map()
const folder = mkdtempSync(path.join(tmpdir(), 'cloudroom-coverage-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const asked = process.argv.slice(2)
const { status } = spawnSync(
  nodePath(),
  [
    path.join(projectRoot, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--pool=threads',
    '--experimental.viteModuleRunner=false',
    '--reporter=dot',
    ...(asked.length > 0 ? asked : testFolders),
  ],
  { cwd: projectRoot, stdio: 'inherit', env: childEnvironment({ NODE_V8_COVERAGE: folder }) },
)

const files = Object.keys(goals).flatMap((layer) =>
  readdirSync(path.join(projectRoot, layer), { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ layer, file: path.join(layer, name), run: new Set(), loaded: false })),
)
const byUrl = new Map(files.map((entry) => [pathToFileURL(path.join(projectRoot, entry.file)).href, entry]))
for (const name of readdirSync(folder)) {
  const { result } = JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
  for (const { url, functions } of result) {
    const entry = byUrl.get(url.replace(/\?.*$/u, ''))
    if (entry !== undefined) note(entry, functions)
  }
}

const totals = {}
for (const entry of files) {
  const lines = codeLines(entry.file)
  const run = lines.filter(({ number }) => entry.run.has(number)).length
  entry.share = lines.length === 0 ? 1 : run / lines.length
  const total = (totals[entry.layer] ??= { lines: 0, run: 0 })
  total.lines += lines.length
  total.run += run
}
const percent = (share) => `${(share * 100).toFixed(1)} %`
for (const { file, share } of files
  .toSorted((a, b) => a.share - b.share)
  .filter(({ share }) => share < 0.8)) {
  console.log(`${percent(share).padStart(7)}  ${file}`)
}
let isReached = status === 0
for (const [layer, { lines, run }] of Object.entries(totals)) {
  console.log(`${layer}: ${run} of ${lines} lines, ${percent(run / lines)} (goal ${percent(goals[layer])})`)
  if (run / lines < goals[layer]) isReached = false
}
process.exitCode = isReached ? 0 : 1

/** Adds the lines that one thread has run: those not wholly within ranges that were never reached. */
function note(entry, functions) {
  const lines = codeLines(entry.file)
  const end = lines.at(-1)?.end ?? 0
  const counts = new Uint8Array(end + 1)
  // V8 gives outer ranges before inner ones: the last that holds a character decides.
  for (const { startOffset, endOffset, count } of functions.flatMap(({ ranges }) => ranges)) {
    counts.fill(count > 0 ? 1 : 0, startOffset, Math.min(endOffset, end + 1))
  }
  for (const { number, start, end: lineEnd } of lines) {
    if (counts.subarray(start, lineEnd).includes(1)) entry.run.add(number)
  }
}

/** Lines with code in them, without their indentation: neither types nor comments nor brackets alone. */
function codeLines(file) {
  const known = linesByFile.get(file)
  if (known !== undefined) return known
  const lines = []
  let offset = 0
  let isComment = false
  for (const [number, text] of stripTypeScriptTypes(readFileSync(path.join(projectRoot, file), 'utf8'))
    .split('\n')
    .entries()) {
    const code = text.trim()
    if (code.startsWith('/*')) isComment = true
    if (!isComment && !code.startsWith('//') && /\w/u.test(code)) {
      lines.push({ number, start: offset + text.indexOf(code), end: offset + text.trimEnd().length })
    }
    if (code.endsWith('*/')) isComment = false
    offset += text.length + 1
  }
  linesByFile.set(file, lines)
  return lines
}
