import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from './fixture.ts'

interface Report {
  readonly kind: string
  readonly error: { readonly message: string }
}

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
    const styled = document.createElement('p')
    styled.setAttribute('style', 'width: 7px')
    document.body.append(styled)
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
      isStyled: getComputedStyle(styled).width === '7px',
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
    isStyled: false,
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

  // What goes wrong in the page is reported by kind, with no secret in it: in a script, in a promise, in what Vue calls.
  const crashes = path.join(app.userDataDir, 'crashes')
  const reports = async (): Promise<readonly Report[]> => {
    const names = await readdir(crashes).catch(() => [])
    const texts = await Promise.all(names.map((name) => readFile(path.join(crashes, name), 'utf8')))
    // One that is being written ends too early.
    return texts.filter((text) => text.endsWith('}\n')).map((text) => JSON.parse(text) as Report)
  }
  await page.evaluate(() => {
    setTimeout(() => {
      throw new TypeError('in a script SecretKey=q1w2e3r4')
    })
    void Promise.reject(new RangeError('in a promise'))
    const button = document.querySelector('button') as unknown as Record<symbol, { onClick: object }>
    const handlers = Object.getOwnPropertySymbols(button).find(({ description }) => description === '_vei')
    Object.assign(button[handlers ?? Symbol('none')]?.onClick ?? {}, {
      value() {
        throw new Error('in a view')
      },
    })
    ;(button as unknown as HTMLElement).click()
  })
  await expect
    .poll(async () => (await reports()).map(({ kind, error }) => `${kind}: ${error.message}`).toSorted())
    .toEqual([
      'pageError: in a script SecretKey=[redacted]',
      'pageError: in a view',
      'pageRejection: in a promise',
    ])

  await app.scriptDialog({ response: 0 })
  const session = await page.context().newCDPSession(page)
  // Answers nothing: the page is gone before it could.
  void session.send('Page.crash').catch(() => undefined)
  await expect.poll(async () => (await app.recorded('messageBox')).length).toBe(1)
  const [asked] = await app.recorded('messageBox')
  expect(asked?.details).toMatchObject({ buttons: ['Reload', 'Close Window'] })
  expect((await reports()).map(({ kind }) => kind)).toContain('pageGone')
})
