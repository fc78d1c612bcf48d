import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

const projectRoot = path.resolve(import.meta.dirname, '../../..')
const documents = ['README.md', 'README.zh-CN.md', 'docs/guide.en.md', 'docs/guide.zh-CN.md']

/** The pictures that a document shows, from the root of the project. */
async function picturesIn(document: string): Promise<string[]> {
  const text = await readFile(path.join(projectRoot, document), 'utf8')
  const links = Array.from(text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/gu), ([, link]) => link ?? '')
  return links.map((link) => path.posix.join(path.posix.dirname(document), link))
}

test.each(documents)('%s shows pictures that there are', async (document) => {
  const pictures = await picturesIn(document)
  expect(pictures.length).toBeGreaterThan(0)
  expect(pictures.filter((picture) => !existsSync(path.join(projectRoot, picture)))).toEqual([])
})

test('each guide shows its own language, and both show the same', async () => {
  const [english, chinese] = await Promise.all([
    picturesIn('docs/guide.en.md'),
    picturesIn('docs/guide.zh-CN.md'),
  ])
  expect(chinese).toEqual(english.map((picture) => picture.replace('-en-', '-zh-CN-')))
})

test('every picture of the documents is shown by one', async () => {
  const shown = new Set((await Promise.all(documents.map(picturesIn))).flat())
  const pictures = await readdir(path.join(projectRoot, 'docs', 'screenshots'))
  expect(pictures.filter((name) => !shown.has(`docs/screenshots/${name}`))).toEqual([])
})
