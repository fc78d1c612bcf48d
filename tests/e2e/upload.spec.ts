import type { Page } from '@playwright/test'
import { expect, makeMp4, row, sha256Of, signIn, test, transferRow } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

/** A place in the window that is no folder row: what is dropped here goes into the folder that is shown. */
const besideRows = (page: Page) => page.getByRole('group', { name: 'Status bar' })

test('a file dropped on the window is uploaded, byte for byte, and shown', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  await signIn(page)
  const file = await makeMp4(folder, '会议 dropped.mp4', 3_000_000)
  await app.dropFiles(besideRows(page), [file])
  await expect(transferRow(page, '会议 dropped.mp4')).toContainText('Uploaded')
  await expect(row(page, '会议 dropped.mp4')).toBeVisible()
  expect((await server.stored('/会议 dropped.mp4'))?.sha256).toBe(await sha256Of(file))
})

test('files dropped on a folder row go into that folder', async ({ app, server, folder }) => {
  const { page } = app
  await signIn(page)
  const files = [await makeMp4(folder, 'one.mp4', 400_000), await makeMp4(folder, 'two.mp4', 500_000)]
  await app.dragFilesOver(row(page, 'Projects'), files)
  await expect(page.getByRole('status').filter({ hasText: 'Upload 2 items to “Projects”' })).toBeVisible()
  await app.dropFiles(row(page, 'Projects'), files)
  await expect(transferRow(page, 'two.mp4')).toContainText('Uploaded')
  await expect.poll(async () => (await server.stored('/Projects/one.mp4'))?.size).toBe(400_000)
  expect((await server.stored('/Projects/two.mp4'))?.sha256).toBe(await sha256Of(files[1] ?? ''))
})

test('folders beside the list take files, too, and open under files that are held over them', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  server.addFolder('/Projects/Deep/')
  await signIn(page)
  const tree = page.getByRole('tree', { name: 'Folders' })
  const node = tree.getByRole('treeitem', { name: 'Projects', exact: true })
  const file = await makeMp4(folder, 'to the tree.mp4', 400_000)
  await app.dropFiles(node, [file])
  await expect(transferRow(page, 'to the tree.mp4')).toContainText('Uploaded')
  await expect
    .poll(async () => (await server.stored('/Projects/to the tree.mp4'))?.sha256)
    .toBe(await sha256Of(file))
  await expect(row(page, 'welcome.mp4')).toBeVisible()

  const second = await makeMp4(folder, 'further down.mp4', 400_000)
  await app.dragFilesOver(row(page, 'Projects'), [second])
  await expect(row(page, 'Deep')).toBeVisible()
  await app.dropFiles(row(page, 'Deep'), [second])
  await expect(transferRow(page, 'further down.mp4')).toContainText('Uploaded')
  await expect
    .poll(async () => (await server.stored('/Projects/Deep/further down.mp4'))?.sha256)
    .toBe(await sha256Of(second))
})

test('the button asks which files, and cancelling changes nothing', async ({ app, server, folder }) => {
  const { page } = app
  await signIn(page)
  await app.scriptDialog(null)
  await page.getByRole('button', { name: 'Upload', exact: true }).click()
  const file = await makeMp4(folder, 'chosen.mp4', 350_000)
  await app.scriptDialog({ filePaths: [file] })
  await page.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(transferRow(page, 'chosen.mp4')).toContainText('Uploaded')
  expect((await server.stored('/chosen.mp4'))?.sha256).toBe(await sha256Of(file))
  expect(server.state().requests.upload).toBe(1)
})

test('an answer that is lost after the file was stored counts as success', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  await signIn(page)
  server.setFaults('upload-drop-after-store')
  const file = await makeMp4(folder, 'lost answer.mp4', 900_000)
  await app.dropFiles(besideRows(page), [file])
  await expect(transferRow(page, 'lost answer.mp4')).toContainText('Uploaded')
  expect(server.state().requests.upload).toBe(1)
  expect((await server.stored('/lost answer.mp4'))?.sha256).toBe(await sha256Of(file))
})

test('an upload shows its progress, can be cancelled, and can be started over', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  await signIn(page)
  server.setFaults('bandwidth=8000')
  const file = await makeMp4(folder, 'slow.mp4', 30_000_000)
  await app.dropFiles(besideRows(page), [file])
  const transfer = transferRow(page, 'slow.mp4')
  await expect(transfer).toContainText(/MB\/s|KB\/s/u)
  await transfer.getByRole('button', { name: 'Cancel “slow.mp4”' }).click()
  await expect(transfer).toContainText('Cancelled')
  expect(await server.stored('/slow.mp4')).toBeNull()
  server.clearFaults()
  await transfer.getByRole('button', { name: 'Retry “slow.mp4”' }).click()
  await expect(transfer).toContainText('Uploaded')
  expect((await server.stored('/slow.mp4'))?.sha256).toBe(await sha256Of(file))
})
