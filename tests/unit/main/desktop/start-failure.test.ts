import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { startFailureText } from '#main/desktop/start-failure.ts'
import { openDatabase } from '#main/storage/database.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

describe('an app that cannot start', () => {
  it.each([
    ['en-GB', /^The app can’t open its data: unable to open database file\n\nNothing in it was changed\./u],
    ['zh-Hans-CN', /^应用无法打开自己的数据：unable to open database file\n\n其中的内容没有改动。/u],
  ])('says why, where, and what to do (%s)', async (language, expected) => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'library.db')
    await mkdir(file)
    let failure: unknown = null
    try {
      openDatabase(file, testLogger().log)
    } catch (error) {
      failure = error
    }
    const text = startFailureText({ error: failure, languages: [language], folder })
    expect(text).toMatch(expected)
    expect(text.endsWith(folder)).toBe(true)
  })
})
