import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const projectRoot = path.resolve(import.meta.dirname, '../../..')
const folder = path.join(projectRoot, '.github', 'workflows')
const names = await readdir(folder)
const read = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8')

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

test('every change is tested on three systems, and its dependencies are audited', async () => {
  const text = await read('ci.yml')
  for (const system of ['ubuntu', 'windows', 'macos']) expect(text).toContain(`${system}-`)
  expect(text).toContain('npm test')
  expect(text).toContain('npm audit --omit=dev')
})

test('a release is tested, summed up, attested and a draft', async () => {
  const text = await read('release.yml')
  for (const part of [
    './.github/workflows/ci.yml',
    'sha256sum',
    'npm sbom',
    'attest-build-provenance',
    '--draft',
  ]) {
    expect(text).toContain(part)
  }
})
