import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { filesBelow } from '../support/mp4-files.ts'
import { violations } from './axe-scan.ts'
import { downloadFolder, expect, row, sha256Of, signIn, test, transferRow } from './fixture.ts'

const tree = ['intro.mp4', '五月/intro.mp4', '五月/deep/end.mp4']

test.beforeEach(({ server }) => {
  for (const at of tree) server.addFile(`/Team talks/${at}`, 310_000)
  server.addFolder('/Team talks/empty/')
  server.addFile('/single.mp4', 310_000)
})

test('a folder is downloaded whole, byte for byte, and never over another', async ({
  app,
  server,
  keyring,
}) => {
  const { page } = app
  await signIn(page)
  const target = downloadFolder(keyring)
  await mkdir(path.join(target, 'Team talks'), { recursive: true })
  await writeFile(path.join(target, 'Team talks', 'intro.mp4'), 'mine')
  await row(page, 'Team talks').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect(page.getByText('Downloading 3 recordings of “Team talks”').first()).toBeVisible()
  const copy = path.join(target, 'Team talks (1)')
  const complete = [
    'empty',
    'intro.mp4',
    '五月',
    '五月/deep',
    '五月/deep/end.mp4',
    '五月/intro.mp4',
  ].toSorted()
  await expect(transferRow(page, 'end.mp4')).toContainText('Downloaded')
  await expect.poll(() => filesBelow(copy)).toEqual(complete)
  for (const at of tree) {
    expect(await sha256Of(path.join(copy, at))).toBe(await server.expectedSha256(`/Team talks/${at}`))
  }
  expect(await readFile(path.join(target, 'Team talks', 'intro.mp4'), 'utf8')).toBe('mine')
})

test('folders and recordings are downloaded together, by key and by menu', async ({
  app,
  server,
  keyring,
}) => {
  const { page } = app
  await signIn(page)
  await row(page, 'Team talks').click()
  await row(page, 'single.mp4').click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('ControlOrMeta+d')
  await expect(transferRow(page, 'single.mp4')).toContainText('Downloaded')
  const target = downloadFolder(keyring)
  await expect
    .poll(async () => (await filesBelow(target)).filter((name) => name.endsWith('.mp4')))
    .toEqual(['single.mp4', ...tree.map((at) => `Team talks/${at}`)].toSorted())

  await row(page, 'Team talks').click({ button: 'right' })
  await app.contextMenu.choose('Download')
  const end = path.join(target, 'Team talks (1)', '五月', 'deep', 'end.mp4')
  await expect
    .poll(() => sha256Of(end).catch(() => null))
    .toBe(await server.expectedSha256('/Team talks/五月/deep/end.mp4'))
})

test('looking through a folder says how far it is, can be stopped, and survives a crash', async ({
  app,
  server,
  keyring,
}) => {
  await signIn(app.page)
  await row(app.page, 'Team talks').click()
  server.setFaults({ name: 'stall', endpoint: 'query', path: '/Team talks/五月/' })
  await app.page.getByRole('button', { name: 'Download', exact: true }).click()
  const notice = app.page
    .getByRole('status')
    .filter({ hasText: 'Looking for recordings in “Team talks”: 1 found' })
  await expect(notice).toBeVisible()
  const target = downloadFolder(keyring)
  await expect.poll(() => readdir(path.join(target, 'Team talks'))).toContain('intro.mp4')

  await app.relaunch({ kill: true })
  await expect(app.page.getByRole('status').filter({ hasText: 'Looking for recordings' })).toBeVisible()
  server.clearFaults()
  await expect
    .poll(async () => (await filesBelow(target)).filter((name) => name.endsWith('.mp4')))
    .toEqual(tree.map((at) => `Team talks/${at}`).toSorted())
  await expect(app.page.getByRole('status').filter({ hasText: 'Looking for recordings' })).toBeHidden()

  server.setFaults('stall@query')
  await row(app.page, 'Team talks').click()
  await app.page.getByRole('button', { name: 'Download', exact: true }).click()
  await app.page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(app.page.getByText('Stopped looking').first()).toBeVisible()
})

test('a folder that could not be read is said calmly, whatever one is doing, until it is asked for again', async ({
  app,
  server,
  keyring,
}) => {
  const { page } = app
  await signIn(page)
  server.setFaults({ name: 'stall', endpoint: 'query', path: '/Team talks/五月/' })
  await row(page, 'Team talks').click()
  await page.keyboard.press('ControlOrMeta+d')
  await expect(transferRow(page, 'intro.mp4')).toContainText('Downloaded')
  await row(page, 'single.mp4').click()
  await page.keyboard.press('Space')
  const player = page.getByRole('dialog', { name: 'single.mp4' })
  await expect(player).toBeVisible()

  // What was held back comes; the folder below it is refused.
  server.setFaults('rsp-code=4@query')
  const notice = page.getByRole('group', { name: 'Download of “Team talks”' })
  await expect(notice).toHaveCount(1)
  await expect(notice.getByRole('status')).toHaveText(/1 folder could not be read/u)
  await expect(player).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(player).toHaveCount(0)

  const details = notice.getByRole('button', { name: 'Details…' })
  await details.press('Enter')
  const dialog = page.getByRole('dialog', { name: '1 folder could not be read' })
  await expect(dialog).toContainText('/Team talks/五月/deep/')
  await expect(dialog).toContainText('2 other recordings are in the queue')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(details).toBeFocused()
  await notice.getByRole('button', { name: 'Dismiss this notice' }).click()
  await expect(notice).toHaveCount(0)
  await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()

  await row(page, 'Team talks').click()
  await page.keyboard.press('ControlOrMeta+d')
  await expect(notice).toHaveCount(1)
  server.clearFaults()
  await row(page, 'Team talks').click()
  await page.keyboard.press('ControlOrMeta+d')
  await expect(transferRow(page, 'end.mp4')).toContainText('Downloaded')
  await expect(notice).toHaveCount(0)
  // An empty folder is used again.
  const whole = path.join(downloadFolder(keyring), 'Team talks (1)')
  expect((await filesBelow(whole)).filter((name) => name.endsWith('.mp4'))).toEqual([...tree].toSorted())
})
