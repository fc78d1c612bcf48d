import { describe, expect, it } from 'vitest'
import type { FolderEntry } from '../../../src/renderer/logic/entries.ts'
import {
  emptyTree,
  treeRows,
  withChildren,
  withNews,
  withUnfolded,
  type FolderTree,
} from '../../../src/renderer/logic/folder-tree.ts'
import { isRecordingName, segmentsOfTyped, typedParts } from '../../../src/renderer/logic/typed-path.ts'

const folder = (key: string): FolderEntry => ({ kind: 'folder', key, name: key.split('/').at(-2) ?? '' })
const folders = (...keys: string[]): FolderEntry[] => keys.map(folder)
const byKey = (a: FolderEntry, b: FolderEntry): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
const pathsOf = (tree: FolderTree): string[] => treeRows(tree).map(({ path }) => path)

describe('the folder tree', () => {
  const tree = withUnfolded(
    withChildren(
      withChildren(emptyTree, '/', folders('/A/', '/B/'), true),
      '/A/',
      folders('/A/x/', '/A/y/'),
      true,
    ),
    '/A/',
    true,
  )

  it('shows the root and what is unfolded, with levels and places', () => {
    expect(treeRows(tree).map(({ path, level, place, siblings }) => [path, level, place, siblings])).toEqual([
      ['/', 1, 1, 1],
      ['/A/', 2, 1, 2],
      ['/A/x/', 3, 1, 2],
      ['/A/y/', 3, 2, 2],
      ['/B/', 2, 2, 2],
    ])
    expect(pathsOf(withUnfolded(tree, '/A/', false))).toEqual(['/', '/A/', '/B/'])
  })

  it('says of no folder that it is empty before it was looked into', () => {
    const [, , , , b] = treeRows(tree)
    expect(b).toMatchObject({ isLeaf: false, isUnfolded: false })
    expect(treeRows(withChildren(tree, '/B/', [], false)).at(-1)).toMatchObject({ isLeaf: false })
    expect(treeRows(withChildren(tree, '/B/', [], true)).at(-1)).toMatchObject({ isLeaf: true })
  })

  it('stays as it is when nothing is new, and never lets a part replace what is known', () => {
    expect(withChildren(tree, '/A/', folders('/A/x/', '/A/y/'), true)).toBe(tree)
    expect(withChildren(tree, '/A/', folders('/A/x/'), false)).toBe(tree)
    expect(withUnfolded(tree, '/A/', true)).toBe(tree)
    expect(withNews(tree, '/C/', folders('/C/new/'), [], byKey)).toBe(tree)
    expect(withNews(tree, '/A/', folders('/A/x/'), [], byKey)).toBe(tree)
  })

  it('takes in folders that come, and forgets those that go with all that is below', () => {
    expect(pathsOf(withNews(tree, '/', folders('/AA/'), [], byKey))).toEqual([
      '/',
      '/A/',
      '/A/x/',
      '/A/y/',
      '/AA/',
      '/B/',
    ])
    const without = withNews(tree, '/', [], ['/A/'], byKey)
    expect(pathsOf(without)).toEqual(['/', '/B/'])
    expect(without.children.has('/A/')).toBe(false)
    expect(without.unfolded.has('/A/')).toBe(false)
  })

  it('forgets what is folded away once it knows very many', () => {
    const many = Array.from({ length: 20_001 }, (_, index) => folder(`/B/${index}/`))
    const full = withChildren(withUnfolded(tree, '/A/', false), '/B/', many, true)
    expect(full.children.has('/A/')).toBe(false)
    expect(full.whole.has('/A/')).toBe(false)
    expect(pathsOf(full)).toEqual(['/', '/A/', '/B/'])
  })
})

describe('a typed place', () => {
  it.each([
    ['/A/B/', ['A', 'B']],
    [' A\\B ', ['A', 'B']],
    ['//A/./B//', ['A', 'B']],
    ['/', []],
    ['会议/2026', ['会议', '2026']],
  ])('%j has its parts', (text, parts) => {
    expect(segmentsOfTyped(text)).toEqual(parts)
  })

  it('is completed from the folder that is being looked into', () => {
    expect(typedParts('/A/b')).toEqual({ before: '/A/', segments: ['A'], start: 'b' })
    expect(typedParts('A\\b/')).toEqual({ before: 'A\\b/', segments: ['A', 'b'], start: '' })
    expect(typedParts('a')).toEqual({ before: '', segments: [], start: 'a' })
    expect(typedParts('/')).toEqual({ before: '/', segments: [], start: '' })
  })

  it('can be a recording', () => {
    expect(['a.mp4', 'a.MP4', 'mp4', 'a.mp4.part'].map(isRecordingName)).toEqual([true, true, false, false])
  })
})
