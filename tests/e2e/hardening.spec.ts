import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from './fixture.ts'

test('the page can reach nothing but the app, go nowhere and open nothing; its crash is reported and mended', async ({
  app,
  server,
}) => {
  const { page } = app
  await expect(page.getByRole('button', { name: 'Sign In', exact: true })).toBeVisible()
  const address = page.url()
  const requests = server.state().requests

  const found = await page.evaluate(async (outside) => {
    const outcome = (attempt: () => unknown): Promise<string> =>
      Promise.resolve()
        .then(attempt)
        .then(String, () => 'refused')
    // While DevTools' own call lasts, code from text is let through.
    await new Promise((resolve) => setTimeout(resolve))
    const script = document.createElement('script')
    script.textContent = 'globalThis.injected = true'
    document.body.append(script)
    const frame = document.createElement('iframe')
    frame.src = outside
    document.body.append(frame)
    const image = new Image()
    image.src = outside
    return {
      node: ['require', 'process', 'module', 'Buffer', '__dirname'].filter((name) => name in globalThis),
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the attack itself
      code: await outcome(() => new Function('return 1')()),
      injected: 'injected' in globalThis,
      fetched: await outcome(() => fetch(outside)),
      socket: await outcome(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(outside.replace('http', 'ws'))
            socket.onopen = resolve
            socket.onerror = reject
          }),
      ),
      image: await outcome(() => image.decode()),
      hasOpened: window.open(outside) !== null,
      geolocation: await outcome(
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      camera: await outcome(() => navigator.mediaDevices.getUserMedia({ video: true })),
      bridge: Object.isFrozen((globalThis as unknown as { cloudroom: object }).cloudroom),
    }
  }, `${server.origin}/`)
  expect(found).toEqual({
    node: [],
    code: 'refused',
    injected: false,
    fetched: 'refused',
    socket: 'refused',
    image: 'refused',
    hasOpened: false,
    geolocation: 'refused',
    camera: 'refused',
    bridge: true,
  })
  await page.evaluate((outside) => {
    location.href = outside
  }, `${server.origin}/`)
  await expect(page.getByRole('button', { name: 'Sign In', exact: true })).toBeVisible()
  expect(page.url()).toBe(address)
  expect(server.state().requests).toEqual(requests)

  await app.scriptDialog({ response: 0 })
  const session = await page.context().newCDPSession(page)
  // Answers nothing: the page is gone before it could.
  void session.send('Page.crash').catch(() => undefined)
  await expect.poll(async () => (await app.recorded('messageBox')).length).toBe(1)
  const [asked] = await app.recorded('messageBox')
  expect(asked?.details).toMatchObject({ buttons: ['Reload', 'Close Window'] })
  const crashes = path.join(app.userDataDir, 'crashes')
  const [report = ''] = await readdir(crashes)
  expect(JSON.parse(await readFile(path.join(crashes, report), 'utf8'))).toMatchObject({ kind: 'pageGone' })
})
