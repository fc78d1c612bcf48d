import { expect, it } from 'vitest'
import { decodeFolderPaths } from '#main/api/decode-folders.ts'
import type { DirEntry } from '#main/api/query-schema.ts'

const entry = (
  dirId: number | null,
  parentId: number | null,
  dirName: string | null,
  dirPath: string | null = null,
): DirEntry => ({ dirId, parentId, dirName, dirPath })

/** Each the child of the one before. */
const chain = (count: number, name: string): DirEntry[] =>
  Array.from({ length: count }, (_, index) => entry(index + 1, index === 0 ? null : index, `${name}${index}`))

it('puts paths together from parents, below the folder that was asked for', () => {
  expect(decodeFolderPaths(chain(3, 'n'), '/A/')).toEqual(['/A/n0/', '/A/n0/n1/', '/A/n0/n1/n2/'])
})

it('takes a parent’s own path where there is one', () => {
  const entries = [entry(1, null, 'B', '/A/B/'), entry(2, 1, 'C'), entry(3, 2, 'D')]
  expect(decodeFolderPaths(entries, null)).toEqual(['/A/B/', '/A/B/C/', '/A/B/C/D/'])
})

it('gives up on circles and on chains that no disk has', () => {
  expect(decodeFolderPaths([entry(1, 2, 'a'), entry(2, 1, 'b')], null)).toEqual([null, null])
  const deep = decodeFolderPaths(chain(70, 'n'), null)
  expect([deep[64]?.split('/').length, deep[65]]).toEqual([67, null])
})

it('is done with a chain of long names before anyone notices', { timeout: 10_000 }, () => {
  const paths = decodeFolderPaths(chain(10_000, 'x'.repeat(800)), null)
  expect(paths.filter((path) => path !== null)).toHaveLength(5)
})

it('is done with thousands of children of an endless path before anyone notices', { timeout: 10_000 }, () => {
  const children = Array.from({ length: 10_000 }, (_, index) => entry(index + 2, 1, `c${index}`))
  const paths = decodeFolderPaths([entry(1, null, 'a', '/a'.repeat(2_000_000)), ...children], null)
  expect(paths.every((path) => path === null)).toBe(true)
})
