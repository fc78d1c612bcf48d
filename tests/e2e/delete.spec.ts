import { expect, row, signIn, test } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

test('deleting names what goes, and Cancel is the default', async ({ app, server }) => {
  const { page } = app
  await signIn(page)
  await row(page, 'welcome.mp4').click()
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('Delete “welcome.mp4”?')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  expect(server.state().requests.delete).toBe(0)

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(row(page, 'welcome.mp4')).toHaveCount(0)
  expect(await server.stored('/welcome.mp4')).toBeNull()
})

test('several go at once; what could not be deleted is named and can be tried again', async ({
  app,
  server,
}) => {
  const { page } = app
  await signIn(page)
  await row(page, 'welcome.mp4').click()
  await row(page, 'demo.mp4').click({ modifiers: ['ControlOrMeta'] })
  server.setFaults('rsp-code=5@delete*1')
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog).toContainText('1 recording was not deleted')
  server.clearFaults()
  await dialog.getByRole('button', { name: 'Retry Failed' }).click()
  await expect(row(page, 'welcome.mp4')).toHaveCount(0)
  await expect(row(page, 'demo.mp4')).toHaveCount(0)
  expect(server.listing().some((file) => file.path === '/welcome.mp4' || file.path === '/demo.mp4')).toBe(
    false,
  )
})

test('folders cannot be deleted, and the app says why', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await row(page, 'Projects').click()
  await expect(page.getByRole('button', { name: 'Delete', exact: true })).toHaveAttribute(
    'title',
    /can’t delete folders/u,
  )
})
