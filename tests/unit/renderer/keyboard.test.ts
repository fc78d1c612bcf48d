import { describe, expect, it } from 'vitest'
import { isOfFocus } from '../../../src/renderer/logic/focus-keys.ts'
import { commandOf, shortcutHint, type KeyPress } from '../../../src/renderer/logic/shortcuts.ts'
import { findByPrefix, nothingTyped, typed } from '../../../src/renderer/logic/type-to-find.ts'

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...changes,
})

describe('commandOf', () => {
  it.each([
    [press('ArrowLeft', { altKey: true }), 'back'],
    [press('ArrowUp', { altKey: true }), 'up'],
    [press('F5'), 'refresh'],
    [press('a', { ctrlKey: true }), 'selectAll'],
    [press('A', { ctrlKey: true }), 'selectAll'],
    [press('Delete'), 'delete'],
    [press('Enter'), 'open'],
    [press('Enter', { shiftKey: true }), 'playInWindow'],
    [press('Backspace', { ctrlKey: true }), null],
    [press('A', { ctrlKey: true, shiftKey: true }), 'clearSelection'],
    [press('F', { ctrlKey: true, shiftKey: true }), 'filter'],
    [press('f', { ctrlKey: true }), 'search'],
    [press('Enter', { ctrlKey: true }), 'showInFolder'],
    [press('a'), null],
  ])('on Windows %o is %s', (key, command) => {
    expect(commandOf(key, 'win32')).toBe(command)
  })

  it.each([
    [press('[', { metaKey: true }), 'back'],
    [press('ArrowUp', { metaKey: true }), 'up'],
    [press('Backspace', { metaKey: true }), 'delete'],
    [press('r', { metaKey: true }), 'refresh'],
    [press('a', { ctrlKey: true }), null],
  ])('on macOS %o is %s', (key, command) => {
    expect(commandOf(key, 'darwin')).toBe(command)
  })

  it('is shown the way each platform writes it', () => {
    expect(shortcutHint('delete', 'darwin')).toBe('⌘⌫')
    expect(shortcutHint('delete', 'win32')).toBe('Delete')
    expect(shortcutHint('back', 'win32')).toBe('Alt+←')
    expect(shortcutHint('signOut', 'win32')).toBe('')
  })
})

describe('keys that belong to what has the keyboard', () => {
  /** What a key does beyond that. */
  const acts = (key: KeyPress, focus: Parameters<typeof isOfFocus>[1], platform: 'win32' | 'darwin') => {
    const command = commandOf(key, platform)
    return command !== null && !isOfFocus(command, focus, platform)
  }
  const enter = press('Enter')
  const shiftEnter = press('Enter', { shiftKey: true })
  const altUp = press('ArrowUp', { altKey: true })
  const cmdUp = press('ArrowUp', { metaKey: true })
  const cmdDown = press('ArrowDown', { metaKey: true })

  it('in a text field edit it', () => {
    for (const key of [press('Delete'), enter, shiftEnter, press('z', { ctrlKey: true })])
      expect(acts(key, 'text', 'win32')).toBe(false)
    for (const key of [cmdUp, cmdDown, press('c', { metaKey: true, shiftKey: true })])
      expect(acts(key, 'text', 'darwin')).toBe(false)
    // Which means nothing in a text.
    expect(acts(altUp, 'text', 'win32')).toBe(true)
    expect(acts(press('f', { ctrlKey: true }), 'text', 'win32')).toBe(true)
  })

  it('on a choice open it and choose', () => {
    for (const key of [press('Delete'), enter, shiftEnter, altUp])
      expect(acts(key, 'choice', 'win32')).toBe(false)
    for (const key of [press('Backspace', { metaKey: true }), enter, cmdUp, cmdDown])
      expect(acts(key, 'choice', 'darwin')).toBe(false)
    expect(acts(press('d', { ctrlKey: true }), 'choice', 'win32')).toBe(true)
  })

  it('on a button press it, and Delete is the list’s', () => {
    expect(acts(enter, 'button', 'win32')).toBe(false)
    expect(acts(press('Delete'), 'button', 'win32')).toBe(true)
    expect(acts(enter, 'other', 'win32')).toBe(true)
  })
})

describe('type to find', () => {
  const names = ['apple', 'banana', 'blue', 'berry', '产品']
  const find = (text: string, focused: number): number =>
    findByPrefix(names.length, (index, start) => names[index]?.startsWith(start) === true, text, focused)

  it('finds by prefix', () => {
    expect(find('be', -1)).toBe(3)
    expect(find('产', 0)).toBe(4)
    expect(find('x', 0)).toBe(-1)
  })

  it('walks through the matches when one letter is repeated', () => {
    expect(find('b', 1)).toBe(2)
    expect(find('bb', 2)).toBe(3)
    expect(find('bbb', 3)).toBe(1)
  })

  it('starts a new word after a pause', () => {
    const first = typed(nothingTyped, 'a', 5000)
    expect(typed(first, 'b', 5500).text).toBe('ab')
    expect(typed(first, 'b', 7000).text).toBe('b')
  })
})
