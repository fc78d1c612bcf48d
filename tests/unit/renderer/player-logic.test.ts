import { describe, expect, it } from 'vitest'
import { clockText } from '../../../src/renderer/logic/clock-text.ts'
import { playerActOf } from '../../../src/renderer/logic/player-keys.ts'
import { around, itemOf } from '../../../src/renderer/logic/playlist.ts'
import { resumePoint } from '../../../src/renderer/logic/resume-point.ts'

it.each([
  [0, '0:00'],
  [9.99, '0:09'],
  [65, '1:05'],
  [3599.9, '59:59'],
  [3665, '1:01:05'],
  [36_000, '10:00:00'],
  [-3, '0:00'],
  [NaN, '–:––'],
  [Infinity, '–:––'],
])('shows %d seconds as %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text)
})

it.each([
  [3, 600, 0],
  [5, 600, 5],
  [61.26, 600, 61.3],
  [589.9, 600, 589.9],
  [591, 600, 0],
  [600, 600, 0],
  [61, NaN, 61],
  [NaN, NaN, 0],
])('after %d of %d seconds, goes on at %d', (time, duration, at) => {
  expect(resumePoint(time, duration)).toBe(at)
})

describe('keys of the player', () => {
  const press = (key: string, held = {}) => ({
    key,
    code: '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  })

  it.each([
    [' ', { kind: 'toggle' }],
    ['k', { kind: 'toggle' }],
    ['K', { kind: 'toggle' }],
    ['j', { kind: 'skip', seconds: -10 }],
    ['l', { kind: 'skip', seconds: 10 }],
    ['ArrowLeft', { kind: 'skip', seconds: -5 }],
    ['ArrowRight', { kind: 'skip', seconds: 5 }],
    ['ArrowUp', { kind: 'volume', by: 0.05 }],
    ['5', { kind: 'tenth', tenth: 5 }],
    ['Home', { kind: 'tenth', tenth: 0 }],
    ['End', { kind: 'tenth', tenth: 10 }],
    ['f', { kind: 'fullscreen' }],
    ['m', { kind: 'mute' }],
    [',', { kind: 'frame', by: -1 }],
    ['.', { kind: 'frame', by: 1 }],
    ['<', { kind: 'slower' }],
    ['>', { kind: 'faster' }],
    ['PageDown', { kind: 'next' }],
    ['o', { kind: 'ownWindow' }],
    ['q', { kind: 'playlist' }],
    ['p', { kind: 'pictureInPicture' }],
    ['x', null],
  ])('%j', (key, act) => {
    expect(playerActOf(press(key), false)).toEqual(act)
  })

  it('close a quick look with Space, and go through the list with the arrows', () => {
    expect(playerActOf(press(' '), true)).toEqual({ kind: 'close' })
    expect(playerActOf(press('ArrowDown'), true)).toEqual({ kind: 'next' })
    expect(playerActOf(press('ArrowUp'), true)).toEqual({ kind: 'previous' })
  })

  it('are left to the system with a modifier', () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
      expect(playerActOf(press('f', held), false)).toBeNull()
    }
  })
})

describe('a playlist that is handed on', () => {
  const letters = Array.from('abcdefghij')

  it.each([
    [0, 4, 'abcd', 0],
    [1, 4, 'abcd', 1],
    [5, 4, 'defg', 2],
    [9, 4, 'ghij', 3],
    [3, 20, 'abcdefghij', 3],
  ])('around place %d, %d at most, is %s', (index, max, part, at) => {
    const { items, index: place } = around(letters, index, max)
    expect([items.join(''), place]).toEqual([part, at])
    expect(items[place]).toBe(letters[index])
  })

  it('names its recordings by their paths', () => {
    const recording = { id: 1, path: '/A/会议.mp4', size: 5, sizeIsExact: true, createdAt: null }
    expect(itemOf(recording)).toEqual({ key: '/A/会议.mp4', name: '会议.mp4', recording })
  })
})
