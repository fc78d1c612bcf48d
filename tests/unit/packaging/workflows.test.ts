import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const projectRoot = path.resolve(import.meta.dirname, '../../..')
const folder = path.join(projectRoot, '.github', 'workflows')
const names = await readdir(folder)
const read = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8')
const release = await read('release.yml')

describe.each(names)('the workflow %s', (name) => {
  test('pins every action to a commit, and may do nothing by default', async () => {
    const text = await read(name)
    const used = Array.from(text.matchAll(/uses: (\S+)/gu), ([, action]) => action ?? '')
    const loose = used.filter((action) => !action.startsWith('./') && !/@[\da-f]{40}$/u.test(action))
    expect(loose).toEqual([])
    expect(text).toMatch(/^permissions:\n {2}contents: read$/mu)
    for (const checkout of text.split('actions/checkout@').slice(1)) {
      expect(checkout.slice(0, 120)).toContain('persist-credentials: false')
    }
  })

  test('runs only scripts that there are', async () => {
    const { scripts } = JSON.parse(await readFile(path.join(projectRoot, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const asked = Array.from((await read(name)).matchAll(/npm run ([\w:-]+)/gu), ([, script]) => script)
    expect(asked.filter((script) => script === undefined || !(script in scripts))).toEqual([])
  })
})

/** What a workflow runs, in its order. */
const runsOf = (text: string): string[] =>
  Array.from(text.matchAll(/^ +(?:run: )?((?:xvfb-run .*)?npm \S.*)$/gmu), ([, command]) => command ?? '')

test('every change is tested on three systems, on Electron, and its dependencies are audited', async () => {
  const text = await read('ci.yml')
  for (const system of ['ubuntu', 'windows', 'macos']) expect(text).toContain(`${system}-`)
  expect(runsOf(text)).toEqual([
    // Electron first: without its binary the tests would run on Chromium.
    'npm run electron',
    'xvfb-run --auto-servernum npm test',
    'npm test',
    'npm audit --omit=dev',
    'npm audit --audit-level=high',
    'npm ci --ignore-scripts --no-audit --no-fund',
    'npm audit signatures',
  ])
  expect(text).not.toContain('continue-on-error')
})

test('a release is notarized when there is a key, which is a file for as long as it is needed', () => {
  const key = release.indexOf('if [ -n "$APPLE_API_KEY_CONTENT" ]; then')
  const [said, packed, gone] = [
    'echo "APPLE_API_KEY=$RUNNER_TEMP/notarization.p8" >> "$GITHUB_ENV"',
    'npm run package -- --',
    'rm -f "$RUNNER_TEMP/notarization.p8"',
  ].map((part) => release.indexOf(part))
  expect(key).toBeGreaterThan(0)
  expect(said).toBeGreaterThan(key)
  expect(packed).toBeGreaterThan(said ?? 0)
  expect(gone).toBeGreaterThan(packed ?? 0)
  expect(release.slice((gone ?? 0) - 200, gone)).toContain("if: always() && matrix.platform == 'mac'")
})

test('only a package that is signed is built to be updated, and only its updates are described', () => {
  const step = /- name: Package\n[\s\S]*?(?=\n {6}- )/u.exec(release)?.[0] ?? ''
  expect(step).toMatch(/config=electron-builder\.yml\n/u)
  expect(step).toMatch(
    /if \[ -n "\$CSC_LINK\$WIN_CSC_LINK" \]; then\n\s+config=electron-builder\.signed\.yml\n\s+echo "signed=true" >> "\$GITHUB_OUTPUT"\n\s+fi/u,
  )
  expect(step).toContain('--publish never --config "$config"')
  // What the configuration takes from the environment is there.
  for (const name of ['UPDATES_OWNER', 'UPDATES_REPO', 'CSC_LINK', 'WIN_CSC_LINK'])
    expect(step).toContain(` ${name}: \${{`)
  expect(release.split('electron-builder.signed.yml')).toHaveLength(2)
  const [before = '', after = ''] = release.split('dist/latest*.yml')
  expect(before.slice(-300)).toContain("if: steps.package.outputs.signed == 'true'")
  expect(after.slice(0, 100)).toContain('dist/*.blockmap')
})

test('what was packed is looked at before anything of it is handed on', () => {
  const [packed, checked, kept] = [
    '- name: Package\n',
    'run: npm run package:check\n',
    'upload-artifact@',
  ].map((part) => release.indexOf(part))
  expect(packed).toBeGreaterThan(0)
  expect(checked).toBeGreaterThan(packed ?? 0)
  expect(kept).toBeGreaterThan(checked ?? 0)
})

test('what says which version is the newest changes while it is rolled out: it has no checksum', () => {
  expect(release).toMatch(/pattern: packages-\*\n\s+path: packages\n/u)
  expect(release).toMatch(/pattern: updates-\*\n\s+path: updates\n/u)
  expect(release).toContain('working-directory: packages\n        run: sha256sum')
  expect(release).toContain('subject-path: packages/*')
  expect(release).toContain('shopt -s nullglob')
  expect(release).toMatch(/gh release create .* packages\/\* updates\/\*/u)
})

test('a release is tested, summed up, attested and a draft', () => {
  for (const part of [
    './.github/workflows/ci.yml',
    'sha256sum',
    'npm sbom',
    'attest-build-provenance',
    '--draft',
  ]) {
    expect(release).toContain(part)
  }
})
