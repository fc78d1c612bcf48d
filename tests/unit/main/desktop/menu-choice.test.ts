import { EventEmitter } from 'node:events'
import type { App, Menu } from 'electron'
import { expect, it } from 'vitest'
import { MenuChoice } from '#main/desktop/menu-choice.ts'

it('an item is chosen in the menu bar once that was opened, until a page is given a key again', () => {
  const app = new EventEmitter()
  const page = new EventEmitter()
  const menu = new EventEmitter()
  const choice = new MenuChoice()
  choice.follow(app as unknown as Pick<App, 'on'>)
  choice.watch(menu as unknown as Pick<Menu, 'on'>)
  app.emit('web-contents-created', {}, page)
  expect(choice.isMade).toBe(false)
  menu.emit('menu-will-show')
  expect(choice.isMade).toBe(true)
  // The key that opened it is let go.
  page.emit('before-input-event', {}, { type: 'keyUp' })
  expect(choice.isMade).toBe(true)
  page.emit('before-input-event', {}, { type: 'keyDown' })
  expect(choice.isMade).toBe(false)
})
