import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchFixture, type Fixture } from './launch-fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await launchFixture(['last argument'])
})
afterAll(() => fixture.stop())

describe('ipc', () => {
  it('answers the page, with structured clones in both directions', async () => {
    const sent = `fixture.invoke('describe', [new Date(), new Map([['a', new Set([1])]]), new Uint8Array([1, 2]),
      undefined, 10n])`
    expect(await fixture.evaluate(sent)).toEqual([true, true, true, true, true])
    const back = `fixture.invoke('echo', { date: new Date(5), list: [NaN, -0], text: '漢字 \\u2028' })
      .then((value) => [value.date.getTime(), Number.isNaN(value.list[0]), Object.is(value.list[1], -0), value.text])`
    expect(await fixture.evaluate(back)).toEqual([5, true, true, '漢字 \u2028'])
  })

  it("gives handlers' errors Electron's text", async () => {
    await expect(fixture.invoke('fail')).rejects.toThrow(
      "Error invoking remote method 'fail': TypeError: no such thing",
    )
    await expect(fixture.invoke('nobody')).rejects.toThrow(
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    )
  })

  it('refuses what cannot be cloned', async () => {
    await expect(fixture.invoke('function')).rejects.toThrow('An object could not be cloned.')
    await expect(fixture.evaluate("fixture.invoke('echo', { element: document.body })")).rejects.toThrow(
      'An object could not be cloned.',
    )
  })

  it('sends events to the page in order, until it unsubscribes', async () => {
    await fixture.invoke('tick', 200)
    expect(await fixture.evaluate('events')).toEqual(Array.from({ length: 200 }, (_, index) => index))
    await fixture.evaluate('unsubscribe()')
    await fixture.invoke('tick', 1)
    expect(await fixture.evaluate('events.length')).toBe(200)
  })

  it('names members that it does not have', async () => {
    await expect(fixture.invoke('unknown')).rejects.toThrow(
      'electron.app.getGPUInfo is not provided by the Chromium runtime',
    )
    await expect(fixture.invoke('unknown-export')).rejects.toThrow(
      'electron.Tray is not provided by the Chromium runtime',
    )
  })

  it('tells the main frame from a subframe', async () => {
    expect(await fixture.invoke('sender')).toEqual({
      url: 'app://cloudroom/index.html',
      origin: 'app://cloudroom',
      isMain: true,
      hasParent: false,
      contentsUrl: 'app://cloudroom/index.html',
    })
    expect(await fixture.evaluate("frames[0].fixture.invoke('sender')")).toEqual({
      url: 'app://cloudroom/frame.html',
      origin: 'app://cloudroom',
      isMain: false,
      hasParent: true,
      contentsUrl: 'app://cloudroom/index.html',
    })
  })
})

describe('the preload', () => {
  it('runs before the scripts of the page, in a world of its own', async () => {
    expect(
      await fixture.evaluate('[seenAtStart, typeof preloadGlobal, typeof require, typeof process]'),
    ).toEqual(['object', 'undefined', 'undefined', 'undefined'])
  })

  it('exposes frozen copies, and leaves nothing else on the window', async () => {
    expect(
      await fixture.evaluate(
        '[Object.isFrozen(fixture), Object.isFrozen(fixture.nested.list[1]), fixture.platform, delete globalThis.fixture]',
      ),
    ).toEqual([true, true, process.platform, false])
    const added = `Object.getOwnPropertyNames(window).filter((name) => /^_[0-9a-f]{24}$/u.test(name))`
    expect(await fixture.evaluate(added)).toEqual([])
  })

  it('passes exceptions on', async () => {
    await expect(fixture.evaluate('fixture.throwing()')).rejects.toThrow('from the preload')
  })
})

describe('app', () => {
  it('describes itself as Electron does', async () => {
    const info = await fixture.invoke('info')
    expect(info).toMatchObject({
      version: '1.2.3',
      name: 'Runtime Fixture',
      packaged: false,
      userData: fixture.driver.userDataDir,
      languages: ['en-US'],
      versions: ['string', 'string'],
      argument: 'last argument',
      bounds: { width: 900, height: 600 },
    })
    expect(await fixture.evaluate('[innerWidth, innerHeight]')).toEqual([900, 600])
  })
})

describe('app: requests', () => {
  const fetchText = (address: string, init = '{}'): Promise<string> =>
    fixture.evaluate(`fetch('${address}', ${init}).then((response) => response.text())`)

  it('reach the handler under their own address, with method, headers and body', async () => {
    const answer = JSON.parse(
      await fetchText('/echo?a=1', "{ method: 'POST', headers: { 'x-test': 'yes' }, body: 'content' }"),
    ) as unknown
    expect(answer).toEqual({
      url: 'app://cloudroom/echo?a=1',
      method: 'POST',
      body: 'content',
      header: 'yes',
      origin: 'app://cloudroom',
    })
  })

  it('are answered by streams and by ranges', async () => {
    expect(await fetchText('/streamed')).toBe('part 1;part 2;part 3;')
    const range = `fetch('/video', { headers: { range: 'bytes=10-12' } }).then(async (response) =>
      [response.status, response.headers.get('content-range'), [...new Uint8Array(await response.arrayBuffer())]])`
    expect(await fixture.evaluate(range)).toEqual([206, 'bytes 10-12/1000', [10, 11, 12]])
  })

  it('end the stream when the page stops reading', async () => {
    const abandon = `(async () => {
      const abort = new AbortController()
      const response = await fetch('/endless', { signal: abort.signal })
      await response.body.getReader().read()
      abort.abort()
    })()`
    await fixture.evaluate(abandon)
    await fixture.logged('stream cancelled')
  })

  it('are network errors when the handler fails', async () => {
    await expect(fetchText('/fails')).rejects.toThrow('Failed to fetch')
  })

  it('are not answered under another host name', async () => {
    const { port } = new URL(fixture.driver.page.url())
    await expect(fetch(`http://127.0.0.1:${port}/index.html`)).rejects.toThrow('fetch failed')
    await expect(fetch(`http://localhost:${port}/index.html`)).rejects.toThrow('fetch failed')
  })
})
