import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchFixture, type Fixture } from './launch-fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await launchFixture()
})
afterAll(() => fixture.stop())

describe('files from the desktop', () => {
  it('have a path when they are dropped', async () => {
    const files = [await fixture.createFile('a b.mp4'), await fixture.createFile('录像.mp4')]
    await fixture.driver.dropFiles(fixture.driver.page.locator('#drop'), files)
    await expect.poll(() => fixture.evaluate('window.dropped')).toEqual(files)
    expect(await fixture.evaluate('dropTrusted')).toBe(true)
  })

  // Under Wine the browser is Linux', which ends the page that is given a path of Windows (tools/wine).
  it.skipIf(process.env['CHROMIUM_SOCKET'] !== undefined)(
    'have a path when they are chosen in an input',
    async () => {
      const file = await fixture.createFile('chosen.mp4')
      // Playwright would hand over the bytes here, since the browser could be on another machine.
      const session = await fixture.driver.page.context().newCDPSession(fixture.driver.page)
      const { result } = await session.send('Runtime.evaluate', {
        expression: "document.querySelector('#file')",
      })
      await session.send('DOM.setFileInputFiles', { files: [file], objectId: result.objectId ?? '' })
      await expect.poll(() => fixture.evaluate('window.picked')).toEqual([file])
    },
  )

  it('have it every time, also when the code that asks has become hot', async () => {
    const file = await fixture.createFile('again.mp4')
    await fixture.evaluate("addEventListener('drop', (event) => (window.last = event.dataTransfer.files[0]))")
    await fixture.driver.dropFiles(fixture.driver.page.locator('#drop'), [file])
    await expect.poll(() => fixture.evaluate('window.last?.name')).toMatch(/again\.mp4$/u)
    const wrong = `Array.from({ length: 1000 }, () => fixture.pathOf(window.last)).filter((path) => path === '').length`
    expect(await fixture.evaluate(wrong)).toBe(0)
    // Seven seconds on an idle machine.
  }, 60_000)

  it('are asked for without losing what main sends meanwhile', async () => {
    const file = await fixture.createFile('meanwhile.mp4')
    await fixture.evaluate(
      "addEventListener('drop', (event) => (window.another = event.dataTransfer.files[0]), { once: true })",
    )
    await fixture.driver.dropFiles(fixture.driver.page.locator('#drop'), [file])
    await expect.poll(() => fixture.evaluate('window.another?.name')).toMatch(/meanwhile\.mp4$/u)
    await fixture.evaluate(`(() => {
      window.ticks = []
      fixture.onTick((tick) => window.ticks.push(tick))
      window.told = fixture.invoke('tick', 300)
      for (let times = 0; times < 100; times++) fixture.pathOf(window.another)
    })()`)
    const all = Array.from({ length: 300 }, (_, tick) => tick)
    await expect.poll(() => fixture.evaluate('window.ticks')).toEqual(all)
    await fixture.evaluate('window.told')
  })

  it('have none when the page made them', async () => {
    expect(await fixture.evaluate("fixture.pathOf(new File(['x'], 'x.mp4'))")).toBe('')
  })
})

describe('navigation', () => {
  it('is denied by will-navigate', async () => {
    await fixture.driver.page.locator('#away').click()
    await fixture.logged('will-navigate app://cloudroom/other.html')
    expect(await fixture.evaluate('location.pathname')).toBe('/index.html')
  })

  it('to a new window is denied by setWindowOpenHandler', async () => {
    expect(await fixture.evaluate("String(window.open('https://example.com/'))")).toBe('null')
    await fixture.logged('window.open https://example.com/')
    await fixture.driver.page.locator('#blank').click()
    await fixture.logged('window.open app://cloudroom/other.html')
    expect(fixture.driver.page.context().pages()).toHaveLength(1)
  })
})

describe('the desktop', () => {
  const isDark = (): Promise<boolean> =>
    fixture.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")

  it('follows nativeTheme.themeSource', async () => {
    expect(await isDark()).toBe(false)
    expect(await fixture.invoke('theme', 'dark')).toBe(true)
    await expect.poll(isDark).toBe(true)
    await fixture.logged('theme dark')
    expect(await fixture.invoke('theme', 'system')).toBe(false)
    await expect.poll(isDark).toBe(false)
    await fixture.driver.setColorScheme('dark')
    await expect.poll(isDark).toBe(true)
    await fixture.driver.setColorScheme('light')
  })

  it('answers dialogs as scripted, and otherwise cancels them', async () => {
    await fixture.driver.scriptDialog({ filePaths: ['/videos/a.mp4'] })
    expect(await fixture.invoke('pick')).toEqual({ canceled: false, filePaths: ['/videos/a.mp4'] })
    expect(await fixture.invoke('pick')).toEqual({ canceled: true, filePaths: [] })
    await fixture.driver.scriptDialog({ response: 0 })
    expect(await fixture.invoke('ask')).toEqual({ response: 0, checkboxChecked: false })
    expect(await fixture.invoke('ask')).toEqual({ response: 1, checkboxChecked: false })
    expect(await fixture.driver.recorded('openDialog')).toHaveLength(2)
  })

  it('records what was opened and shown', async () => {
    await fixture.driver.scriptOpenPath('No application')
    expect(await fixture.invoke('open')).toBe('No application')
    expect(await fixture.driver.recorded('openPath')).toEqual([
      { kind: 'openPath', details: { path: '/videos/a.mp4' } },
    ])
    await fixture.invoke('notify')
    await fixture.driver.clickNotification('Done')
    await fixture.logged('notification clicked')
  })

  it('resizes the window', async () => {
    await fixture.driver.resize(1440, 900)
    expect(await fixture.invoke('info')).toMatchObject({ bounds: { width: 1440, height: 900 } })
  })
})

describe('keys', () => {
  const modifier = process.platform === 'darwin' ? 'Meta' : 'Control'

  it('reach the menu unless the page takes them', async () => {
    await fixture.driver.page.keyboard.press(`${modifier}+j`)
    await fixture.driver.page.keyboard.press(`${modifier}+k`)
    await fixture.logged('menu hello')
    expect(fixture.driver.logs()).not.toContain('menu blocked')
    await fixture.driver.clickMenu('blocked')
    await fixture.logged('menu blocked')
  })

  it('can be prevented by before-input-event', async () => {
    await fixture.invoke('watch-input')
    await fixture.driver.page.locator('#text').focus()
    await fixture.driver.page.keyboard.type('axb')
    await fixture.logged('input b')
    expect(await fixture.driver.page.locator('#text').inputValue()).toBe('ab')
  })
})
