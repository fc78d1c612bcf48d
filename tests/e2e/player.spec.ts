import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Bridge } from '#shared/ipc/contract.ts'
import type { Locator, Page } from '@playwright/test'
import { sampleCodedAs, sampleFaster } from '#tests/support/altered-sample.ts'
import { frameHashes, shownFrameHash } from '#tests/support/decoded-frame.ts'
import { downloadFolder, expect, row, sha256Of, signIn, test, transferRow, words } from './fixture.ts'
import { mediaKeys } from './media-keys.ts'

type WithBridge = typeof globalThis & { readonly cloudroom: Bridge }

test.use({ serverOptions: { seed: 'demo' } })

const playerOf = (page: Page, name: string): Locator => page.getByRole('dialog', { name: `Player: ${name}` })
const timeOf = (player: Locator): Promise<number> =>
  player
    .locator('video')
    .first()
    .evaluate((video: HTMLVideoElement) => video.currentTime)

/** Counts how often the page has begun to play something, from now on. */
async function playCounter(page: Page): Promise<() => Promise<number>> {
  const counter = await page.evaluateHandle(() => {
    const count = { plays: 0 }
    addEventListener('playing', () => count.plays++, { capture: true })
    return count
  })
  return () => counter.evaluate(({ plays }) => plays)
}

/** Drags a slider from 1 to 0, one step in each frame. Answers what it showed instead of what was just chosen. */
async function drag(slider: SVGElement | HTMLElement): Promise<string[]> {
  const jumps: string[] = []
  const input = slider as HTMLInputElement
  input.step = '0.02'
  for (let left = 49; left >= 0; left--) {
    const chosen = String(left / 50)
    input.value = chosen
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await new Promise(requestAnimationFrame)
    if (input.value !== chosen) jumps.push(`${chosen} → ${input.value}`)
  }
  return jumps
}

test('a double-click plays at once; keys, buttons and the timeline work; the download is kept', async ({
  app,
  server,
  keyring,
}) => {
  const { page } = app
  await signIn(page)
  // The whole file takes minutes; its beginning, where the picture is, does not.
  server.setFaults('bandwidth=4000')
  await row(page, 'demo.mp4').dblclick()
  const player = playerOf(page, 'demo.mp4')
  const video = player.locator('video').first()
  await expect.poll(() => timeOf(player)).toBeGreaterThan(0.2)
  expect(await video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBeGreaterThan(0)
  expect(await video.evaluate((element: HTMLVideoElement) => element.src)).not.toContain('127.0.0.1')

  await page.keyboard.press(' ')
  await expect(player.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.keyboard.press('0')
  await expect.poll(() => timeOf(player)).toBe(0)
  // Picture by picture, from the middle of the 14th on: 15 are shown in a second.
  await video.evaluate((element: HTMLVideoElement) => (element.currentTime = 13.5 / 15))
  await page.keyboard.press('.')
  await page.keyboard.press('.')
  await expect.poll(() => shownFrameHash(video)).toBe(frameHashes[15])
  await page.keyboard.press('.')
  await expect.poll(() => timeOf(player)).toBeGreaterThan(16 / 15)
  expect(await shownFrameHash(video)).not.toBe(frameHashes[15])
  await page.keyboard.press(',')
  await expect.poll(() => shownFrameHash(video)).toBe(frameHashes[15])
  const slider = player.getByRole('slider', { name: 'Position' })
  const box = await slider.boundingBox()
  if (box === null) throw new Error('no timeline')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  const duration = await video.evaluate((element: HTMLVideoElement) => element.duration)
  await expect.poll(async () => Math.abs((await timeOf(player)) - duration / 2)).toBeLessThan(0.3)
  // What is here is shown where the pointer is, without being played.
  await page.mouse.move(box.x + 10, box.y + box.height / 2)
  const peek = player.locator('.peek')
  await expect(peek).toBeVisible()
  expect(await peek.evaluate((element: HTMLVideoElement) => [element.paused, element.videoWidth])).toEqual([
    true,
    480,
  ])
  await expect.poll(async () => Math.abs((await timeOf(player)) - duration / 2)).toBeLessThan(0.3)
  await page.mouse.move(box.x + 10, box.y - 200)
  await expect(peek).toHaveCount(0)
  await player.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '2 ×' })
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.playbackRate)).toBe(2)

  const volume = player.getByRole('slider', { name: 'Volume' })
  const sound = (): Promise<string> =>
    video.evaluate(({ muted, volume: loud }: HTMLVideoElement) =>
      muted ? 'muted' : loud > 0 ? 'on' : 'none',
    )
  // At twice the speed its four seconds may be over before all of this.
  const loop = (on: boolean): Promise<void> =>
    video.evaluate((element: HTMLVideoElement, isOn) => void (element.loop = isOn), on)
  await loop(true)
  await player.getByRole('button', { name: 'Play', exact: true }).click()
  // Dragged while it plays, the volume stays under the pointer.
  expect(await volume.evaluate(drag)).toEqual([])
  await expect.poll(sound).toBe('none')
  await player.getByRole('button', { name: 'Unmute' }).click()
  await expect.poll(sound).toBe('on')
  await player.getByRole('button', { name: 'Mute' }).click()
  await expect(player.getByRole('button', { name: 'Unmute' })).toBeVisible()
  await expect.poll(sound).toBe('muted')
  // Whoever has used a button by mouse goes on with the keys; by keyboard, Space presses the button.
  for (const state of ['Play', 'Pause', 'Play'] as const) {
    await page.keyboard.press(' ')
    await expect(player.getByRole('button', { name: state, exact: true })).toBeVisible()
  }
  await player.getByRole('combobox', { name: 'Speed' }).focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press(' ')
  await expect.poll(sound).toBe('on')
  await page.keyboard.press(' ')
  await expect.poll(sound).toBe('muted')
  await expect(player.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await loop(false)
  await slider.focus()
  for (const [key, at] of [
    ['End', duration],
    ['Home', 0],
  ] as const) {
    await page.keyboard.press(key)
    await expect.poll(() => timeOf(player)).toBe(at)
  }

  await page.keyboard.press('Escape')
  await expect(player).toBeHidden()
  await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()
  server.clearFaults()
  await page.keyboard.press('ControlOrMeta+j')
  await expect(transferRow(page, 'demo.mp4')).toContainText('Downloaded', { timeout: 30_000 })
  const file = path.join(downloadFolder(keyring), 'demo.mp4')
  expect(await sha256Of(file)).toBe(await server.expectedSha256('/demo.mp4'))

  // From the disk now, with the server gone; speed and sound as they were left.
  server.setFaults('drop')
  await row(page, 'demo.mp4').click()
  await page.keyboard.press('Enter')
  await expect.poll(() => timeOf(player)).toBeGreaterThan(0.2)
  expect(await video.evaluate((element: HTMLVideoElement) => [element.muted, element.playbackRate])).toEqual([
    true,
    2,
  ])
})

test('Space looks at what is selected, the arrows and media keys go on, Space goes back', async ({ app }) => {
  const { page } = app
  await signIn(page)
  const media = await mediaKeys(page)
  await row(page, 'demo.mp4').click()
  await page.keyboard.press(' ')
  const [demo, welcome] = [playerOf(page, 'demo.mp4'), playerOf(page, 'welcome.mp4')]
  await expect.poll(() => timeOf(demo)).toBeGreaterThan(0)
  const video = demo.locator('video').first()
  const isPaused = (): Promise<boolean> => video.evaluate((element: HTMLVideoElement) => element.paused)
  const duration = await video.evaluate((element: HTMLVideoElement) => element.duration)
  await expect.poll(media.shown).toMatchObject({ title: 'demo.mp4', state: 'playing' })
  expect((await media.shown()).position).toMatchObject({ duration, playbackRate: 1 })

  // What they say holds, however often it is said.
  for (const key of ['pause', 'pause', 'play', 'play', 'pause'] as const) {
    await media.press(key)
    await expect.poll(isPaused).toBe(key === 'pause')
    await expect.poll(media.shown).toMatchObject({ state: key === 'pause' ? 'paused' : 'playing' })
  }
  await media.press('seekto', { seekTime: 1 })
  await expect.poll(() => timeOf(demo)).toBe(1)
  await media.press('seekforward', { seekOffset: 2 })
  await expect.poll(() => timeOf(demo)).toBe(3)
  await expect.poll(async () => (await media.shown()).position).toMatchObject({ duration, position: 3 })
  await media.press('seekbackward', { seekOffset: 0.5 })
  await expect.poll(() => timeOf(demo)).toBe(2.5)
  await media.press('seekbackward')
  await expect.poll(() => timeOf(demo)).toBe(0)
  await media.press('nexttrack')
  await expect.poll(() => timeOf(welcome)).toBeGreaterThan(0)
  await expect.poll(media.shown).toMatchObject({ title: 'welcome.mp4', state: 'playing' })
  await media.press('previoustrack')
  await expect.poll(() => timeOf(demo)).toBeGreaterThan(0)

  await page.keyboard.press('ArrowDown')
  await expect.poll(() => timeOf(welcome)).toBeGreaterThan(0)
  await page.keyboard.press(' ')
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(await media.shown()).toEqual({ title: null, state: 'none', position: null, keys: [] })
  await expect(row(page, 'welcome.mp4')).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()
})

test('what cannot be had says so, and can be tried again', async ({ app, server }) => {
  const { page } = app
  server.addFile('/slides.avi', 300_000)
  await signIn(page)
  await row(page, 'slides.avi').dblclick()
  const refused = playerOf(page, 'slides.avi').getByRole('alert')
  await expect(refused).toContainText('not a video')
  await expect(refused.getByRole('button')).toHaveText(['Open with System Player'])
  await page.keyboard.press('Escape')

  server.setFaults('status=403@download')
  await row(page, 'demo.mp4').dblclick()
  const player = playerOf(page, 'demo.mp4')
  const reason = player.getByRole('status')
  await expect(reason).toHaveText('The server answered HTTP 403')
  server.clearFaults()
  const again = player.getByRole('button', { name: 'Try Again' })
  // What can be done about it stands right below what it is.
  const [said, way] = [await reason.boundingBox(), await again.boundingBox()]
  expect((way?.y ?? Infinity) - ((said?.y ?? 0) + (said?.height ?? 0))).toBeLessThan(20)
  await again.click()
  await expect.poll(() => timeOf(player)).toBeGreaterThan(0.2)
})

test.describe('of two recordings', () => {
  test.use({ serverOptions: { seed: 'empty' } })

  test('keys jump, the timeline shows what is here, what is selected plays on, and where and how loud is kept for the next start', async ({
    app,
    server,
  }) => {
    const { page } = app
    // A minute, and 8 seconds.
    server.addMovie('/a.mp4', 30_000_000, 'front')
    server.addMovie('/b.mp4', 4_000_000, 'front')
    server.setFaults('bandwidth=6000@download')
    await signIn(page)
    await row(page, 'a.mp4').dblclick()
    const player = playerOf(page, 'a.mp4')
    const video = player.locator('video').first()
    const of = (key: 'playbackRate' | 'volume'): Promise<number> =>
      video.evaluate((element: HTMLVideoElement, name) => element[name], key)
    await expect.poll(() => timeOf(player)).toBeGreaterThan(0.2)
    await page.keyboard.press('k')

    const slider = player.getByRole('slider', { name: 'Position' })
    /** Shares of the timeline, from 0 to 1. */
    const parts = async (kind: 'here' | 'buffered'): Promise<number[][]> =>
      slider
        .locator(`.${kind}`)
        .evaluateAll((all: HTMLElement[]) =>
          all.map(({ style }) => [style.left, style.width].map((length) => parseFloat(length) / 100)),
        )
    // What has been taken is within what is here, and the end is not.
    await expect.poll(async () => (await parts('buffered')).length).toBe(1)
    for (const kind of ['here', 'buffered'] as const) {
      const [[from = NaN, length = NaN] = []] = await parts(kind)
      expect(from).toBe(0)
      expect(length).toBeGreaterThan(0)
      expect(length).toBeLessThan(0.8)
    }
    const box = await slider.boundingBox()
    if (box === null) throw new Error('no timeline')
    const peek = player.locator('.peek')
    await page.mouse.move(box.x + 5, box.y + box.height / 2)
    await expect(peek).toBeVisible()
    await page.mouse.move(box.x + box.width * 0.98, box.y + box.height / 2)
    await expect(player.locator('.tip')).toContainText('0:58')
    await expect(peek).toBeHidden()
    server.clearFaults()
    await expect.poll(() => parts('here'), { timeout: 20_000 }).toEqual([[0, 1]])
    // It has come under the pointer.
    await expect(peek).toBeVisible()
    await page.mouse.move(box.x, box.y - 200)

    for (const [key, seconds] of [
      ['5', 30],
      ['l', 40],
      ['l', 50],
      ['j', 40],
      ['ArrowRight', 45],
      ['ArrowLeft', 40],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(() => timeOf(player)).toBe(seconds)
    }
    await page.keyboard.press('>')
    await expect.poll(() => of('playbackRate')).toBe(1.25)
    await page.keyboard.press('<')
    await page.keyboard.press('<')
    await expect.poll(() => of('playbackRate')).toBe(0.75)

    await page.keyboard.press('f')
    await expect(player.getByRole('button', { name: 'Leave full screen' })).toBeVisible()
    expect(
      await page.evaluate(() => document.fullscreenElement?.contains(document.querySelector('video'))),
    ).toBe(true)
    await page.keyboard.press('f')
    await expect(player.getByRole('button', { name: 'Full screen', exact: true })).toBeVisible()
    expect(await page.evaluate(() => document.fullscreenElement)).toBeNull()
    const isApart = (): Promise<boolean> =>
      video.evaluate((element) => document.pictureInPictureElement === element)
    if (await page.evaluate(() => document.pictureInPictureEnabled)) {
      await page.keyboard.press('p')
      await expect.poll(isApart).toBe(true)
      await page.keyboard.press('p')
      await expect.poll(isApart).toBe(false)
    }
    // Closed at once: the last of it is kept all the same.
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await of('volume')).toBeCloseTo(0.9, 5)
    await page.keyboard.press('Escape')
    await expect(player).toBeHidden()
    // The driver's word to quit comes by another way: what the page said before is with the app once this is answered.
    await page.evaluate(() => (globalThis as WithBridge).cloudroom.request('app.info', undefined))

    await app.relaunch()
    const again = playerOf(app.page, 'a.mp4')
    const next = playerOf(app.page, 'b.mp4')
    await row(app.page, 'a.mp4').click()
    await row(app.page, 'b.mp4').click({ modifiers: ['Shift'] })
    await app.page.keyboard.press(' ')
    await expect.poll(() => timeOf(again)).toBeGreaterThanOrEqual(40)
    expect(await timeOf(again)).toBeLessThan(50)
    const its = again.locator('video').first()
    expect(await its.evaluate((element: HTMLVideoElement) => element.volume)).toBeCloseTo(0.9, 5)
    await its.evaluate((element: HTMLVideoElement) => (element.currentTime = element.duration - 0.3))
    await expect.poll(() => timeOf(next)).toBeGreaterThan(0)
    // The last one is the end of it.
    await next
      .locator('video')
      .first()
      .evaluate((element: HTMLVideoElement) => (element.currentTime = element.duration - 0.3))
    await expect(next.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
    await expect(next).toBeVisible()
    // A look changes nothing of what is selected, and leaves the keyboard on what was looked at.
    await app.page.keyboard.press(' ')
    await expect(next).toBeHidden()
    await expect(app.page.getByRole('group', { name: 'Status bar' })).toContainText('2 selected')
    await app.page.keyboard.press('ArrowUp')
    await expect(row(app.page, 'a.mp4')).toHaveAttribute('aria-selected', 'true')
    await expect(row(app.page, 'b.mp4')).toHaveAttribute('aria-selected', 'false')
  })
})

test.describe('of what was uploaded', () => {
  test.use({ serverOptions: { seed: 'empty' } })

  test('what has no decoder here opens in the system’s player once it is here, which is said once, and is never only heard', async ({
    app,
    server,
    keyring,
    folder,
  }) => {
    const { page } = app
    const files = ['a look.mp4', 'b window.mp4', 'c unknown.mp4', 'd fast.mp4'].map((name) =>
      path.join(folder, name),
    )
    const [look = '', window = '', unknown = '', fast = ''] = files
    for (const file of [look, window]) await writeFile(file, await sampleCodedAs('hvc1'))
    await writeFile(unknown, await sampleCodedAs('zzzz'))
    await writeFile(fast, await sampleFaster(4))
    await signIn(page)
    await app.dropFiles(page.getByRole('group', { name: 'Status bar' }), files)
    await expect(row(page, 'd fast.mp4')).toBeVisible()
    const played = await playCounter(page)
    const opened = async (): Promise<unknown[]> =>
      (await app.recorded('openPath')).map((call) => path.basename(String(call.details['path'])))

    // A look says it in place, and opens nothing.
    await row(page, 'a look.mp4').click()
    await page.keyboard.press(' ')
    const said = playerOf(page, 'a look.mp4').getByRole('alert')
    await expect(said).toContainText('HEVC cannot be shown here')
    await expect(said).toContainText('The system’s player may show it.')
    await expect(transferRow(page, 'a look.mp4').filter({ hasText: 'Downloaded' })).toBeVisible()
    await page.keyboard.press('Escape')

    // The end of it does not come yet.
    server.setFaults('stall-at=70000@download')
    await row(page, 'c unknown.mp4').dblclick()
    await expect(
      page
        .getByText('“c unknown.mp4” is zzzz, which cannot be shown here. It opens in the system’s player')
        .first(),
    ).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(await opened()).toEqual([])
    server.clearFaults()
    await expect.poll(opened).toEqual(['c unknown.mp4'])
    const file = path.join(downloadFolder(keyring), 'c unknown.mp4')
    expect(await sha256Of(file)).toBe((await server.stored('/c unknown.mp4'))?.sha256)
    // From now on at once, and without another explanation.
    await row(page, 'c unknown.mp4').dblclick()
    await expect(page.getByText('Opened “c unknown.mp4” in the system’s player').first()).toBeVisible()
    expect(await opened()).toEqual(['c unknown.mp4', 'c unknown.mp4'])
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(await played()).toBe(0)

    // The picture after the next, at 60 a second.
    await row(page, 'd fast.mp4').dblclick()
    const video = playerOf(page, 'd fast.mp4').locator('video').first()
    // Its one second may be over before a key is pressed.
    await video.evaluate((element: HTMLVideoElement) => void (element.loop = true))
    await expect.poll(played).toBeGreaterThan(0)
    await page.keyboard.press('k')
    await video.evaluate((element: HTMLVideoElement) => (element.currentTime = 13.5 / 60))
    await page.keyboard.press('.')
    await page.keyboard.press('.')
    await expect.poll(() => shownFrameHash(video)).toBe(frameHashes[15])
    await page.keyboard.press('Escape')

    // In a window of its own it is said there.
    await row(page, 'b window.mp4').click()
    await page.keyboard.press('Shift+Enter')
    const own = await app.otherPage()
    await expect(own.getByRole('alert')).toContainText('HEVC cannot be shown here')
    await expect(own.getByRole('status')).toContainText('“b window.mp4” is HEVC')
    await expect.poll(opened).toEqual(['c unknown.mp4', 'c unknown.mp4', 'b window.mp4'])
  })
})

test.describe('in Chinese', () => {
  test.use({ appOptions: { locale: 'zh-CN' } })

  test('says so of what is no video, and offers the system’s player', async ({ app, server }) => {
    const { page } = app
    await signIn(page, {}, words.zh)
    server.setFaults('corrupt=36@download', 'bandwidth=8000@download')
    await row(page, 'demo.mp4').dblclick()
    const player = page.getByRole('dialog', { name: '播放器：demo.mp4' })
    await expect(player.getByRole('alert')).toContainText('内置播放器无法播放这个视频')
    await expect(player.getByRole('button', { name: '用系统播放器打开' }).first()).toBeVisible()
  })
})
