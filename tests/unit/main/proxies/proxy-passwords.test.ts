import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ProxySignIn } from '#shared/ipc/schemas.ts'
import { fakeKeychain } from '#tests/support/account-rig.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { clientOf, profileOf } from '#tests/support/client-of.ts'
import { emulate } from '#tests/support/emulate.ts'
import { sha256OfFile } from '#tests/support/mp4-files.ts'
import { startHttpProxy, startSocksProxy, type TestProxy } from '#tests/support/proxies.ts'
import type { ProxyChoices } from '#tests/support/open-proxies.ts'
import { proxyRig } from '#tests/support/proxy-rig.ts'
import { selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { tlsFront } from '#tests/support/tls-front.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'
import { failureOf } from '../api/test-client.ts'

const certificate = selfSignedCertificate('localhost', new Date(Date.now() + 86_400_000))
const ca = [certificate.cert]
const password = 'correct-horse-battery'

const signInTo = ({ address }: TestProxy, over: Partial<ProxySignIn> = {}): ProxySignIn => ({
  proxy: address,
  user: 'me',
  password,
  remember: true,
  ...over,
})

/** All files of a folder, as one text. */
async function textOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), 'latin1')),
  )
  return texts.join('\n')
}

const ways = {
  'an HTTP proxy that forwards': async () => {
    const emulator = await emulate()
    return { server: emulator, proxy: await startHttpProxy({ wants: `me:${password}` }), word: 'PROXY' }
  },
  'an HTTP proxy that opens tunnels': async () => {
    const front = await tlsFront(await emulate(), certificate)
    return { server: front, proxy: await startHttpProxy({ wants: `me:${password}` }), word: 'PROXY' }
  },
  'a SOCKS proxy': async () => {
    const emulator = await emulate()
    return { server: emulator, proxy: await startSocksProxy({ wants: `me:${password}` }), word: 'SOCKS5' }
  },
}

describe.each(Object.entries(ways))('%s', (_name, start) => {
  it('gets a wrong password once, however much wants to go through, and the right one from then on', async () => {
    const { server, proxy, word } = await start()
    const folder = await temporaryFolder()
    const keychain = fakeKeychain()
    const list = `${word} ${proxy.address}`
    const { proxies, network, announced, given } = await proxyRig({ folder, keychain, list, ca })
    const query = () => clientOf(server, {}, network).query({ folder: '/' })
    const ask = (times: number) => Promise.all(Array.from({ length: times }, () => codeOf(query())))

    expect(await failureOf(query())).toMatchObject({
      code: 'network.proxyAuth',
      params: { proxy: proxy.address },
    })
    await proxies.give(signInTo(proxy, { password: 'wrong-password' }))
    expect(await ask(12)).toEqual(Array.from({ length: 12 }, () => 'network.proxyAuth'))
    expect(await ask(3)).toEqual(Array.from({ length: 3 }, () => 'network.proxyAuth'))
    expect(proxy.given.filter((credentials) => credentials !== null)).toEqual(['me:wrong-password'])
    expect(announced.at(-1)).toMatchObject([{ proxy: proxy.address, user: 'me', state: 'refused' }])

    // Nor by another run of the app.
    const file = path.join(folder, 'proxies.json')
    await expect.poll(() => readFile(file, 'utf8')).toContain('"isRefused": true')
    const next = await proxyRig({ folder, keychain, list, ca })
    await failureOf(clientOf(server, {}, next.network).query({ folder: '/' }))
    expect(proxy.given.filter((credentials) => credentials !== null)).toHaveLength(1)

    await proxies.give(signInTo(proxy))
    await Promise.all(Array.from({ length: 12 }, query))
    expect(proxies.list).toMatchObject([{ user: 'me', home: 'keychain', state: 'accepted' }])
    expect(given).toEqual([proxy.address, proxy.address])

    const relaunched = await proxyRig({ folder, keychain, list, ca })
    await clientOf(server, {}, relaunched.network).query({ folder: '/' })
    expect(proxy.given.at(-1)).toBe(`me:${password}`)

    expect(await relaunched.proxies.forget(proxy.address)).toEqual([])
    expect(keychain.secrets.size).toBe(0)
    proxy.dropConnections()
    const after = await proxyRig({ folder, keychain, list, ca })
    for (const run of [relaunched, after])
      expect(await codeOf(clientOf(server, {}, run.network).query({ folder: '/' }))).toBe('network.proxyAuth')
    expect(proxy.given.at(-1)).toBeNull()
  })

  it('is not sent a password any more once it has another', async () => {
    const { server, proxy, word } = await start()
    const folder = await temporaryFolder()
    const run = await proxyRig({ folder, keychain: fakeKeychain(), list: `${word} ${proxy.address}`, ca })
    const query = () => clientOf(server, {}, run.network).query({ folder: '/' })
    await run.proxies.give(signInTo(proxy))
    await query()
    proxy.want('me:another')
    proxy.dropConnections()
    proxy.given.length = 0
    expect(await codeOf(query())).toBe('network.proxyAuth')
    expect(await codeOf(query())).toBe('network.proxyAuth')
    expect(proxy.given.filter((credentials) => credentials !== null)).toEqual([`me:${password}`])
  })
})

it('the password is in no file and in no log, and the keychain files it apart from accounts', async () => {
  const proxy = await startHttpProxy({ wants: `me:${password}` })
  const folder = await temporaryFolder()
  const keychain = fakeKeychain()
  const list = `PROXY ${proxy.address}`
  const wrong = 'wrong-horse-battery'
  for (const given of [wrong, password]) {
    const { proxies, network } = await proxyRig({ folder, keychain, list, ca })
    await proxies.give(signInTo(proxy, { password: given }))
    const outcome = clientOf(await emulate(), {}, network).query({ folder: '/' })
    await outcome.catch(() => undefined)
    keychain.refusal = 'account.keychainLocked'
    await proxies.give(signInTo(proxy, { password: given }))
    keychain.refusal = null
    await proxies.give(signInTo(proxy, { password: given }))
  }
  const text = await textOf(folder)
  expect(text).toContain(proxy.address)
  expect(text).toContain('keychain refused')
  for (const secret of [wrong, password]) {
    for (const form of [secret, Buffer.from(`me:${secret}`).toString('base64'), encodeURIComponent(secret)])
      expect(text).not.toContain(form)
  }
  expect([...keychain.secrets]).toEqual([[`proxy ${proxy.address}`, password]])
  expect(JSON.parse(await readFile(path.join(folder, 'proxies.json'), 'utf8'))).toEqual({
    proxies: [{ proxy: proxy.address, user: 'me', since: expect.any(Number) as number, isRefused: false }],
  })
})

describe('the keychain', () => {
  it('is not asked for a password that is not to be remembered, and gives up an earlier one', async () => {
    const proxy = await startHttpProxy({ wants: `me:${password}` })
    const folder = await temporaryFolder()
    const keychain = fakeKeychain()
    const { proxies, network } = await proxyRig({ folder, keychain, list: `PROXY ${proxy.address}` })
    await proxies.give(signInTo(proxy, { remember: false }))
    await clientOf(await emulate(), {}, network).query({ folder: '/' })
    expect(keychain.calls).toEqual([])
    expect(proxies.list).toMatchObject([{ home: 'memory', state: 'accepted' }])
    expect((await proxyRig({ folder, keychain })).proxies.list).toEqual([])
    await proxies.give(signInTo(proxy))
    await proxies.give(signInTo(proxy, { remember: false }))
    expect(keychain.secrets.size).toBe(0)
    expect((await proxyRig({ folder, keychain })).proxies.list).toEqual([])
  })

  it('may refuse: the password then works for this run', async () => {
    const proxy = await startHttpProxy({ wants: `me:${password}` })
    const folder = await temporaryFolder()
    const keychain = fakeKeychain()
    keychain.refusal = 'account.keychainUnavailable'
    const { proxies, network } = await proxyRig({ folder, keychain, list: `PROXY ${proxy.address}` })
    const { keychainError, proxies: known } = await proxies.give(signInTo(proxy))
    expect(keychainError?.code).toBe('account.keychainUnavailable')
    expect(known).toMatchObject([{ home: 'memory' }])
    await clientOf(await emulate(), {}, network).query({ folder: '/' })
    expect(await proxies.forget(proxy.address)).toEqual([])
  })

  it('is asked once when many connections want what it does not give, and again later', async () => {
    const proxy = await startHttpProxy({ wants: `me:${password}` })
    const emulator = await emulate()
    const folder = await temporaryFolder()
    const keychain = fakeKeychain()
    await (await proxyRig({ folder, keychain })).proxies.give(signInTo(proxy))
    let now = 1_000_000
    const run = await proxyRig({ folder, keychain, list: `PROXY ${proxy.address}`, now: () => now })
    const query = () => clientOf(emulator, {}, run.network).query({ folder: '/' })
    keychain.calls.length = 0
    keychain.refusal = 'account.keychainLocked'
    expect(await Promise.all([codeOf(query()), codeOf(query()), codeOf(query())])).toEqual(
      Array.from({ length: 3 }, () => 'network.proxyAuth'),
    )
    expect(keychain.calls).toEqual([`get proxy ${proxy.address}`])
    // It stays where it is, and can be tried again.
    expect(await codeOf(run.proxies.forget(proxy.address))).toBe('account.keychainLocked')
    keychain.refusal = null
    now += 60_000
    await query()
    expect(run.proxies.list).toMatchObject([{ state: 'accepted' }])
  })
})

it('one attempt that takes its time does not hold up all others for ever', async () => {
  const run = await proxyRig({ folder: await temporaryFolder(), keychain: fakeKeychain(), patienceMs: 20 })
  await run.proxies.give({ proxy: 'a:1', user: 'me', password, remember: false })
  const first = await run.proxies.attempt('a:1')
  const waiting = await Promise.all([run.proxies.attempt('a:1'), run.proxies.attempt('a:1')])
  expect(waiting.map(({ credentials }) => credentials?.password)).toEqual([password, password])
  first.end('refused')
  expect((await run.proxies.attempt('a:1')).credentials).toBeNull()
})

it('who comes next tries when the first attempt did not get to the proxy', async () => {
  const run = await proxyRig({ folder: await temporaryFolder(), keychain: fakeKeychain() })
  await run.proxies.give({ proxy: 'a:1', user: 'me', password, remember: false })
  const first = await run.proxies.attempt('a:1')
  const [second, third] = [run.proxies.attempt('a:1'), run.proxies.attempt('a:1')]
  first.end('unknown')
  first.end('refused')
  ;(await second).end('refused')
  expect((await third).credentials).toBeNull()
})

it('what was refused says nothing about what is given meanwhile', async () => {
  const run = await proxyRig({ folder: await temporaryFolder(), keychain: fakeKeychain() })
  await run.proxies.give({ proxy: 'a:1', user: 'me', password: 'old-password', remember: false })
  const old = await run.proxies.attempt('a:1')
  await run.proxies.give({ proxy: 'a:1', user: 'me', password, remember: false })
  old.end('refused')
  expect(run.proxies.list).toMatchObject([{ state: 'untried' }])
  expect((await run.proxies.attempt('a:1')).credentials?.password).toBe(password)
})

it('a damaged file is set aside, and nothing is known', async () => {
  const folder = await temporaryFolder()
  await writeFile(
    path.join(folder, 'proxies.json'),
    JSON.stringify({ proxies: [{ proxy: 'a:1', password }] }),
  )
  const { proxies } = await proxyRig({ folder, keychain: fakeKeychain() })
  expect(proxies.list).toEqual([])
  expect((await readdir(folder)).sort()).toEqual(['logs', 'proxies.json.damaged'])
})

/** Transfers behind a proxy that wants a password, and go on once they have it. */
async function behindProxy() {
  const proxy = await startHttpProxy({ wants: `me:${password}` })
  const emulator = await emulate()
  const folder = await temporaryFolder()
  const run = await proxyRig({
    folder,
    keychain: fakeKeychain(),
    list: `PROXY ${proxy.address}`,
    onGiven: (address) => rig.retryBehind(address),
  })
  const rig = await transfersRig(emulator, { folder, network: run.network })
  return { proxy, emulator, run, rig }
}

it('transfers that a proxy refused go on once it has its password', async () => {
  const { proxy, emulator, run, rig } = await behindProxy()
  emulator.addFile('/A/one.mp4', 300_000)
  emulator.addFile('/A/two.mp4', 300_000)
  const ids = rig.downloads.start([refTo(emulator, '/A/one.mp4'), refTo(emulator, '/A/two.mp4')])
  for (const id of ids) expect(await rig.outcome(id)).toBe('network.proxyAuth')
  // Of another proxy: nothing that concerns them.
  await run.proxies.give({ proxy: 'other:1', user: 'me', password, remember: false })
  for (const id of ids) expect(rig.engine.get(id)?.state.kind).toBe('failed')
  await run.proxies.give(signInTo(proxy, { password: 'wrong-password' }))
  for (const id of ids) expect(await rig.outcome(id)).toBe('network.proxyAuth')
  await run.proxies.give(signInTo(proxy))
  for (const id of ids) expect(await rig.outcome(id)).toBe('done')
  expect(proxy.given.filter((credentials) => credentials === 'me:wrong-password')).toHaveLength(1)
})

it('folders that a proxy refused to list go on where they were, once it has its password', async () => {
  const { proxy, emulator, run, rig } = await behindProxy()
  const paths = ['one.mp4', 'deep/two.mp4']
  for (const at of paths) emulator.addFile(`/A/${at}`, 300_000)
  emulator.addFile('/B/three.mp4', 300_000)
  const [id, other] = await rig.folders.start(['/A/', '/B/'])
  const told = (of: string | undefined) => rig.folderDownloads.findLast((one) => one.id === of)
  await expect.poll(() => [told(id)?.state, told(other)?.state]).toEqual(['over', 'over'])
  expect(told(id)?.failures).toMatchObject([{ folder: '/A/', error: { code: 'network.proxyAuth' } }])
  // Asked for anew, which is what goes on then, and alone.
  const [anew] = await rig.folders.start(['/B/'])
  await expect.poll(() => told(anew)?.state).toBe('over')
  await run.proxies.give({ proxy: 'other:1', user: 'me', password, remember: false })
  await run.proxies.give(signInTo(proxy, { password: 'wrong-password' }))
  await expect.poll(() => rig.folderDownloads.filter((one) => one.state === 'over').length).toBe(5)
  expect(told(id)).toMatchObject({ failed: 1, found: 0 })
  await run.proxies.give(signInTo(proxy))
  await expect.poll(() => told(id)).toMatchObject({ state: 'over', failed: 0, found: 2 })
  await expect.poll(() => told(anew)).toMatchObject({ state: 'over', failed: 0, found: 1 })
  for (const job of rig.engine.list()) expect(await rig.outcome(job.id)).toBe('done')
  expect(rig.engine.list()).toHaveLength(3)
  for (const at of paths) {
    const file = path.join(rig.downloadFolder, 'A', at)
    expect(await sha256OfFile(file)).toBe(await emulator.expectedSha256(`/A/${at}`))
  }
  // Nothing is left to go on with.
  const before = rig.folderDownloads.length
  rig.retryBehind(proxy.address)
  expect(rig.folderDownloads).toHaveLength(before)
})

it('folders that a proxy refused to list outlive a quit, and only those that were not asked for anew', async () => {
  const { proxy, emulator, run, rig } = await behindProxy()
  for (const at of ['A/one.mp4', 'A/deep/two.mp4', 'B/three.mp4', 'C/four.mp4'])
    emulator.addFile(`/${at}`, 300_000)
  const told = (of: string | undefined) => rig.folderDownloads.findLast((one) => one.id === of)
  const isOver = (of: string | undefined) => expect.poll(() => told(of)?.state).toBe('over')
  const [first, other] = await rig.folders.start(['/A/', '/B/'])
  for (const id of [first, other]) await isOver(id)
  const [anew] = await rig.folders.start(['/B/'])
  await isOver(anew)
  const [third] = await rig.folders.start(['/C/'])
  await isOver(third)
  await run.proxies.give(signInTo(proxy, { password: 'wrong-password' }))
  await expect.poll(() => rig.folderDownloads.filter((one) => one.state === 'over').length).toBe(7)
  await rig.folders.close()
  await rig.engine.close()

  const next = await transfersRig(emulator, { folder: path.dirname(rig.databaseFile) })
  next.engine.restore()
  next.resumeProfile(profileOf(emulator).id)
  await expect.poll(() => next.folders.list()).toEqual([])
  expect(next.folderDownloads.filter((one) => one.state === 'over').map(({ id }) => id)).toEqual(
    expect.arrayContaining([first, anew, third]),
  )
  expect(next.folderDownloads.map(({ id }) => id)).not.toContain(other)
  expect(next.engine.list()).toHaveLength(4)
  for (const job of next.engine.list()) expect(await next.outcome(job.id)).toBe('done')
  // Nothing is left to go on with.
  const before = next.folderDownloads.length
  next.resumeProfile(profileOf(emulator).id)
  expect(next.folderDownloads).toHaveLength(before)
})

it('folders that a proxy refused to list are not asked for any more once they are skipped', async () => {
  const { proxy, emulator, run, rig } = await behindProxy()
  for (const at of ['A/one.mp4', 'B/two.mp4']) emulator.addFile(`/${at}`, 300_000)
  const [skipped = '', other] = await rig.folders.start(['/A/', '/B/'])
  const told = (of: string | undefined) => rig.folderDownloads.findLast((one) => one.id === of)
  for (const id of [skipped, other]) await expect.poll(() => told(id)?.state).toBe('over')
  rig.folders.stop(skipped)
  await run.proxies.give(signInTo(proxy))
  await expect.poll(() => told(other)).toMatchObject({ state: 'over', failed: 0, found: 1 })
  expect(told(skipped)).toMatchObject({ failed: 1, found: 0 })
  rig.resumeProfile(profileOf(emulator).id)
  expect(rig.folders.list()).toEqual([])
  for (const job of rig.engine.list()) expect(await rig.outcome(job.id)).toBe('done')
  expect(rig.engine.list()).toHaveLength(1)
})

it('folders that a proxy refused to list go on when the account signs in through it', async () => {
  const { proxy, emulator, rig } = await behindProxy()
  emulator.addFile('/A/one.mp4', 300_000)
  const [id] = await rig.folders.start(['/A/'])
  const told = () => rig.folderDownloads.findLast((one) => one.id === id)
  await expect.poll(told).toMatchObject({ state: 'over', failed: 1 })
  proxy.want(null)
  rig.resumeProfile(profileOf(emulator).id)
  await expect.poll(told).toMatchObject({ state: 'over', failed: 0, found: 1 })
  for (const job of rig.engine.list()) expect(await rig.outcome(job.id)).toBe('done')
})

/** A server behind a tunnel whose proxy has been given its password. */
async function throughTunnel(choices: Pick<ProxyChoices, 'opensAfter'> = {}) {
  const proxy = await startHttpProxy({ wants: `me:${password}`, ...choices })
  const front = await tlsFront(await emulate(), certificate)
  const { proxies, network } = await proxyRig({
    folder: await temporaryFolder(),
    keychain: fakeKeychain(),
    list: `PROXY ${proxy.address}`,
    ca,
  })
  await proxies.give(signInTo(proxy))
  return { proxy, front, proxies, network }
}

it('what is forgotten lets nothing through any more, on connections that are open either', async () => {
  const { proxy, front, proxies, network } = await throughTunnel()
  const client = clientOf(front, {}, network)
  await client.query({ folder: '/' })
  await client.query({ folder: '/' })
  expect(proxy.asked).toHaveLength(1)
  await proxies.forget(proxy.address)
  expect(await failureOf(client.query({ folder: '/' }))).toMatchObject({ code: 'network.proxyAuth' })
  expect(proxy.given.at(-1)).toBeNull()
})

it('a tunnel that is being opened while its password is forgotten is closed', async () => {
  const opens = Promise.withResolvers<undefined>()
  const { proxy, front, proxies, network } = await throughTunnel({ opensAfter: opens.promise })
  const failure = failureOf(network.connect(new URL(front.origin)))
  // It is on its way to the proxy, with the password.
  await expect.poll(() => proxy.given).toEqual([`me:${password}`])
  await proxies.forget(proxy.address)
  opens.resolve(undefined)
  expect(await failure).toMatchObject({ code: 'network.connectionLost', retryable: true })
})

it('forgetting what is not known is fine', async () => {
  const { proxies } = await proxyRig({ folder: await temporaryFolder(), keychain: fakeKeychain() })
  expect(await proxies.forget('a:1')).toEqual([])
})
