import { expect, it, onTestFinished } from 'vitest'
import { PositionStore } from '#main/playback/position-store.ts'
import { openDatabase } from '#main/storage/database.ts'
import { testLogger } from '#tests/support/test-logger.ts'

function store(limit?: number): PositionStore {
  const database = openDatabase(':memory:', testLogger().log)
  onTestFinished(() => database.close())
  return new PositionStore(database, limit)
}

it('knows where each recording of each account was left', () => {
  const positions = store()
  positions.set('one', '/A/b.mp4', 12.5)
  positions.set('two', '/A/b.mp4', 99)
  positions.set('one', '/A/b.mp4', 13)
  expect(positions.get('one', '/A/b.mp4')).toBe(13)
  expect(positions.get('two', '/A/b.mp4')).toBe(99)
  expect(positions.get('one', '/A/c.mp4')).toBe(0)
})

it('forgets what was watched to its end', () => {
  const positions = store()
  positions.set('one', '/A/b.mp4', 12.5)
  positions.set('one', '/A/b.mp4', 0)
  expect(positions.get('one', '/A/b.mp4')).toBe(0)
})

it('forgets an account, and no other', () => {
  const positions = store()
  positions.set('one', '/A/b.mp4', 12.5)
  positions.set('two', '/A/b.mp4', 99)
  positions.forget('one')
  expect([positions.get('one', '/A/b.mp4'), positions.get('two', '/A/b.mp4')]).toEqual([0, 99])
})

it('keeps those that were watched last', () => {
  const positions = store(3)
  for (let at = 1; at <= 5; at++) positions.set('one', `/${at}.mp4`, at, at)
  expect([1, 2, 3, 4, 5].map((at) => positions.get('one', `/${at}.mp4`))).toEqual([0, 0, 3, 4, 5])
})
