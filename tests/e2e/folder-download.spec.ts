import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { downloadFolder, expect, row, sha256Of, signIn, test, transferRow } from './fixture.ts'

const tree = ['intro.mp4', '五月/intro.mp4', '五月/deep/end.mp4']

test.beforeEach(({ server }) => {
  for (const at of tree) server.addFile(`/Team talks/${at}`, 310_000)
  server.addFolder('/Team talks/empty/')
  server.addFile('/single.mp4', 310_000)
})

async function namesBelow(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).toSorted()
}

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
  await expect.poll(() => namesBelow(copy)).toEqual(complete)
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
    .poll(async () => (await namesBelow(target)).filter((name) => name.endsWith('.mp4')))
    .toEqual(['single.mp4', ...tree.map((at) => `Team talks/${at}`)].toSorted())

  await row(page, 'Team talks').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Download', exact: true }).click()
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
    .poll(async () => (await namesBelow(target)).filter((name) => name.endsWith('.mp4')))
    .toEqual(tree.map((at) => `Team talks/${at}`).toSorted())
  await expect(app.page.getByRole('status').filter({ hasText: 'Looking for recordings' })).toBeHidden()

  server.setFaults('stall@query')
  await row(app.page, 'Team talks').click()
  await app.page.getByRole('button', { name: 'Download', exact: true }).click()
  await app.page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(app.page.getByText('Stopped looking').first()).toBeVisible()
})
