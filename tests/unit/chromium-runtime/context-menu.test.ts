import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchFixture, type Fixture } from './launch-fixture.ts'

let fixture: Fixture
let count = 0
beforeAll(async () => {
  fixture = await launchFixture()
})
afterAll(() => fixture.stop())

const menu = () => fixture.driver.page.getByRole('menu')
const press = (key: string) => fixture.driver.page.keyboard.press(key)

/** Opens a menu, waits until it is drawn, and answers what the log calls it. */
async function open(x = 40, y = 60): Promise<string> {
  count += 1
  const name = `popup ${count}`
  await fixture.invoke('popup', name, x, y)
  await menu().waitFor()
  return name
}

/** Of `Shift+CmdOrCtrl+F`, in the system's order. */
const keysOfFirst = process.platform === 'darwin' ? 'Shift+Cmd+F' : 'Ctrl+Shift+F'

describe('a context menu', () => {
  it('is drawn with roles, states and keys, whatever the policy of the page', async () => {
    const name = await open()
    expect(await fixture.driver.contextMenu.items()).toEqual([
      {
        ...{ label: 'First', keys: keysOfFirst, reason: '' },
        ...{ enabled: true, checked: false, isChoice: false },
      },
      {
        ...{ label: 'Refused', keys: '', reason: 'Not today' },
        ...{ enabled: false, checked: false, isChoice: false },
      },
      {
        ...{ label: 'Shown', keys: '', reason: '' },
        ...{ enabled: true, checked: true, isChoice: true },
      },
      {
        ...{ label: 'Last', keys: '', reason: '' },
        ...{ enabled: true, checked: false, isChoice: true },
      },
    ])
    for (const role of ['menuitem', 'menuitemcheckbox', 'menuitemradio'] as const)
      expect(await menu().getByRole(role).count()).toBe(role === 'menuitem' ? 2 : 1)
    const box = await menu().boundingBox()
    expect([box?.x, box?.y]).toEqual([40, 60])
    await fixture.driver.contextMenu.close()
    await fixture.logged(`${name} closed`)
  })

  it('closes before it tells what was chosen by mouse, as Electron does', async () => {
    const name = await open()
    await fixture.driver.contextMenu.choose('Shown')
    await fixture.logged(`${name} chose Shown`)
    const logs = fixture.driver.logs()
    expect(logs.indexOf(`${name} closed`)).toBeLessThan(logs.indexOf(`${name} chose`))
    expect(await menu().count()).toBe(0)
  })

  it('has the keys, and the page neither sees them nor loses its focus', async () => {
    const { page } = fixture.driver
    await page.locator('#text').focus()
    await fixture.evaluate(
      "addEventListener('keydown', (event) => (window.seenKeys = [...(window.seenKeys ?? []), event.key]), true)",
    )
    const first = await open()
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await press(key)
    // What is refused is no stop.
    await fixture.logged(`${first} chose Shown`)
    const last = await open()
    for (const key of ['x', 'End', 'ArrowDown', 'ArrowUp', ' ']) await press(key)
    await fixture.logged(`${last} chose Last`)
    const none = await open()
    for (const key of ['Enter', 'Home', 'Escape']) await press(key)
    await fixture.logged(`${none} closed`)
    expect(fixture.driver.logs()).not.toContain(`${none} chose`)
    expect(await fixture.evaluate('window.seenKeys')).toBeUndefined()
    expect(await fixture.evaluate('document.activeElement.id')).toBe('text')
    await press('y')
    expect(await page.locator('#text').inputValue()).toBe('y')
    expect(await fixture.evaluate('window.seenKeys')).toEqual(['y'])
  })

  it('closes at a press beside it, which is not for the page, and stays open at one on what is refused', async () => {
    const { page } = fixture.driver
    const name = await open()
    await menu().getByText('Refused').click()
    expect(await menu().count()).toBe(1)
    await fixture.evaluate("addEventListener('click', () => (window.wasClicked = true), true)")
    await page.mouse.click(600, 20)
    await fixture.logged(`${name} closed`)
    expect(fixture.driver.logs()).not.toContain(`${name} chose`)
    expect(await fixture.evaluate('window.wasClicked')).toBeUndefined()
    await page.mouse.click(600, 20)
    expect(await fixture.evaluate('window.wasClicked')).toBe(true)
  })

  it.each([
    ['the window loses the focus', () => fixture.evaluate("window.dispatchEvent(new Event('blur'))")],
    ['it changes its size', () => fixture.driver.resize(880, 590)],
    ['one scrolls', () => fixture.driver.page.mouse.wheel(0, 50)],
    ['another one opens', () => open(90, 90)],
    ['the app closes it', () => fixture.invoke('close-popup')],
    [
      'the page is loaded again',
      async () => {
        await fixture.invoke('reload')
        await fixture.logged('loaded again')
      },
    ],
  ])('closes when %s', async (_what, act) => {
    const name = await open()
    await fixture.driver.page.mouse.move(600, 300)
    await act()
    await fixture.logged(`${name} closed`)
    expect(fixture.driver.logs()).not.toContain(`${name} chose`)
    if ((await menu().count()) > 0) await fixture.driver.contextMenu.close()
  })

  it('stays within the window, and follows its colours', async () => {
    await open(890, 595)
    const box = await menu().boundingBox()
    const [width, height] = await fixture.evaluate<[number, number]>('[innerWidth, innerHeight]')
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height)
    const background = () => menu().evaluate((drawn) => getComputedStyle(drawn).backgroundColor)
    expect(await background()).toBe('rgb(255, 255, 255)')
    await fixture.driver.setColorScheme('dark')
    await expect.poll(background).toBe('rgb(44, 44, 44)')
    await fixture.driver.setColorScheme('light')
    await fixture.driver.contextMenu.close()
  })

  it('takes whole px only, as Electron does', async () => {
    await expect(fixture.invoke('popup', 'broken', 1.5, 2)).rejects.toThrow(/conversion failure from 1\.5/u)
  })

  it('is recorded, and the driver chooses from it by name', async () => {
    const name = await open()
    const call = (await fixture.driver.recorded('menuPopup')).at(-1)
    expect(call?.details).toMatchObject({ x: 40, y: 60, items: [{ label: 'First' }, {}, {}, {}, {}] })
    await fixture.driver.clickMenu('First')
    await fixture.logged(`${name} chose First`)
    await expect.poll(() => menu().count()).toBe(0)
  })
})
