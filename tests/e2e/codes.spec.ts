import type { ErrorCode } from '#shared/errors.ts'
import { errorsEn } from '../../src/renderer/i18n/errors.en.ts'
import { errorsZhCN } from '../../src/renderer/i18n/errors.zh-CN.ts'
import { expect, keys, makeMp4, row, signIn, test, words } from './fixture.ts'

/** RspCode → our code (facts sheet, "Response envelope"). */
const queryCodes: readonly (readonly [number, ErrorCode])[] = [
  [1, 'api.noPermission'],
  [2, 'api.accountNotFound'],
  [3, 'api.wrongSecret'],
  [4, 'api.badParameters'],
  [5, 'api.unknown'],
]
const uploadCodes: readonly (readonly [number, ErrorCode])[] = [
  [6, 'api.invalidFileType'],
  [7, 'api.fileTooLarge'],
  [8, 'api.streamReadFailed'],
  [9, 'api.alreadyExists'],
  [11, 'api.badFileName'],
  // The last one: for a while nothing more is sent to a server that has said so.
  [10, 'api.noCapacity'],
]

const languages = [
  {
    locale: 'en-US',
    text: words.en,
    errors: errorsEn,
    transfers: 'Transfers',
    bar: 'Status bar',
    done: 'Uploaded',
  },
  {
    locale: 'zh-CN',
    text: words.zh,
    errors: errorsZhCN,
    transfers: '传输列表',
    bar: '状态栏',
    done: '已上传',
  },
] as const

for (const { locale, text, errors, transfers, bar, done } of languages) {
  test.describe(locale, () => {
    test.use({ appOptions: { locale }, serverOptions: { seed: 'demo' } })

    test('each code 0–11 shows its own words', async ({ app, server, folder }) => {
      const { page } = app
      await signIn(page, {}, text)
      for (const [code, name] of queryCodes) {
        server.setFaults(`rsp-code=${code}@query`)
        await row(page, 'Projects').dblclick()
        await expect(page.getByRole('alert')).toContainText(errors[name].title)
        server.clearFaults()
        await page.keyboard.press(keys.back)
        await expect(row(page, 'welcome.mp4')).toBeVisible()
      }
      const list = page.getByRole('region', { name: transfers })
      for (const [code, name] of [[0, null], ...uploadCodes] as const) {
        server.setFaults(...(name === null ? [] : [`rsp-code=${code}@upload`]))
        const file = await makeMp4(folder, `code ${code}.mp4`, 300_000)
        await app.dropFiles(page.getByRole('group', { name: bar }), [file])
        const words = name === null ? done : errors[name].title
        await expect(list.getByRole('row').filter({ hasText: `code ${code}.mp4` })).toContainText(words)
      }
    })
  })
}
