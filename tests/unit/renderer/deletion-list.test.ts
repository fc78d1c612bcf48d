import { AppError } from '#shared/errors.ts'
import type { Deletion, DeletionEvent } from '#shared/models/deletion.ts'
import { describe, expect, it } from 'vitest'
import {
  asksBeforeDeleting,
  endBy,
  onlyName,
  secondsLeft,
  undoableDeletion,
  waitingPaths,
  withDeletionEvent,
} from '../../../src/renderer/logic/deletion-list.ts'

const error = new AppError('api.unknown').toShape()

function deletion(id: string, changes: Partial<Deletion> = {}): Deletion {
  const waiting = changes.waiting ?? [`/A/${id}.mp4`]
  return {
    id,
    state: { kind: 'countdown', until: 1000 },
    total: waiting.length,
    tried: 0,
    waiting,
    failures: [],
    ...changes,
  }
}

const after = (...events: DeletionEvent[]): readonly Deletion[] =>
  events.reduce<readonly Deletion[]>(withDeletionEvent, [])

describe('the list of deletions', () => {
  it('has rows out of sight from the beginning until they are gone, kept or failed', () => {
    const begun: DeletionEvent = { kind: 'begun', deletion: deletion('x', { waiting: ['/a', '/b', '/c'] }) }
    const news = { id: 'x', state: { kind: 'running' }, total: 3, tried: 2 } as const
    const changed: DeletionEvent = {
      kind: 'changed',
      change: { ...news, deleted: ['/a'], failures: [{ path: '/b', error }] },
    }
    expect([...waitingPaths(after(begun))]).toEqual(['/a', '/b', '/c'])
    expect([...waitingPaths(after(begun, changed))]).toEqual(['/c'])
    expect(after(begun, changed)).toMatchObject([{ tried: 2, failures: [{ path: '/b' }] }])
    expect(waitingPaths(after(begun, changed, { kind: 'gone', id: 'x', isDone: true })).size).toBe(0)
  })

  it('begins a deletion again where it stands', () => {
    const begin = (id: string, total: number): DeletionEvent => ({
      kind: 'begun',
      deletion: deletion(id, { total }),
    })
    expect(after(begin('a', 1), begin('b', 1), begin('a', 5)).map(({ id, total }) => [id, total])).toEqual([
      ['a', 5],
      ['b', 1],
    ])
  })

  it('leaves others alone', () => {
    const list = after({ kind: 'begun', deletion: deletion('a') })
    const change = {
      id: 'z',
      state: { kind: 'over' },
      total: 1,
      tried: 1,
      deleted: [],
      failures: [],
    } as const
    expect(withDeletionEvent(list, { kind: 'changed', change })).toEqual(list)
    expect(withDeletionEvent(list, { kind: 'gone', id: 'z', isDone: true })).toEqual(list)
  })

  it('takes back the latest whose countdown runs', () => {
    const running = deletion('c', { state: { kind: 'running' } })
    expect(undoableDeletion([deletion('a'), deletion('b'), running])?.id).toBe('b')
    expect(undoableDeletion([running])).toBeUndefined()
  })
})

describe('the end of a deletion', () => {
  const running = deletion('a', { state: { kind: 'running' }, waiting: ['/1', '/2', '/3'] })
  const over = (failures: readonly string[]): DeletionEvent => ({
    kind: 'changed',
    change: {
      id: 'a',
      state: { kind: 'over' },
      total: 3,
      tried: 3,
      deleted: [],
      failures: failures.map((path) => ({ path, error })),
    },
  })

  it('is told of once nothing of it is left to do', () => {
    expect(endBy([running], { kind: 'gone', id: 'a', isDone: true })).toEqual({ deleted: 3, failed: 0 })
    expect(endBy([running], over(['/2']))).toEqual({ deleted: 2, failed: 1 })
  })

  it('is not its leaving the list while it runs, as with the account it was begun in', () => {
    expect(endBy([running], { kind: 'gone', id: 'a', isDone: false })).toBeNull()
    expect(endBy([running], { kind: 'begun', deletion: running })).toBeNull()
    expect(endBy([], { kind: 'gone', id: 'a', isDone: true })).toBeNull()
    expect(endBy([deletion('a', { state: { kind: 'over' } })], over([]))).toBeNull()
  })
})

describe('a deletion', () => {
  it('is called by the one recording that it is about', () => {
    expect(onlyName(deletion('a'))).toBe('a.mp4')
    expect(onlyName(deletion('a', { waiting: [], total: 1, failures: [{ path: '/B/b.mp4', error }] }))).toBe(
      'b.mp4',
    )
    expect(onlyName(deletion('a', { waiting: ['/A/1.mp4', '/A/2.mp4'] }))).toBeNull()
    // One of two is left: it is still about two.
    expect(onlyName(deletion('a', { waiting: ['/A/1.mp4'], total: 2 }))).toBeNull()
  })

  it('counts down to one, never to zero', () => {
    expect([8000, 7001, 7000, 1, 0, -500].map((left) => secondsLeft(left, 0))).toEqual([8, 8, 7, 1, 1, 1])
  })
})

describe('asking first', () => {
  it.each([
    [1, 8, false],
    [50, 8, false],
    [51, 8, true],
    [1, 0, true],
  ])('%i recordings with %i s to undo: %s', (count, seconds, asks) => {
    expect(asksBeforeDeleting(count, seconds)).toBe(asks)
  })
})
