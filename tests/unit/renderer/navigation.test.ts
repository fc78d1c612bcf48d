import { describe, expect, it } from 'vitest'
import { crumbsOf } from '../../../src/renderer/logic/breadcrumbs.ts'
import { chunk } from '../../../src/renderer/logic/chunk.ts'
import { canGo, currentPath, go, startHistory, visit } from '../../../src/renderer/logic/history.ts'

describe('history', () => {
  const three = visit(visit(startHistory('/'), '/a/'), '/a/b/')

  it('goes back and forward, and stops at the ends', () => {
    expect(currentPath(go(three, -1))).toBe('/a/')
    expect(go(three, 1)).toBe(three)
    expect(canGo(three, -1)).toBe(true)
  })

  it('drops what was ahead on a new visit', () => {
    const turned = visit(go(three, -1), '/c/')
    expect(turned.paths).toEqual(['/', '/a/', '/c/'])
    expect(canGo(turned, 1)).toBe(false)
  })

  it('does not repeat the current folder and does not grow without end', () => {
    expect(visit(three, '/a/b/')).toBe(three)
    let many = startHistory('/')
    for (let index = 0; index < 500; index++) many = visit(many, `/${index}/`)
    expect(many.paths).toHaveLength(200)
    expect(currentPath(many)).toBe('/499/')
  })
})

describe('crumbsOf', () => {
  it('keeps the innermost folders and hides the middle', () => {
    const { first, hidden, rest } = crumbsOf('/a/b/c/', 2)
    expect(first.path).toBe('/')
    expect(hidden.map((crumb) => crumb.name)).toEqual(['a'])
    expect(rest.map((crumb) => crumb.path)).toEqual(['/a/b/', '/a/b/c/'])
  })

  it('has the root alone at the root', () => {
    expect(crumbsOf('/', 3)).toMatchObject({ hidden: [], rest: [] })
  })
})

it('splits a list without losing anything', () => {
  expect(chunk([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(chunk([], 2)).toEqual([])
})
