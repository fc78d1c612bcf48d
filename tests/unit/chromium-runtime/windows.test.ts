import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchFixture, type Fixture } from './launch-fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await launchFixture()
})
afterAll(() => fixture.stop())

const modifier = process.platform === 'darwin' ? 'Meta' : 'Control'

it('a second window has a page, a size, a title, a focus and keys of its own, and ends the app once', async () => {
  const { driver } = fixture
  await fixture.invoke('open-other')
  const other = await driver.otherPage()
  expect(other).not.toBe(driver.page)
  expect(await other.evaluate('[innerWidth, innerHeight]')).toEqual([500, 400])
  await driver.resize(600, 450, other)
  expect(await fixture.evaluate('[innerWidth, innerHeight]')).toEqual([900, 600])
  await other.evaluate("document.title = '录像.mp4'")
  await expect.poll(() => driver.windowTitle(other)).toBe('录像.mp4')
  expect(await driver.windowTitle(driver.page)).toBe('Fixture')
  await fixture.logged('other has the focus')
  await driver.page.locator('#text').click()
  await fixture.logged('first has the focus')

  // A window without a menu has none of its keys; on a Mac the menu is no window's.
  if (process.platform !== 'darwin') await other.keyboard.press(`${modifier}+k`)
  await driver.page.keyboard.press(`${modifier}+k`)
  await fixture.logged('menu hello')

  await driver.closeWindow()
  expect(await driver.waitForExit()).toBe(0)
  expect(driver.logs().match(/menu hello/gu)).toHaveLength(1)
  const ends = driver.logs().match(/fixture: (?:other closed|closed|window-all-closed)$/gmu)
  expect(ends?.map((line) => line.slice('fixture: '.length)).toSorted()).toEqual([
    'closed',
    'other closed',
    'window-all-closed',
  ])
})
