import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { downloadFolder, expect, makeMp4, row, sha256Of, signIn, test, transferRow } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

test('a transfer is paused and goes on', async ({ app, server, keyring }) => {
  const { page } = app
  await signIn(page)
  server.setFaults('bandwidth=8000')
  await row(page, 'demo.mp4').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  const transfer = transferRow(page, 'demo.mp4')
  await expect(transfer).toContainText(/[KM]B\/s/u)
  await transfer.getByRole('button', { name: 'Pause “demo.mp4”' }).click()
  await expect(transfer).toContainText('Paused')
  server.clearFaults()
  await transfer.getByRole('button', { name: 'Resume “demo.mp4”' }).click()
  await expect(transfer).toContainText('Downloaded')
  expect(await sha256Of(path.join(downloadFolder(keyring), 'demo.mp4'))).toBe(
    await server.expectedSha256('/demo.mp4'),
  )
})

test('after the app was killed, every transfer is there and comes to its end by itself', async ({
  app,
  server,
  keyring,
  folder,
}) => {
  await signIn(app.page)
  server.setFaults('bandwidth=4000')
  const file = await makeMp4(folder, 'going up.mp4', 40_000_000)
  await app.dropFiles(app.page.getByRole('group', { name: 'Status bar' }), [file])
  for (const name of ['welcome.mp4', 'demo.mp4']) {
    await row(app.page, name).click()
    await app.page.getByRole('button', { name: 'Download', exact: true }).click()
  }
  await expect(transferRow(app.page, 'going up.mp4')).toContainText(/[KM]B\/s/u)
  await expect(transferRow(app.page, 'demo.mp4')).toContainText(/[KM]B\/s/u)

  await app.relaunch({ kill: true })
  server.clearFaults()
  await app.page.getByRole('button', { name: 'Transfers', exact: true }).click()
  await expect(transferRow(app.page, 'going up.mp4')).toContainText('Uploaded', { timeout: 30_000 })
  await expect(transferRow(app.page, 'welcome.mp4')).toContainText('Downloaded', { timeout: 30_000 })
  await expect(transferRow(app.page, 'demo.mp4')).toContainText('Downloaded', { timeout: 30_000 })
  await expect(app.page.getByRole('region', { name: 'Transfers' }).getByRole('row')).toHaveCount(3)

  expect((await server.stored('/going up.mp4'))?.sha256).toBe(await sha256Of(file))
  const names = (await readdir(downloadFolder(keyring))).filter((name) => !name.endsWith('.part'))
  expect(names.toSorted()).toEqual(['demo.mp4', 'welcome.mp4'])
  for (const name of names) {
    expect(await sha256Of(path.join(downloadFolder(keyring), name))).toBe(
      await server.expectedSha256(`/${name}`),
    )
  }
})

test('what waits at a start for a server that is silent says so, and goes on when it answers', async ({
  app,
  server,
  folder,
}) => {
  await signIn(app.page)
  server.setFaults('bandwidth=4000')
  // More than the buffers of both ends take at once.
  const file = await makeMp4(folder, 'going up.mp4', 40_000_000)
  await app.dropFiles(app.page.getByRole('group', { name: 'Status bar' }), [file])
  await expect(transferRow(app.page, 'going up.mp4')).toContainText(/[KM]B\/s/u)

  server.setFaults('stall@query')
  await app.relaunch({ kill: true })
  await app.page.getByRole('button', { name: 'Transfers', exact: true }).click()
  await expect(transferRow(app.page, 'going up.mp4')).toContainText('Continues when the server answers')
  server.clearFaults()
  await expect(transferRow(app.page, 'going up.mp4')).toContainText('Uploaded', { timeout: 30_000 })
  expect((await server.stored('/going up.mp4'))?.sha256).toBe(await sha256Of(file))
})

test('what may pass is tried again by itself', async ({ app, server, keyring }) => {
  await signIn(app.page)
  server.setFaults('drop@download*1')
  await row(app.page, 'welcome.mp4').click()
  await app.page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect(transferRow(app.page, 'welcome.mp4')).toContainText('Will retry')
  await expect(transferRow(app.page, 'welcome.mp4')).toContainText('Downloaded')
  expect(await sha256Of(path.join(downloadFolder(keyring), 'welcome.mp4'))).toBe(
    await server.expectedSha256('/welcome.mp4'),
  )
})
