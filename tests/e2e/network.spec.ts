import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Emulator } from '#emulator/server.ts'
import { launchApp } from './driver/launch.ts'
import type { Keyring } from './driver/keyring.ts'
import {
  downloadFolder,
  expect,
  makeMp4,
  ownDownloads,
  row,
  sha256Of,
  signIn,
  test,
  transferRow,
} from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

/** All of demo.mp4 is there, nothing else is, and what came over the network more than once is little. */
async function expectDownloaded(server: Emulator, keyring: Keyring): Promise<void> {
  const target = downloadFolder(keyring)
  expect(await readdir(target)).toEqual(['demo.mp4'])
  expect(await sha256Of(path.join(target, 'demo.mp4'))).toBe(await server.expectedSha256('/demo.mp4'))
  const size = server.listing().find((file) => file.path === '/demo.mp4')?.size ?? 0
  expect(server.state().bytesServed['/demo.mp4']).toBeLessThan(size + 2 * 2 ** 20)
}

test('a download that loses the network waits for it, and goes on as soon as it is back', async ({
  app,
  server,
  keyring,
}) => {
  const { page } = app
  await signIn(page)
  server.setFaults('bandwidth=8000', 'drop-at=25%')
  await row(page, 'demo.mp4').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  const transfer = transferRow(page, 'demo.mp4')
  await expect(transfer).toContainText(/[KM]B\/s/u)
  await app.setOnline(false)
  await expect(transfer).toContainText('Waiting for the network')
  // It is the network's return that counts, not how long to wait after a failure.
  server.clearFaults()
  await expect(transfer).toContainText('Waiting for the network')
  await app.setOnline(true)
  await expect(transfer).toContainText('Downloaded')
  await expectDownloaded(server, keyring)
})

test('a download survives that the computer sleeps', async ({ app, server, keyring }) => {
  const { page } = app
  await signIn(page)
  server.setFaults('bandwidth=4000')
  await row(page, 'demo.mp4').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  const transfer = transferRow(page, 'demo.mp4')
  await expect(transfer).toContainText(/[KM]B\/s/u)
  await app.emitPowerEvent('suspend')
  await expect(transfer).toContainText('Continues when the computer wakes up')
  server.clearFaults()
  await app.emitPowerEvent('resume')
  await expect(transfer).toContainText('Downloaded')
  await expectDownloaded(server, keyring)
})

test('an upload that the computer slept through starts over and arrives once', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  await signIn(page)
  server.setFaults('bandwidth=4000')
  const file = await makeMp4(folder, 'going up.mp4', 20_000_000)
  await app.dropFiles(page.getByRole('group', { name: 'Status bar' }), [file])
  const transfer = transferRow(page, 'going up.mp4')
  await expect(transfer).toContainText(/[KM]B\/s/u)
  await app.emitPowerEvent('suspend')
  await expect(transfer).toContainText('Continues when the computer wakes up')
  server.clearFaults()
  await app.emitPowerEvent('resume')
  await expect(transfer).toContainText('Uploaded')
  expect((await server.stored('/going up.mp4'))?.sha256).toBe(await sha256Of(file))
  expect(server.listing().filter((item) => item.path.includes('going up'))).toHaveLength(1)
})

test('a damaged list of transfers is told of, kept, and does not keep the app from working', async ({
  server,
  keyring,
  folder,
}) => {
  await writeFile(path.join(folder, 'library.db'), 'no database at all'.repeat(1000))
  const app = await launchApp({
    settings: ownDownloads(keyring),
    args: [`--server=${server.url}`],
    env: keyring.env,
    userDataDir: folder,
  })
  try {
    const { page } = app
    await signIn(page)
    const notice = page.getByRole('status').filter({ hasText: 'The list of transfers was damaged' })
    await expect(notice).toContainText('library.db.damaged-')
    await notice.getByRole('button', { name: 'Dismiss' }).click()
    await expect(notice).toBeHidden()
    await row(page, 'welcome.mp4').click()
    await page.getByRole('button', { name: 'Download', exact: true }).click()
    await expect(transferRow(page, 'welcome.mp4')).toContainText('Downloaded')
    expect((await readdir(folder)).filter((name) => name.startsWith('library.db.damaged-'))).not.toEqual([])
  } finally {
    await app.close()
  }
})
