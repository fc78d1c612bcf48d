import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { codeOf } from '#tests/support/app-error.ts'
import { description, electronUpdaterRig, installer, updateServer } from './update-rig.ts'

const never = new AbortController().signal
const ignore = (): void => undefined

it('a newer version is found, with its notes as text and its size', async () => {
  const { url, state, asked } = await updateServer()
  state.description = description(
    '9.1.0',
    'releaseNotes: "<h2>New</h2><ul><li>Faster &amp; calmer</li></ul>"',
  )
  const { port } = await electronUpdaterRig(url)
  expect(await port.check()).toEqual({
    version: '9.1.0',
    notes: 'New\n\n• Faster & calmer',
    size: installer.length,
  })
  // Nothing is fetched that was not asked for.
  expect(asked).toHaveLength(1)
})

it.each([
  ['the same', '1.4.0'],
  ['an older one', '1.3.9'],
  ['a test version of this one', '1.4.0-beta.2'],
])('%s is none', async (_what, version) => {
  const { url, state } = await updateServer()
  state.description = description(version)
  const { port } = await electronUpdaterRig(url, { version: '1.4.0' })
  expect(await port.check()).toBeNull()
})

it('a rollout is staged: none at 0 %, all at 100 %, and each computer keeps its place', async () => {
  const { url, state } = await updateServer()
  const { port, folder } = await electronUpdaterRig(url)
  state.description = description('9.0.0', 'stagingPercentage: 0')
  expect(await port.check()).toBeNull()
  state.description = description('9.0.0', 'stagingPercentage: 100')
  expect((await port.check())?.version).toBe('9.0.0')
  // The place is the last four bytes of this number.
  await writeFile(path.join(folder, 'user-data', '.updaterId'), '3f1a8b54-8a8b-5c1f-9d4e-0a0b40000000')
  const { port: next } = await electronUpdaterRig(url, { folder })
  state.description = description('9.0.0', 'stagingPercentage: 24')
  expect(await next.check()).toBeNull()
  state.description = description('9.0.0', 'stagingPercentage: 26')
  expect((await next.check())?.version).toBe('9.0.0')
})

it('is fetched, verified and kept until it is installed, which is not by itself', async () => {
  const { url } = await updateServer()
  const { port, updater, checked, pending, quits } = await electronUpdaterRig(url)
  await port.check()
  const shares: number[] = []
  await port.download((share) => shares.push(share), never)
  const file = path.join(pending, 'CloudRoom-Drive-9.0.0-win-setup.exe')
  expect(await readFile(file)).toEqual(installer)
  expect(checked).toEqual([
    { publishers: ['CloudRoom'], file: path.join(pending, 'temp-CloudRoom-Drive-9.0.0-win-setup.exe') },
  ])
  for (const share of shares) expect(share).toBeGreaterThanOrEqual(0)
  expect(Math.max(0, ...shares)).toBeLessThanOrEqual(1)
  expect([updater.installs, quits]).toEqual([[], []])

  await port.prepare()
  await port.install(true)
  expect(updater.installs).toEqual([{ file, silent: false, runsAfter: true }])
})

it('what is fetched of several setups is what has the size that was told', async () => {
  const { url, state } = await updateServer()
  const setups = ['win', 'win-x64', 'win-arm64'].map((kind) => `CloudRoom-Drive-9.0.0-${kind}-setup.exe`)
  const [, hash = ''] = /sha512: (\S+)/u.exec(description('9.0.0')) ?? []
  const described = setups.flatMap((name, place) => [
    `  - url: ${name}`,
    `    sha512: ${hash}`,
    `    size: ${place + 1}`,
  ])
  state.description = [
    'version: 9.0.0',
    'files:',
    ...described,
    `path: ${setups[0]}`,
    `sha512: ${hash}`,
  ].join('\n')
  const { port, pending } = await electronUpdaterRig(url)
  const size = (await port.check())?.size
  await port.download(ignore, never)
  const fetched = (await readdir(pending)).filter((name) => name.endsWith('.exe'))
  expect(fetched).toEqual([setups[(size ?? 0) - 1]])
})

it('installs silently when the user quits', async () => {
  const { url } = await updateServer()
  const { port, updater } = await electronUpdaterRig(url)
  await port.check()
  await port.download(ignore, never)
  await port.install(false)
  expect(updater.installs).toMatchObject([{ silent: true, runsAfter: false }])
})

it('a file that is not the described one is refused and thrown away', async () => {
  const { url, state } = await updateServer()
  state.installer = Buffer.from(installer.toString().replace('MZ', 'ZM'))
  const { port, pending, checked } = await electronUpdaterRig(url)
  await port.check()
  expect(await codeOf(port.download(ignore, never))).toBe('update.damaged')
  expect(await readdir(pending)).toEqual([])
  expect(checked).toEqual([])
})

it.each([
  ['the signature of somebody else', (): Promise<string> => Promise.resolve('signed by Mallory')],
  [
    'a signature that could not be looked at',
    (_publishers: string[], _file: string, log: { warn: (message: string) => void }): Promise<null> => {
      log.warn('Cannot execute Get-AuthenticodeSignature: … Ignoring signature validation')
      return Promise.resolve(null)
    },
  ],
])('a file with %s is refused and thrown away', async (_what, checkSignature) => {
  const { url } = await updateServer()
  const { port, pending, updater } = await electronUpdaterRig(url, { checkSignature })
  await port.check()
  expect(await codeOf(port.download(ignore, never))).toBe('update.notSigned')
  expect(await readdir(pending)).toEqual([])
  await port.install(true)
  expect(updater.installs).toEqual([])
})

it.each([
  ['no YAML', 'version: [unclosed'],
  ['nothing', ''],
  ['a sentence', 'Not here.'],
  ['a page of a hotel network', '<html><body>Please log in</body></html>'],
  ['no version', 'files: []'],
  ['no files', 'version: 9.0.0'],
  ['a version that is none', description('9.0.0').replace('version: 9.0.0', 'version: newest')],
  ['a file on another server', description('9.0.0').replaceAll('CloudRoom-Drive-', 'https://evil.example/')],
  ['a file outside its folder', description('9.0.0').replaceAll('CloudRoom-Drive-', '../../')],
])('a description that is %s is a clear error', async (_what, text) => {
  const { url, state } = await updateServer()
  state.description = text
  const { port } = await electronUpdaterRig(url)
  expect(await codeOf(port.check())).toBe('update.malformed')
})

it('a server without a description, and none at all, are told apart', async () => {
  const { url, state, server } = await updateServer()
  state.description = null
  const { port } = await electronUpdaterRig(url)
  expect(await codeOf(port.check())).toBe('update.malformed')
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  const { port: lonely } = await electronUpdaterRig(url)
  expect(await codeOf(lonely.check())).toBe('update.unreachable')
}, 20_000)

it('a file without a checksum is refused', async () => {
  const { url, state } = await updateServer()
  state.description = description('9.0.0').replaceAll(/ *sha512: .*\n/gu, '')
  const { port } = await electronUpdaterRig(url)
  await port.check()
  expect(await codeOf(port.download(ignore, never))).toBe('update.malformed')
})

it('a download can be given up and begun again', async () => {
  const { url, state, asked } = await updateServer()
  state.stallsAt = 100_000
  const { port, pending } = await electronUpdaterRig(url)
  await port.check()
  const stop = new AbortController()
  const given = codeOf(port.download(ignore, stop.signal))
  await expect.poll(() => asked.filter((file) => file.endsWith('.exe'))).toHaveLength(1)
  stop.abort()
  expect(await given).toBe('aborted')
  state.stallsAt = null
  await port.download(ignore, never)
  expect(await readdir(pending)).toContain('CloudRoom-Drive-9.0.0-win-setup.exe')
})

it('what was fetched and verified before a restart is not fetched again, unless it has changed', async () => {
  const { url, asked } = await updateServer()
  const { port, pending, folder } = await electronUpdaterRig(url)
  const fetched = (): number => asked.filter((name) => name.endsWith('.exe')).length
  const file = path.join(pending, 'CloudRoom-Drive-9.0.0-win-setup.exe')
  await port.check()
  await port.download(ignore, never)
  expect(fetched()).toBe(1)

  const { port: next, updater } = await electronUpdaterRig(url, { folder })
  await next.check()
  await next.download(ignore, never)
  expect(fetched()).toBe(1)
  await next.install(true)
  expect(updater.installs).toMatchObject([{ file }])

  await writeFile(file, 'something else')
  const { port: wary, checked } = await electronUpdaterRig(url, { folder })
  await wary.check()
  await wary.download(ignore, never)
  expect([fetched(), checked.length]).toEqual([2, 1])
  expect(await readFile(file)).toEqual(installer)
})
