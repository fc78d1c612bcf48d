import { mkdir, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openJsonFile } from '#main/storage/json-file.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const schema = z.strictObject({ count: z.number(), text: z.string() })
const fallback = { count: 0, text: '' }

async function open(folder: string) {
  const { log, text } = testLogger()
  const file = path.join(folder, 'file.json')
  return { file, logText: text, json: await openJsonFile({ file, schema, fallback, log }) }
}

describe('a JSON file', () => {
  it('that is not there has its default, and is made by the first write, folder and all', async () => {
    const folder = path.join(await temporaryFolder(), 'deep', 'folder')
    const { file, json } = await open(folder)
    expect(json.value).toEqual(fallback)
    await json.write({ count: 1, text: '录像' })
    expect(json.value).toEqual({ count: 1, text: '录像' })
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ count: 1, text: '录像' })
    expect(await readdir(folder)).toEqual(['file.json'])
    expect((await open(folder)).json.value).toEqual({ count: 1, text: '录像' })
  })

  // Windows has no such modes.
  it.skipIf(process.platform === 'win32')('is for its owner only', async () => {
    const { file, json } = await open(await temporaryFolder())
    await json.write(fallback)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('is written in order, the last value winning', async () => {
    const { file, json } = await open(await temporaryFolder())
    const writes = Array.from({ length: 50 }, (_, count) =>
      json.write({ count, text: 'x'.repeat(50 - count) }),
    )
    expect(json.value.count).toBe(49)
    await Promise.all(writes)
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ count: 49, text: 'x' })
  })

  it('is whole at every moment', async () => {
    const { file, json } = await open(await temporaryFolder())
    await json.write({ count: -1, text: '' })
    const over = new AbortController()
    const writing = (async () => {
      for (let count = 0; count < 30; count++) await json.write({ count, text: 'x'.repeat(200_000) })
      over.abort()
    })()
    let reads = 0
    while (!over.signal.aborted) {
      expect(schema.safeParse(JSON.parse(await readFile(file, 'utf8'))).success).toBe(true)
      reads++
      // Windows replaces no file that is read all the time.
      await setTimeout(5)
    }
    await writing
    expect(reads).toBeGreaterThan(0)
  })

  it('survives what an earlier crash left half written', async () => {
    const folder = await temporaryFolder()
    const { file, json } = await open(folder)
    await json.write({ count: 1, text: 'good' })
    await writeFile(`${file}.new`, '{"count":2,"te')
    const next = await open(folder)
    expect(next.json.value).toEqual({ count: 1, text: 'good' })
    await next.json.write({ count: 3, text: '' })
    expect(await readdir(folder)).toEqual(['file.json'])
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"count":"1","text":""}',
    '{"count":1,"text":"","secret":"x"}',
    '\u0000',
  ])('that is damaged (%j) is set aside, not deleted', async (content) => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'file.json'), content)
    const { json, logText } = await open(folder)
    expect(json.value).toEqual(fallback)
    expect(await readFile(path.join(folder, 'file.json.damaged'), 'utf8')).toBe(content)
    expect(logText()).toContain('file.json')
    await json.write({ count: 1, text: '' })
    expect((await open(folder)).json.value.count).toBe(1)
  })

  it('that is damaged twice keeps both', async () => {
    const folder = await temporaryFolder()
    for (const content of ['first', 'second']) {
      await writeFile(path.join(folder, 'file.json'), content)
      await open(folder)
    }
    const names = await readdir(folder)
    const contents = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))
    expect(contents.toSorted()).toEqual(['first', 'second'])
  })

  it('with something else in its place is set aside, so that it can be written again', async () => {
    const folder = await temporaryFolder()
    await mkdir(path.join(folder, 'file.json'))
    const { json } = await open(folder)
    await json.write({ count: 5, text: '' })
    expect((await open(folder)).json.value.count).toBe(5)
  })

  it('that cannot be written says so, and can be written later', async () => {
    const folder = await temporaryFolder()
    const { file, json } = await open(folder)
    await mkdir(`${file}.new`)
    expect(await codeOf(json.write({ count: 1, text: '' }))).toBe('storage.notWritable')
    await rmdir(`${file}.new`)
    await json.write({ count: 2, text: '' })
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ count: 2, text: '' })
  })
})
