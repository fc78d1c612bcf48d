import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { startEmulator } from '#emulator/server.ts'
import { makeMp4, signIn } from '../../tests/e2e/fixture.ts'
import type { Stage } from './stage.ts'

export type TakePicture = (page: Page, name: string) => Promise<void>

const megabyte = 2 ** 20
/** Slow enough that transfers are under way in every picture of them. */
const slowly = 'bandwidth=9000'

const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) })

/** A first start: nobody is signed in, nothing is known. */
export async function pictureSignIn(stage: Stage, take: TakePicture): Promise<void> {
  const { page } = await stage.open({ locale: 'zh-CN' })
  await expect(page.getByRole('textbox', { name: 'CompID' })).toBeFocused()
  await take(page, 'sign-in-zh-CN-light')
}

/** A working session, first in English and light, then in Chinese and dark. */
export async function pictureSession(stage: Stage, take: TakePicture): Promise<void> {
  const server = await startEmulator({ seed: 'demo', dataDir: path.join(stage.folder, 'netdisk') })
  try {
    const app = await stage.open({ args: [`--server=${server.url}`], locale: 'en-US' })
    const { page } = app
    await page.getByRole('checkbox', { name: 'Remember me' }).uncheck()
    await signIn(page, { compId: String(server.compId), compSecret: server.compSecret })
    await take(page, 'explorer-root-en-light')

    await rowOf(page, '2021-09-24').dblclick()
    await selectRows(page, 2, 4)
    await take(page, 'explorer-en-light')
    await page.keyboard.press('ControlOrMeta+f')
    await page.keyboard.type('mp4')
    await expect(rowOf(page, 'demo.mp4')).toBeVisible()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await take(page, 'search-en-light')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('grid', { name: 'Search results' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByRole('region', { name: 'Deletions' })).toBeVisible()
    await take(page, 'delete-en-light')
    await page.getByRole('button', { name: 'Undo' }).click()

    const taken = server.addFile('/2021-09-24/Weekly review 37.mp4', 5 * megabyte)
    const chosen = await prepareUpload(stage)
    await app.dropFiles(page.getByRole('grid'), chosen)
    await chooseInSheet(page, 'Replace')
    await take(page, 'upload-sheet-en-light')
    await page.keyboard.press('Escape')

    await startTransfers(stage, page, {
      drop: (files) => app.dropFiles(page.getByRole('grid', { name: 'Files' }), files),
      slowDown: () => server.setFaults(slowly),
      fillUp: () => server.setFaults('rsp-code=10@upload'),
    })
    await take(page, 'transfers-en-light')

    await page.getByRole('button', { name: 'Account and settings' }).click()
    await page.getByRole('menuitemradio', { name: '中文' }).click()
    await app.setColorScheme('dark')
    await expect(page.getByRole('button', { name: '上传', exact: true })).toBeVisible()
    await take(page, 'transfers-zh-CN-dark')
    await page.getByRole('button', { name: '隐藏传输列表', exact: true }).click()
    await app.dropFiles(page.getByRole('grid'), chosen)
    await chooseInSheet(page, '替换')
    await take(page, 'upload-sheet-zh-CN-dark')
    await page.keyboard.press('Escape')
    await server.removeFile(taken.path)
    await page.getByRole('button', { name: '全部录像', exact: true }).click()
    await rowOf(page, '会议录像').click()
    await take(page, 'explorer-zh-CN-dark')
    await page.getByRole('searchbox', { name: '搜索全部文件夹' }).fill('会')
    await expect(page.getByRole('group', { name: '状态栏' })).toContainText('个结果')
    await take(page, 'search-zh-CN-dark')
  } finally {
    await server.close()
  }
}

/** Selects rows by their place in the list, from 0. */
async function selectRows(page: Page, first: number, last: number): Promise<void> {
  const rows = page.locator('[data-key]')
  await rows.nth(first).click()
  await rows.nth(last).click({ modifiers: ['Shift'] })
  await expect(page.locator('[data-key][aria-selected="true"]')).toHaveCount(last - first + 1)
}

/** One of everything that a sheet shows: names that are taken, what cannot be uploaded, and a folder. */
async function prepareUpload(stage: Stage): Promise<string[]> {
  const folder = path.join(stage.folder, 'September')
  await mkdir(path.join(folder, 'Interviews'), { recursive: true })
  await writeFile(path.join(folder, 'minutes.docx'), 'text')
  await writeFile(path.join(stage.folder, 'agenda.pdf'), 'text')
  await writeFile(path.join(stage.folder, 'interrupted.mp4'), '')
  await makeMp4(folder, 'Kick-off.mp4', 9 * megabyte)
  await makeMp4(path.join(folder, 'Interviews'), 'Candidate A.mp4', 6 * megabyte)
  await makeMp4(path.join(folder, 'Interviews'), 'Candidate B.mp4', 7 * megabyte)
  return [
    await makeMp4(stage.folder, '2021-09-24_13-47-41_Win32_73542046.mp4', 3 * megabyte),
    await makeMp4(stage.folder, 'Weekly review 37.mp4', 6 * megabyte),
    path.join(stage.folder, 'agenda.pdf'),
    path.join(stage.folder, 'interrupted.mp4'),
    folder,
  ]
}

async function chooseInSheet(page: Page, choice: string): Promise<void> {
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('radiogroup').nth(1).getByRole('radio', { name: choice }).click()
}

interface Means {
  readonly drop: (files: readonly string[]) => Promise<void>
  readonly slowDown: () => void
  /** No upload fits any more. */
  readonly fillUp: () => void
}

/** One of everything in the panel: transferred, failed, under way and waiting. */
async function startTransfers(stage: Stage, page: Page, { drop, slowDown, fillUp }: Means): Promise<void> {
  const panel = page.getByRole('region', { name: 'Transfers' })
  const download = page.getByRole('button', { name: 'Download', exact: true })

  await drop([await makeMp4(stage.folder, 'Town hall rehearsal.mp4', 18 * megabyte)])
  await expect(panel.getByText('Uploaded', { exact: true })).toBeVisible({ timeout: 15_000 })
  fillUp()
  await drop([await makeMp4(stage.folder, 'Town hall.mp4', megabyte)])
  await expect(panel.getByText(/^Failed:/u)).toBeVisible({ timeout: 15_000 })

  slowDown()
  await drop([await makeMp4(stage.folder, 'Weekly review 38.mp4', 64 * megabyte)])
  // Largest first: what is downloaded now takes a while.
  const size = page.getByRole('columnheader', { name: 'Size' })
  while ((await size.getAttribute('aria-sort')) !== 'descending') await size.getByRole('button').click()
  await selectRows(page, 0, 3)
  await download.click()
  await expect(panel.getByText('Downloading', { exact: true })).toHaveCount(3)
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
  // High enough for all of them.
  for (let step = 0; step < 10; step++) {
    await page.getByRole('separator', { name: 'Resize the transfers panel' }).press('ArrowUp')
  }
  await page.getByRole('grid', { name: 'Files' }).focus()
  // Bars and speeds need something to show.
  await expect(panel.getByText(/\/s · about/u).first()).toBeVisible()
  await page.waitForTimeout(2_500)
}
