import type { Page } from '@playwright/test'
import { contextItem, contextLabels } from './context-menu.ts'
import type { AppDriver } from './driver/app-driver.ts'
import { expect, keys, makeMp4, row, signIn, test, transferRow } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Toolbar' })
const hint = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

/** Waits until the application menu says of these commands whether they apply. */
async function expectApplying(app: AppDriver, states: Readonly<Record<string, boolean>>): Promise<void> {
  const now = async () => {
    const items = Object.keys(states).map(async (id) => [id, (await app.menuItem(id))?.enabled] as const)
    return Object.fromEntries(await Promise.all(items))
  }
  await expect.poll(now).toEqual(states)
}

test('the application menu offers what applies, and nothing else', async ({ app, server, folder }) => {
  const { page } = app
  const file = await makeMp4(folder, 'later.mp4', 300_000)
  await signIn(page)
  const onSelection = ['open', 'preview', 'download', 'delete', 'copyNames', 'copyPaths', 'copyLinks']
  const all = (ids: readonly string[], applies: boolean) => Object.fromEntries(ids.map((id) => [id, applies]))

  // At the start: nothing is selected, nowhere to go back or up to.
  await expectApplying(app, {
    ...all([...onSelection, 'back', 'forward', 'up', 'undoDelete', 'clearSelection', 'showInFolder'], false),
    ...all(['upload', 'uploadFolder', 'selectAll', 'refresh', 'search', 'filter', 'column.size'], true),
  })
  await row(page, 'welcome.mp4').click()
  await expectApplying(app, all([...onSelection, 'clearSelection'], true))
  await row(page, 'Projects').click()
  await expectApplying(app, { open: true, delete: false, copyLinks: false, preview: false, download: true })
  await page.keyboard.press('Enter')
  await expectApplying(app, { back: true, up: true, forward: false, open: false })
  await page.keyboard.press(keys.back)
  await expectApplying(app, { back: false, up: false, forward: true })

  // Tiles have no columns.
  await page.keyboard.press('ControlOrMeta+2')
  await expectApplying(app, {
    ...all(['column.size', 'column.time', 'resetColumns'], false),
    'sort.size': true,
  })
  await page.keyboard.press('ControlOrMeta+1')
  await expectApplying(app, all(['column.size', 'column.time'], true))

  // Results are from many folders: none of them is the one to upload into, neither by command nor by a drop among them.
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.type('welcome')
  const results = page.getByRole('grid', { name: 'Search results' })
  await expect(row(page, 'welcome.mp4')).toBeVisible()
  await expectApplying(app, { upload: false, uploadFolder: false, 'view.grid': false, 'column.size': true })
  const reason = 'Close the search to upload into the folder behind it'
  const uploadButton = toolbar(page)
    .getByRole('button', { name: /^Upload/u })
    .first()
  await expect(uploadButton).toHaveAttribute('aria-disabled', 'true')
  await expect(uploadButton).toHaveAttribute('aria-description', reason)
  await app.dragFilesOver(results, [file])
  await expect(hint(page, reason)).toBeVisible()
  await app.dropFiles(results, [file])
  await expect(hint(page, reason)).toHaveCount(0)
  const node = page.getByRole('tree', { name: 'Folders' }).getByRole('treeitem', { name: 'Projects' })
  await app.dragFilesOver(node, [file])
  await expect(hint(page, 'Upload 1 item to “Projects”')).toBeVisible()
  await app.dropFiles(node, [file])
  await expect.poll(async () => (await server.stored('/Projects/later.mp4'))?.size).toBe(300_000)
  expect(server.state().requests.upload).toBe(1)
  await page.getByRole('searchbox', { name: 'Search all folders' }).press('Escape')
  await expectApplying(app, { upload: true, uploadFolder: true })

  // Without a network nothing can be uploaded, wherever it is asked for.
  await app.setOnline(false)
  await expectApplying(app, { upload: false, uploadFolder: false })
  const offline = 'There is no network: files can be uploaded once it is back'
  await toolbar(page).getByRole('button', { name: 'Choose files or folders' }).click()
  await expect(page.getByRole('menuitem', { name: /^Upload Files/u })).toHaveAttribute('title', offline)
  await page.keyboard.press('Escape')
  await node.click({ button: 'right' })
  await expect
    .poll(() => contextItem(app, 'Upload Files…'))
    .toMatchObject({ enabled: false, reason: offline })
  await app.contextMenu.close()
  await app.setOnline(true)
  await expectApplying(app, { upload: true, uploadFolder: true })

  // The system fills it elsewhere, and Electron's own dialog cannot be read.
  if (app.runtime === 'chromium' && process.platform === 'linux') {
    await app.clickMenu('about')
    await expect
      .poll(async () => (await app.recorded('aboutPanel')).at(-1)?.details)
      .toMatchObject({
        applicationName: 'CloudRoom Drive',
        applicationVersion: expect.stringMatching(/^\d/u),
      })
  }

  // The menu of a button is answered first, and so is a dialog: keys and the menu bar do nothing to the list behind them.
  await row(page, 'welcome.mp4').click()
  await expectApplying(app, { download: true })
  await page.getByRole('button', { name: 'Account and settings' }).click()
  await expect(page.getByRole('menu')).toBeFocused()
  await page.keyboard.press('ControlOrMeta+d')
  await expectApplying(app, all([...onSelection, 'upload', 'selectAll', 'refresh', 'search'], false))
  await page.keyboard.press('Escape')
  await expectApplying(app, { download: true })
  await expect(transferRow(page, 'welcome.mp4')).toHaveCount(0)
  expect(server.state().requests.download).toBe(0)
  await app.clickMenu('settings')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectApplying(app, all(['upload', 'selectAll', 'refresh', 'search'], false))
})

test('the background, a selection, results and a crumb have their own menus, by mouse and by keyboard', async ({
  app,
}) => {
  const { page } = app
  await signIn(page)
  const labels = () => contextLabels(app)
  const expectEnabled = (label: string, enabled: boolean) =>
    expect.poll(() => contextItem(app, label)).toMatchObject({ enabled })
  const list = page.getByRole('grid', { name: 'Files' })
  const ofFolder = ['Upload Files…', 'Upload Folder…', 'Filter List', 'Enclosing folder']
  const ofList = ['Select All', 'Refresh', 'Export List as CSV…']
  await row(page, 'Projects').dblclick()
  await expect(row(page, 'kick-off.mp4')).toBeVisible()

  // The background's, which lets go of what is selected; the keyboard gets it where nothing is.
  await row(page, 'kick-off.mp4').click()
  const box = await list.boundingBox()
  if (box === null) throw new Error('The list is not drawn')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height - 60, { button: 'right' })
  await expect.poll(labels).toEqual([...ofFolder, 'Use View and Order for All Folders', ...ofList])
  await app.contextMenu.close()
  await expect.poll(labels).toBeNull()
  await expect(list).toBeFocused()
  await page.keyboard.press('Shift+F10')
  for (const name of ofFolder) await expectEnabled(name, true)
  await app.contextMenu.close()
  await page.keyboard.press('ContextMenu')
  await app.contextMenu.choose('Enclosing folder')
  await expect(row(page, 'welcome.mp4')).toBeVisible()

  // One selection, one menu: a right click on part of it keeps it.
  const status = page.getByRole('group', { name: 'Status bar' })
  await row(page, 'demo.mp4').click()
  await row(page, 'welcome.mp4').click({ modifiers: ['ControlOrMeta'] })
  await row(page, 'demo.mp4').click({ button: 'right' })
  await expect(status).toContainText('2 selected')
  await expectEnabled('Copy Names', true)
  await expectEnabled('Open', true)
  await expectEnabled('Open with System Player', false)
  await expectEnabled('Delete', true)
  await app.contextMenu.close()
  await page.keyboard.press('Shift+F10')
  await app.contextMenu.choose('Copy Names')
  await expect(page.getByText('Copied 2 lines').first()).toBeVisible()
  await row(page, '使用说明.mp4').click({ button: 'right' })
  await expect(status).toContainText('1 selected')
  await app.contextMenu.close()

  // Results.
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.type('mp4')
  await expect(status).toContainText(/\d results/u)
  const results = page.getByRole('grid', { name: 'Search results' })
  await page.keyboard.press('ArrowDown')
  await expect(results).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(status).toContainText(/[34] selected/u)
  await page.keyboard.press('ContextMenu')
  await expectEnabled('Show in Folder', false)
  await expectEnabled('Download', true)
  await app.contextMenu.close()
  await row(page, 'demo.mp4').click({ button: 'right' })
  await expectEnabled('Delete', true)
  await app.contextMenu.close()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+F10')
  await expect.poll(labels).toEqual(ofList)
  await app.contextMenu.close()
  await page.keyboard.press('Escape')
  await expect(results).toHaveCount(0)

  // A crumb has its folder's.
  const crumb = page
    .getByRole('navigation', { name: 'Current location' })
    .getByRole('button', { name: 'All Recordings' })
  await row(page, 'Projects').dblclick()
  await expect(row(page, 'kick-off.mp4')).toBeVisible()
  await crumb.click({ button: 'right' })
  await expect.poll(labels).toEqual(['Open', 'Upload Files…', 'Download', 'Copy Path'])
  await app.contextMenu.close()
  await crumb.focus()
  await page.keyboard.press('Shift+F10')
  await app.contextMenu.choose('Open')
  await expect(row(page, 'welcome.mp4')).toBeVisible()
})
