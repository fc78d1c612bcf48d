import type { CDPSession, Locator } from '@playwright/test'
import { expect } from './fixture.ts'

/** Composes a word in a field and presses keys that the input method takes: nothing but the word must come of them. */
export async function compose(session: CDPSession, field: Locator): Promise<void> {
  await field.focus()
  await field.fill('')
  await session.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 })
  await expect(field).toHaveValue('ni hao')
  for (const [key, code] of [
    ['Enter', 'Enter'],
    ['Escape', 'Escape'],
    ['ArrowDown', 'ArrowDown'],
    [' ', 'Space'],
    ['Process', 'KeyJ'],
  ] as const) {
    const press = { key, code, windowsVirtualKeyCode: 229 }
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...press })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press })
    await expect(field).toBeFocused()
    await expect(field).toHaveValue('ni hao')
  }
  await session.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
  await expect(field).toHaveValue('')
}
