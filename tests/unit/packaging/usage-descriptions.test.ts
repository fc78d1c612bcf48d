import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { readConfiguration } from '#tests/support/pack-app.ts'

/** Places that macOS asks the person about before it lets an app in (Apple, "Protected resources"). */
const asked = [
  'NSDesktopFolderUsageDescription',
  'NSDocumentsFolderUsageDescription',
  'NSDownloadsFolderUsageDescription',
  'NSLocalNetworkUsageDescription',
  'NSNetworkVolumesUsageDescription',
  'NSRemovableVolumesUsageDescription',
]

it('macOS’ questions say what the app wants there, in both languages', async () => {
  const { mac } = await readConfiguration()
  const info = Object.entries((mac?.extendInfo ?? {}) as Record<string, unknown>)
  const english = info.filter(([name]) => name.endsWith('UsageDescription'))
  expect(english.map(([name]) => name).toSorted()).toEqual(asked)
  for (const [, text] of english) expect(text).toMatch(/\.$/u)
  const strings = await readFile('resources/mac/zh_CN.lproj/InfoPlist.strings', 'utf8')
  const chinese = [...strings.matchAll(/^"(\w+)" = "(.*)";$/gmu)]
  expect(chinese.map(([, name]) => name).toSorted()).toEqual(asked)
  for (const [, , text] of chinese) expect(text).toMatch(/\p{Script=Han}.*。$/u)
  expect(mac?.extraResources).toEqual([{ from: 'resources/mac', to: '.' }])
})
