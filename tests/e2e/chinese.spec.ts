import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { Emulator } from '#emulator/server.ts'
import { contextItem } from './context-menu.ts'
import {
  clipboardOf,
  expect,
  keys,
  makeMp4,
  row,
  sha256Of,
  signIn,
  test,
  transferRow,
  words,
} from './fixture.ts'

/*
 * What the explorer does, read and typed in Chinese. The words stand here as people read them: taken from the app's
 * own texts they would hold whatever language these are in.
 */
test.use({ serverOptions: { seed: 'demo' }, appOptions: { locale: 'zh-CN' } })

const grid = (page: Page) => page.getByRole('grid', { name: '文件列表' })
const status = (page: Page) => page.getByRole('group', { name: '状态栏' })
const place = (page: Page) => page.getByRole('navigation', { name: '当前位置' })
const header = (page: Page, name: string) => page.getByRole('columnheader', { name })

/** The names of the rows, as they are from top to bottom. */
const names = (page: Page): Promise<string[]> => grid(page).locator('[data-key] .name').allInnerTexts()

/** Types a word as an input method does: letters that are being composed first, then what they become. */
async function composeInto(field: Locator, letters: string, word: string): Promise<void> {
  const keyboard = await field.page().context().newCDPSession(field.page())
  const end = letters.length
  await keyboard.send('Input.imeSetComposition', { text: letters, selectionStart: end, selectionEnd: end })
  await expect(field).toHaveValue(letters)
  await keyboard.send('Input.insertText', { text: word })
  await expect(field).toHaveValue(word)
  await keyboard.detach()
}

const wasAskedToDelete = (server: Emulator): boolean =>
  server.state().log.some(({ endpoint }) => endpoint === 'delete')

test('folders, search, views, places and menus', async ({ app, server }) => {
  test.slow()
  const { page } = app
  server.addFolder('/培训资料/第一季度/')
  await signIn(page, {}, words.zh)

  // A folder is opened by keyboard; its names are in the order of their pinyin, not of their code points.
  await grid(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ControlOrMeta+l')
  await page.keyboard.type('会议录像')
  await page.keyboard.press('Enter')
  await expect(status(page)).toContainText('1 个文件夹，4 个录像')
  const byPinyin = ['产品评审会.mp4', '年度总结大会.mp4', '预算讨论.mp4', '周例会 第38周.mp4']
  await expect.poll(() => names(page)).toEqual(['销售部', ...byPinyin])
  await header(page, '名称').getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(header(page, '名称')).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(() => names(page)).toEqual(['销售部', ...byPinyin.toReversed()])
  await header(page, '名称').getByRole('button').click()
  await expect.poll(() => names(page)).toEqual(['销售部', ...byPinyin])
  await app.clickMenu('大小')
  await expect(header(page, '大小')).toHaveAttribute('aria-sort', 'descending')
  await app.clickMenu('sort.name')

  // Filtered as one types, by what an input method makes of the keys.
  await page.keyboard.press('ControlOrMeta+Shift+f')
  const filter = page.getByRole('searchbox', { name: '筛选列表' })
  await expect(filter).toBeFocused()
  await composeInto(filter, 'hui', '会')
  await expect(page.getByText('3 / 5 项')).toBeVisible()
  await expect.poll(() => names(page)).toEqual([byPinyin[0], byPinyin[1], byPinyin[3]])
  await filter.fill('没有这个')
  await expect(page.getByRole('heading', { name: '没有匹配的项目' })).toBeVisible()
  await expect(page.getByText('这个文件夹里没有名称含“没有这个”的项目。')).toBeVisible()
  await page.getByRole('button', { name: '关闭筛选' }).click()
  await expect(filter).toHaveCount(0)
  await expect.poll(() => names(page)).toHaveLength(5)

  // Searched, with a word that is composed; a result shows where it is.
  await page.keyboard.press('ControlOrMeta+f')
  const search = page.getByRole('searchbox', { name: '搜索全部文件夹' })
  await composeInto(search, 'ping shen', '评审')
  await expect(page.getByRole('grid', { name: '搜索结果' })).toBeVisible()
  await expect(status(page)).toContainText('1 个文件夹中的 1 个结果')
  await expect(row(page, '产品评审会.mp4').locator('mark')).toHaveText('评审')
  await page.getByRole('combobox', { name: '大小' }).selectOption('大于 500 MB')
  await expect(page.getByRole('heading', { name: '没有找到“评审”' })).toBeVisible()
  await page.getByRole('button', { name: '清除搜索条件' }).click()
  await row(page, '产品评审会.mp4').click({ button: 'right' })
  await app.contextMenu.choose('在文件夹中显示')
  await expect(search).toHaveValue('')
  await expect(row(page, '产品评审会.mp4')).toHaveAttribute('aria-selected', 'true')

  // Columns, by the menu of a header, by mouse and by keyboard, and by the application's.
  await expect(page.getByRole('columnheader')).toHaveText(['名称', '大小', '上传时间'])
  await header(page, '大小').click({ button: 'right' })
  await app.contextMenu.choose('上传时间')
  await expect(page.getByRole('columnheader')).toHaveText(['名称', '大小'])
  await header(page, '大小').getByRole('button').focus()
  await page.keyboard.press('Shift+F10')
  await expect.poll(() => contextItem(app, '上传时间')).toMatchObject({ isChoice: true, checked: false })
  await app.contextMenu.choose('恢复默认列')
  await expect(page.getByRole('columnheader')).toHaveText(['名称', '大小', '上传时间'])
  await app.clickMenu('column.size')
  await expect(page.getByRole('columnheader')).toHaveText(['名称', '上传时间'])
  await app.clickMenu('恢复默认列')
  await expect(page.getByRole('columnheader')).toHaveText(['名称', '大小', '上传时间'])

  // Tiles, and what the details say of the one that the keyboard is on.
  await page.keyboard.press('ControlOrMeta+2')
  const tiles = page.getByRole('listbox', { name: '文件列表' })
  await expect(tiles.getByRole('option')).toHaveCount(5)
  await tiles.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ControlOrMeta+i')
  const details = page.getByRole('complementary', { name: '详细信息' })
  await expect(details.getByRole('heading')).toHaveText('销售部')
  await tiles.getByRole('option', { name: '预算讨论.mp4' }).click()
  await expect(details).toContainText('所在文件夹/会议录像/')
  await tiles.getByRole('option', { name: '销售部' }).dblclick()
  await expect(place(page).getByRole('button', { name: '销售部' })).toHaveAttribute('aria-current', 'page')
  await page.keyboard.press('ControlOrMeta+i')

  // The tree, by arrow and by key, and back by the crumbs.
  const tree = page.getByRole('tree', { name: '文件夹' })
  const node = (name: string) => tree.getByRole('treeitem', { name, exact: true })
  await node('培训资料').locator('.arrow').click()
  await node('第一季度').click()
  await expect(page.getByRole('heading', { name: '这里还没有录像' })).toBeVisible()
  await tree.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(row(page, '信息安全.mp4')).toBeVisible()
  await place(page).getByRole('button', { name: '全部录像' }).click()
  await expect(row(page, '使用说明.mp4')).toBeVisible()

  // A place that is typed: what is not there is said, what is there is gone to.
  await page.keyboard.press('ControlOrMeta+l')
  const typed = page.getByRole('combobox', { name: '前往文件夹' })
  await composeInto(typed, 'mei you', '没有')
  await typed.press('Enter')
  await expect(page.getByRole('alert')).toContainText('“全部录像”里没有文件夹“没有”。')
  await typed.fill('/会议录像/销售部/')
  await typed.press('Enter')
  await expect(place(page).getByRole('button', { name: '销售部' })).toHaveAttribute('aria-current', 'page')
  await page.getByRole('button', { name: '上一级' }).click()
  await expect(place(page).getByRole('button', { name: '会议录像' })).toHaveAttribute('aria-current', 'page')
  await page.keyboard.press('ControlOrMeta+1')

  // Selected by mouse and by keyboard, and what can be done with it.
  await row(page, '产品评审会.mp4').click()
  await row(page, '预算讨论.mp4').click({ modifiers: ['Shift'] })
  await expect(status(page)).toContainText('已选 3 项')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(status(page)).toContainText('已选 4 项')
  await app.clickMenu('全选')
  await expect(status(page)).toContainText('已选 5 项')
  await row(page, '预算讨论.mp4').click({ button: 'right' })
  await expect
    .poll(() => contextItem(app, '删除'))
    .toMatchObject({ enabled: false, reason: '网盘接口不支持删除文件夹，请只选择录像' })
  await app.contextMenu.close()
  await page.keyboard.press('Escape')
  await expect(status(page)).not.toContainText('已选')
  await row(page, '预算讨论.mp4').click()
  await page.keyboard.press('Shift+F10')
  await app.contextMenu.choose('下载')
  await expect(transferRow(page, '预算讨论.mp4', words.zh)).toContainText('已下载')
  await grid(page).focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('dialog', { name: '播放器：预算讨论.mp4' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('dropping, deleting, copying, exporting, and what is said when something is wrong', async ({
  app,
  server,
  folder,
}) => {
  test.slow()
  const { page } = app
  await signIn(page, {}, words.zh)

  // Dropped on a folder's row, which says what would happen.
  const files = [await makeMp4(folder, '第一讲.mp4', 400_000), await makeMp4(folder, '第二讲.mp4', 500_000)]
  await app.dragFilesOver(row(page, '培训资料'), files)
  await expect(page.getByRole('status').filter({ hasText: '上传 2 项到“培训资料”' })).toBeVisible()
  await expect(row(page, '培训资料')).toHaveClass(/drop-target/u)
  await app.dropFiles(row(page, '培训资料'), files)
  for (const name of ['第一讲.mp4', '第二讲.mp4'])
    await expect(transferRow(page, name, words.zh)).toContainText('已上传')
  expect((await server.stored('/培训资料/第二讲.mp4'))?.sha256).toBe(await sha256Of(files[1] ?? ''))

  // Deleted by keyboard and taken back by mouse, then the other way round, then in earnest.
  const deletions = page.getByRole('region', { name: '删除任务' })
  await page.keyboard.press('ControlOrMeta+,')
  await page.getByRole('dialog', { name: '设置' }).getByLabel('撤销删除').selectOption('30 秒内可撤销')
  await page.keyboard.press('Escape')
  await row(page, '使用说明.mp4').click()
  await page.keyboard.press('Delete')
  await expect(deletions).toContainText('即将从服务器删除“使用说明.mp4”')
  await expect(deletions).toContainText(/[123]?\d 秒/u)
  await expect(row(page, '使用说明.mp4')).toHaveCount(0)
  await deletions.getByRole('button', { name: '撤销' }).click()
  await expect(row(page, '使用说明.mp4')).toBeVisible()
  await row(page, '使用说明.mp4').click()
  await page.getByRole('button', { name: '删除', exact: true }).click()
  await expect(row(page, '使用说明.mp4')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(row(page, '使用说明.mp4')).toBeVisible()
  expect(wasAskedToDelete(server)).toBe(false)

  // Without a countdown it is asked about first.
  await page.keyboard.press('ControlOrMeta+,')
  const settings = page.getByRole('dialog', { name: '设置' })
  await settings.getByLabel('撤销删除').selectOption('不倒计时，删除前询问')
  for (const section of ['传输', '账号', '信任的服务器', '快捷键', '诊断']) {
    await settings.getByRole('tab', { selected: true }).focus()
    await page.keyboard.press('ArrowDown')
    await expect(settings.getByRole('tab', { name: section })).toBeFocused()
    await expect(settings.getByRole('tabpanel', { name: section })).toBeVisible()
  }
  await settings.getByRole('button', { name: '测试连接' }).click()
  await expect(settings.getByRole('listitem').filter({ hasText: '验证账号' })).toContainText('毫秒')
  await settings.getByRole('button', { name: '关闭' }).click()
  await row(page, '使用说明.mp4').click()
  await page.keyboard.press('Delete')
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('删除“使用说明.mp4”？')
  await expect(question).toContainText('录像会从服务器上永久删除，无法恢复。')
  await expect(question.getByRole('button', { name: '取消' })).toBeFocused()
  await question.getByRole('button', { name: '删除', exact: true }).click()
  await expect(page.getByText('已删除 1 个录像').first()).toBeVisible()
  await expect.poll(() => server.stored('/使用说明.mp4')).toBeNull()

  // Copied by keyboard and from the menu; a link only after a warning.
  await row(page, '会议录像').dblclick()
  await row(page, '产品评审会.mp4').click()
  await row(page, '年度总结大会.mp4').click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('ControlOrMeta+c')
  await expect(page.getByText('已拷贝 2 行').first()).toBeVisible()
  expect(await clipboardOf(page)).toBe('产品评审会.mp4\n年度总结大会.mp4')
  await row(page, '预算讨论.mp4').click({ button: 'right' })
  await app.contextMenu.choose('拷贝路径')
  await expect.poll(() => clipboardOf(page)).toBe('/会议录像/预算讨论.mp4')
  await row(page, '预算讨论.mp4').click({ button: 'right' })
  await app.contextMenu.choose('拷贝下载链接…')
  await expect(question).toContainText('拷贝 1 个下载链接？')
  await expect(question).toContainText('拿到链接的人可能不用登录就能下载录像')
  await page.keyboard.press('Escape')
  expect(await app.recorded('clipboard')).toEqual([])
  await app.clickMenu('拷贝下载链接…')
  await question.getByRole('button', { name: '拷贝链接' }).click()
  await expect(page.getByText('已拷贝 1 个下载链接').first()).toBeVisible()
  expect(await app.recorded('clipboard')).toHaveLength(1)

  // A table, headed in Chinese, in the order of the list.
  const table = path.join(folder, '列表.csv')
  await app.scriptDialog({ filePath: table })
  await app.clickMenu('exportList')
  await expect(page.getByText('已导出 4 个录像').first()).toBeVisible()
  const lines = (await readFile(table, 'utf8')).trimEnd().split('\r\n')
  expect(lines[0]).toBe('\uFEFF名称,文件夹,大小（字节）,上传时间,录制时间,房间号,平台')
  expect(lines[1]).toMatch(/^产品评审会\.mp4,\/会议录像\/,\d+,\d{4}-/u)
  expect(lines).toHaveLength(5)
  const [dialog] = await app.recorded('saveDialog')
  expect(dialog?.details['defaultPath']).toMatch(/会议录像\.csv$/u)
  await page.keyboard.press(keys.up)

  // Nothing in it, and a way to change that.
  await row(page, 'Empty folder').dblclick()
  await expect(page.getByRole('heading', { name: '这里还没有录像' })).toBeVisible()
  await app.scriptDialog({ filePaths: [await makeMp4(folder, '第三讲.mp4', 400_000)] })
  await page.getByRole('button', { name: '上传录像' }).click()
  await expect(row(page, '第三讲.mp4')).toBeVisible()
  await page.getByRole('button', { name: '后退', exact: true }).click()

  // Refused, and tried again by keyboard.
  server.setFaults('status=403@query')
  await row(page, '2021-09-15').dblclick()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('打不开这个文件夹')
  await expect(alert).toContainText('403')
  server.clearFaults()
  await alert.getByRole('button', { name: '重试' }).focus()
  await page.keyboard.press('Enter')
  await expect(status(page)).toContainText('10 个录像')
  await page.keyboard.press(keys.up)

  // Without a network: what is known, with its age; what is dropped waits for another time.
  server.setFaults('drop@query')
  await app.setOnline(false)
  await expect(status(page)).toContainText('离线')
  await row(page, '会议录像').dblclick()
  await expect(row(page, '预算讨论.mp4')).toBeVisible()
  await expect(page.getByText(/^刷新没有成功，显示的是 .+ 的列表。/u)).toBeVisible()
  await expect(status(page)).toContainText('截至')
  await app.dragFilesOver(place(page), [files[0] ?? ''])
  await expect(page.getByRole('status').filter({ hasText: '没有网络，恢复后才能上传' })).toBeVisible()
})
