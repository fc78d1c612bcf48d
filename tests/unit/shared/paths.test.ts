import { describe, expect, it } from 'vitest'
import {
  ancestorsOf,
  folderOf,
  joinRecordingPath,
  nameOf,
  normalizeFolderPath,
  parentOf,
} from '#shared/paths.ts'

describe('normalizeFolderPath', () => {
  it.each([
    ['', '/'],
    ['/', '/'],
    ['//', '/'],
    ['A', '/A/'],
    ['/A', '/A/'],
    ['A/', '/A/'],
    ['//2018', '/2018/'],
    ['/A//B/', '/A/B/'],
    ['\\A\\B', '/A/B/'],
    ['./A/./B', '/A/B/'],
    ['/会 议/', '/会 议/'],
    ['/ A /', '/ A /'],
    ['/..A/...', '/..A/.../'],
  ])('%j → %j', (path, expected) => {
    expect(normalizeFolderPath(path)).toBe(expected)
    expect(normalizeFolderPath(expected)).toBe(expected)
  })
})

describe('recording paths', () => {
  it.each([
    ['/', 'a.mp4', '/a.mp4'],
    ['/A/B/', 'a.mp4', '/A/B/a.mp4'],
  ])('%s + %s', (folder, name, path) => {
    expect(joinRecordingPath(folder, name)).toBe(path)
    expect(folderOf(path)).toBe(folder)
    expect(nameOf(path)).toBe(name)
  })
})

describe('folders', () => {
  it.each([
    ['/', '', '/', ['/']],
    ['/A/', 'A', '/', ['/', '/A/']],
    ['/A/B/', 'B', '/A/', ['/', '/A/', '/A/B/']],
  ])('%s', (folder, name, parent, ancestors) => {
    expect(nameOf(folder)).toBe(name)
    expect(parentOf(folder)).toBe(parent)
    expect(ancestorsOf(folder)).toEqual(ancestors)
  })
})
