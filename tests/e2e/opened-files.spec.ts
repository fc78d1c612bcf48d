import path from 'node:path'
import { expect, makeMp4, quietSettings, row, sha256Of, signIn, submitSignIn, test } from './fixture.ts'

const name = 'opened.mp4'

test.use({
  appOptions: async ({ folder }, use) => {
    await use({ settings: quietSettings, args: [await makeMp4(folder, name, 100_000)] })
  },
})

test('a recording that the app was opened with is offered for upload', async ({ app, server, folder }) => {
  await submitSignIn(app.page)
  const sheet = app.page.getByRole('dialog')
  await expect(sheet).toContainText(name)
  await sheet.getByRole('button', { name: /^Upload/u }).click()
  await expect(row(app.page, name)).toBeVisible({ timeout: 30_000 })
  expect(await server.expectedSha256(`/${name}`)).toBe(await sha256Of(path.join(folder, name)))
})

test.describe('a folder that was chosen in the jump list', () => {
  test.use({
    serverOptions: { seed: 'demo' },
    appOptions: { settings: quietSettings, args: ['--open-folder=%2FProjects%2F'] },
  })

  test('is shown', async ({ app }) => {
    await signIn(app.page)
    await expect(app.page.getByRole('button', { name: 'Projects', exact: true })).toBeVisible()
    await expect(row(app.page, 'welcome.mp4')).toHaveCount(0)
  })
})
