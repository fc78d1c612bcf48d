import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ListExports } from '#main/export/list-exports.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const refs = (from: number, count: number): RecordingRef[] =>
  Array.from({ length: count }, (_, index) => ({
    id: null,
    path: `/A/${from + index}.mp4`,
    size: 1,
    sizeIsExact: true,
    createdAt: null,
  }))

async function rig(name: string | null = 'list.csv') {
  const folder = await temporaryFolder()
  const file = path.join(folder, name ?? 'none')
  const asked: string[] = []
  const exports = new ListExports({
    chooseFile: (suggested) => {
      asked.push(suggested)
      return Promise.resolve(name === null ? null : file)
    },
    language: () => 'zh-CN',
  })
  return { folder, file, asked, exports, files: () => readdir(folder) }
}

describe('exporting a list', () => {
  it('writes what came in pieces, in order, for Excel', async () => {
    const { file, asked, exports, files } = await rig()
    const id = (await exports.begin('2021-09-24')) ?? ''
    await Promise.all([0, 1, 2].map((piece) => exports.append(id, refs(piece * 5000, 5000))))
    await exports.finish(id)
    expect(asked).toEqual(['2021-09-24'])
    const bytes = await readFile(file)
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const lines = bytes.toString('utf8').slice(1).split('\r\n')
    expect(lines[0]).toBe('名称,文件夹,大小（字节）,上传时间,录制时间,房间号,平台')
    expect(lines.slice(1, -1).map((line) => line.split(',')[0])).toEqual(
      Array.from({ length: 15_000 }, (_, index) => `${index}.mp4`),
    )
    expect(lines.at(-1)).toBe('')
    expect(await files()).toEqual(['list.csv'])
  })

  it('has its name only once it is complete', async () => {
    const { exports, files, folder } = await rig()
    await writeFile(path.join(folder, 'list.csv'), 'the one before')
    const id = (await exports.begin('A')) ?? ''
    await exports.append(id, refs(0, 10))
    expect(await readFile(path.join(folder, 'list.csv'), 'utf8')).toBe('the one before')
    await exports.abandon(id)
    expect(await files()).toEqual(['list.csv'])
    expect(await codeOf(exports.append(id, refs(0, 1)))).toBe('aborted')
    expect(await codeOf(exports.finish(id))).toBe('aborted')
  })

  it('can be cancelled where the file is chosen', async () => {
    const { exports, files } = await rig(null)
    expect(await exports.begin('A')).toBeNull()
    expect(await files()).toEqual([])
  })

  it('leaves nothing behind by a page that was reloaded, nor at the end', async () => {
    const { exports, files } = await rig()
    for (let index = 0; index < 5; index++) await exports.begin('A')
    expect((await files()).length).toBe(2)
    await exports.close()
    expect(await files()).toEqual([])
  })

  it('says when it cannot be written', async () => {
    const missing = await rig(path.join('no', 'such', 'folder', 'list.csv'))
    expect(await codeOf(missing.exports.begin('A'))).toBe('file.notFound')
    const { exports, folder } = await rig()
    const id = (await exports.begin('A')) ?? ''
    await rm(folder, { recursive: true })
    expect(await codeOf(exports.finish(id))).toBe('file.notFound')
  })
})
