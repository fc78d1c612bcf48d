import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

const projectRoot = path.resolve(import.meta.dirname, '../../..')
const page = await readFile(path.join(projectRoot, 'docs', 'security.md'), 'utf8')
const rows = page.split('\n').filter((line) => line.startsWith('| ') && line.includes('`tests/'))
const proofs = rows.flatMap((row) =>
  Array.from(row.matchAll(/`(tests\/[\w./-]+)` "([^"]+)"/gu), ([, file = '', title = '']) => ({
    file,
    title,
  })),
)

test("Electron's checklist is complete, with a proof for each line", () => {
  const lines = rows.flatMap((row) => /^\| (\d+)\. /u.exec(row)?.[1] ?? [])
  expect(lines).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)))
  expect(proofs.length).toBeGreaterThanOrEqual(rows.length)
  for (const row of rows) expect(row).toMatch(/`tests\/[\w./-]+` "/u)
})

test.each(proofs)('the security page names a test that there is: $file "$title"', async ({ file, title }) => {
  expect(await readFile(path.join(projectRoot, file), 'utf8')).toContain(title)
})
