import { execFileSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectUpload } from '#main/transfers/preflight.ts'
import { maxUploadBytes } from '#shared/models/transfer.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { canLink } from '#tests/support/can-link.ts'
import { fileTypeBox, mp4Bytes, writeMp4, writeSparseMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

describe('a file to upload', () => {
  it.each([
    'a.mp4',
    'A.MP4',
    'a.Mp4',
    '年度总结 大会.mp4',
    "🎉 100% + more & co;'.mp4",
    'two.dots.mp4',
    '.hidden.mp4',
    ' .mp4',
    `${'a'.repeat(251)}.mp4`,
  ])('may be named %j', async (name) => {
    const { file } = await writeMp4(await temporaryFolder(), name, 1000)
    expect(await inspectUpload(file)).toMatchObject({ file, name: name.normalize('NFC'), size: 1000 })
  })

  it('is named as servers and Windows write it', async () => {
    const { file } = await writeMp4(await temporaryFolder(), 'U\u0308bersicht.mp4', 100)
    expect((await inspectUpload(file)).name).toBe('Übersicht.mp4')
  })

  it.each<readonly [string, Buffer | string, ErrorCode]>([
    ['a.txt', mp4Bytes(100), 'file.notMp4Name'],
    ['a.mp4.exe', mp4Bytes(100), 'file.notMp4Name'],
    ['mp4', mp4Bytes(100), 'file.notMp4Name'],
    ['a.mp4 ', mp4Bytes(100), 'file.notMp4Name'],
    ['.mp4', mp4Bytes(100), 'file.badName'],
    ['a\u007f.mp4', mp4Bytes(100), 'file.badName'],
    ['empty.mp4', '', 'file.empty'],
    ['text.mp4', 'This is no video at all.', 'file.notMp4Content'],
    ['program.mp4', Buffer.from('MZ\u0090\0\u0003\0\0\0ftyp', 'latin1'), 'file.notMp4Content'],
    ['short.mp4', fileTypeBox.subarray(0, 11), 'file.notMp4Content'],
    ['absurd.mp4', Buffer.from('\u00ff\u00ff\u00ff\u00ffftypmp42', 'latin1'), 'file.notMp4Content'],
  ])('%j is refused', async (name, content, code) => {
    const file = path.join(await temporaryFolder(), name)
    await writeFile(file, content)
    expect(await codeOf(inspectUpload(file))).toBe(code)
  })

  // Windows has no such characters in names, and no pipes among files.
  it.skipIf(process.platform === 'win32')(
    'with a backslash or a line feed, and a pipe, are refused',
    async () => {
      const folder = await temporaryFolder()
      expect((await inspectUpload((await writeMp4(folder, '"quoted".mp4', 100)).file)).name).toBe(
        '"quoted".mp4',
      )
      expect(await codeOf(inspectUpload((await writeMp4(folder, 'a\n.mp4', 100)).file))).toBe('file.badName')
      const { file } = await writeMp4(folder, 'a\\b.mp4', 100)
      expect(await codeOf(inspectUpload(file))).toBe('file.badName')
      const pipe = path.join(folder, 'pipe.mp4')
      execFileSync('mkfifo', [pipe])
      expect(await codeOf(inspectUpload(pipe))).toBe('file.notReadable')
    },
  )

  it('that is a folder or is not there is refused', async () => {
    const folder = await temporaryFolder()
    await mkdir(path.join(folder, 'folder.mp4'))
    expect(await codeOf(inspectUpload(path.join(folder, 'folder.mp4')))).toBe('file.isFolder')
    expect(await codeOf(inspectUpload(path.join(folder, 'missing.mp4')))).toBe('file.notFound')
    const { file } = await writeMp4(folder, 'a.mp4', 100)
    expect(await codeOf(inspectUpload(path.join(file, 'inside.mp4')))).toBe('file.notFound')
  })

  // Only some may make links on Windows.
  it.skipIf(!canLink)('may be a link to a video, not one to nothing', async () => {
    const folder = await temporaryFolder()
    const { file } = await writeMp4(folder, 'a.mp4', 100)
    await symlink(file, path.join(folder, 'link.mp4'))
    await symlink(path.join(folder, 'gone.mp4'), path.join(folder, 'dangling.mp4'))
    expect(await inspectUpload(path.join(folder, 'link.mp4'))).toMatchObject({ name: 'link.mp4', size: 100 })
    expect(await codeOf(inspectUpload(path.join(folder, 'dangling.mp4')))).toBe('file.notFound')
  })

  it('may have 500 · 2²⁰ bytes, and not one more', async () => {
    const folder = await temporaryFolder()
    const most = await writeSparseMp4(folder, 'most.mp4', maxUploadBytes)
    expect((await inspectUpload(most)).size).toBe(524_288_000)
    const more = await writeSparseMp4(folder, 'more.mp4', maxUploadBytes + 1)
    const error = await inspectUpload(more).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'file.tooLarge', params: { limit: 524_288_000 } })
  })
})
