import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { contextLabels } from './context-menu.ts'
import { expect, makeMp4, row, sha256Of, signIn, test, transferRow } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

/** What is drawn around the list while files would go to the folder that it shows. */
const shownFolder = (page: Page) => page.locator('.content')

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

test('files dropped beside the rows of the list or on a recording go into the folder that is shown', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  await signIn(page)
  await row(page, 'Projects').dblclick()
  const list = page.getByRole('grid', { name: 'Files' })
  const recording = list.getByRole('row').filter({ hasText: '.mp4' }).first()
  await expect(recording).toBeVisible()
  const below = await list.evaluate((grid) => {
    const box = grid.getBoundingClientRect()
    return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.getAttribute('role')
  })
  expect(below).toBe('rowgroup')
  const places = [
    { name: 'beside the rows.mp4', target: list },
    { name: 'on a recording.mp4', target: recording },
  ]
  for (const { name, target } of places) {
    const file = await makeMp4(folder, name, 400_000)
    await app.dragFilesOver(target, [file])
    await expect(shownFolder(page)).toHaveClass(/target/u)
    await expect(page.getByRole('status').filter({ hasText: 'Upload 1 item to “Projects”' })).toBeVisible()
    await expect(page.locator('.drop-target')).toHaveCount(0)
    await app.dropFiles(target, [file])
    await expect(shownFolder(page)).not.toHaveClass(/target/u)
    await expect
      .poll(async () => (await server.stored(`/Projects/${name}`))?.sha256)
      .toBe(await sha256Of(file))
  }
})

test('files dropped on a folder row go into that folder', async ({ app, server, folder }) => {
  const { page } = app
  await signIn(page)
  const files = [await makeMp4(folder, 'one.mp4', 400_000), await makeMp4(folder, 'two.mp4', 500_000)]
  await app.dragFilesOver(row(page, 'Projects'), files)
  await expect(page.getByRole('status').filter({ hasText: 'Upload 2 items to “Projects”' })).toBeVisible()
  await expect(row(page, 'Projects')).toHaveClass(/drop-target/u)
  await expect(shownFolder(page)).not.toHaveClass(/target/u)
  await app.dropFiles(row(page, 'Projects'), files)
  await expect(transferRow(page, 'two.mp4')).toContainText('Uploaded')
  await expect.poll(async () => (await server.stored('/Projects/one.mp4'))?.size).toBe(400_000)
  expect((await server.stored('/Projects/two.mp4'))?.sha256).toBe(await sha256Of(files[1] ?? ''))

  // The same as a tile.
  await page.keyboard.press('ControlOrMeta+2')
  const tile = page.getByRole('option').filter({ hasText: 'Projects' })
  const third = await makeMp4(folder, 'three.mp4', 400_000)
  await app.dragFilesOver(tile, [third])
  await expect(page.getByRole('status').filter({ hasText: 'Upload 1 item to “Projects”' })).toBeVisible()
  await expect(tile).toHaveClass(/drop-target/u)
  await app.dropFiles(tile, [third])
  await expect
    .poll(async () => (await server.stored('/Projects/three.mp4'))?.sha256)
    .toBe(await sha256Of(third))
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
  await app.dragFilesOver(node, [file])
  await expect(node).toHaveClass(/drop-target/u)
  await app.dropFiles(node, [file])
  await expect(node).not.toHaveClass(/drop-target/u)
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

  // Now in Projects: a place above the list takes them into a folder further up.
  const place = page.getByRole('navigation', { name: 'Current location' })
  const crumb = place.getByRole('button', { name: 'All Recordings' })
  const third = await makeMp4(folder, 'to the crumb.mp4', 400_000)
  await app.dragFilesOver(crumb, [third])
  const hint = page.getByRole('status').filter({ hasText: /to “All Recordings”/u })
  await expect(hint).toHaveText('Upload 1 item to “All Recordings”')
  await expect(crumb).toHaveClass(/drop-target/u)
  await expect(shownFolder(page)).not.toHaveClass(/target/u)
  await app.dropFiles(crumb, [third])
  await expect(transferRow(page, 'to the crumb.mp4')).toContainText('Uploaded')
  await expect
    .poll(async () => (await server.stored('/to the crumb.mp4'))?.sha256)
    .toBe(await sha256Of(third))
  await expect(crumb).not.toHaveClass(/drop-target/u)

  // The place that is shown is the list itself, wherever it is meant.
  const here = place.getByRole('button', { name: 'Projects' })
  await app.dragFilesOver(here, [third])
  await expect(shownFolder(page)).toHaveClass(/target/u)
  await expect(here).not.toHaveClass(/drop-target/u)

  // What is no recording is refused while it hangs there, with the reason.
  const note = path.join(folder, 'notes.txt')
  await writeFile(note, 'no video')
  await app.dragFilesOver(row(page, 'Deep'), [note])
  await expect(page.getByRole('status').filter({ hasText: 'Only MP4 recordings' })).toBeVisible()
  await expect(row(page, 'Deep')).not.toHaveClass(/drop-target/u)
  await app.dropFiles(row(page, 'Deep'), [note])
  await expect(page.getByRole('status').filter({ hasText: 'Only MP4 recordings' })).toHaveCount(0)
  await expect(page.getByRole('dialog')).toHaveCount(0)

  // A folder of the tree has its own menu.
  await node.click({ button: 'right' })
  await expect.poll(() => contextLabels(app)).toEqual(['Open', 'Upload Files…', 'Download', 'Copy Path'])
  const chosen = await makeMp4(folder, 'by the menu.mp4', 400_000)
  await app.scriptDialog({ filePaths: [chosen] })
  await app.contextMenu.choose('Upload Files…')
  await expect
    .poll(async () => (await server.stored('/Projects/by the menu.mp4'))?.sha256)
    .toBe(await sha256Of(chosen))
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
