import { describe, expect, it } from 'vitest'
import { COMMON, SECRET_KEY, call, emulate, list, postJson, uploadCode, noise } from './support.ts'
import type { Answer } from './support.ts'

describe('query', () => {
  it('answers the documented fields', async () => {
    const emulator = await emulate({ now: () => Date.UTC(2021, 8, 24, 5, 47, 41) })
    const { id } = emulator.addFile('/A/demo.mp4', 300_000)
    const data = await list(emulator, { FilePath: '/A/' })
    expect(data.fileNum).toBe(1)
    expect(data.searchTime).toMatch(/^2021-09-24 13:47:41\.\d{3}$/)
    expect(data.fileList).toMatchObject([
      { id, fileName: 'demo.mp4', filePath: '/A/', fileSize: '300000', ctime: '2021-09-24 13:47:41' },
    ])
    expect(data.fileList[0]?.downUrl.startsWith(`${emulator.url}/netDisk/download/`)).toBe(true)
    const root = await list(emulator)
    expect(root.dirData).toMatchObject([{ parentId: 0, dirPath: '/A/', dirName: 'A' }])
    expect(root.fileList).toEqual([])
  })

  it('pages newest first, 20 by default and 50 at most', async () => {
    const emulator = await emulate({ seed: 'flat:120' })
    const pages = await Promise.all(
      [1, 2, 3, 4].map((PageNumber) => list(emulator, { FilePath: '/all/', PageSize: 50, PageNumber })),
    )
    expect(pages.map((page) => page.fileList.length)).toEqual([50, 50, 20, 0])
    const ids = pages.flatMap((page) => page.fileList.map((row) => row.id))
    expect(new Set(ids).size).toBe(120)
    const times = pages.flatMap((page) => page.fileList.map((row) => row.ctime))
    expect(times).toEqual(times.toSorted().toReversed())
    expect((await list(emulator, { FilePath: '/all/' })).fileList).toHaveLength(20)
  })

  it.each([
    { PageSize: 51 },
    { PageSize: 0 },
    { PageNumber: 0 },
    { PageNumber: 'x' },
    { SearchTime: 'yesterday' },
    { FilePath: '/A' },
  ])('refuses %j', async (params) => {
    expect((await call(await emulate(), 'query', params)).RspCode).toBe('4')
  })

  it('finds one file by its path, however many slashes it has', async () => {
    const emulator = await emulate({ seed: 'demo' })
    for (const FileName of ['/demo.mp4', '//demo.mp4', 'demo.mp4']) {
      expect((await list(emulator, { FileName })).fileList).toMatchObject([{ fileName: 'demo.mp4' }])
    }
    expect(await list(emulator, { FileName: '/none.mp4' })).toMatchObject({ fileList: [], fileNum: 0 })
    expect(await list(emulator, { FilePath: '/none/' })).toMatchObject({
      fileList: [],
      dirData: [],
      fileNum: 0,
    })
  })

  it('freezes the result set under one SearchTime', async () => {
    const emulator = await emulate()
    for (let index = 0; index < 60; index++) emulator.addFile(`/A/${index}.mp4`, 300_000)
    const first = await list(emulator, { FilePath: '/A/', PageSize: 50 })
    emulator.addFile('/A/late.mp4', 300_000)
    await emulator.removeFile('/A/3.mp4')
    expect(await uploadCode(emulator, 'later.mp4', noise(100), { DirPath: '%2fA' })).toBe('0')
    const second = await list(emulator, {
      FilePath: '/A/',
      PageSize: 50,
      PageNumber: 2,
      SearchTime: first.searchTime,
    })
    const names = [...first.fileList, ...second.fileList].map((row) => row.fileName)
    expect(names.toSorted()).toEqual(Array.from({ length: 60 }, (_, index) => `${index}.mp4`).toSorted())
    expect(second).toMatchObject({ fileNum: 60, searchTime: first.searchTime })
    expect(await list(emulator, { FilePath: '/A/' })).toMatchObject({ fileNum: 61 })
    expect(
      (await list(emulator, { FileName: '/A/3.mp4', SearchTime: first.searchTime })).fileList,
    ).toHaveLength(1)
    expect(
      (await list(emulator, { FileName: '/A/late.mp4', SearchTime: first.searchTime })).fileList,
    ).toEqual([])
  })

  it('leaves new folders out of an older SearchTime', async () => {
    const emulator = await emulate()
    const { searchTime } = await list(emulator)
    emulator.addFolder('/new/')
    expect((await list(emulator, { SearchTime: searchTime })).dirData).toEqual([])
    expect((await list(emulator)).dirData).toHaveLength(1)
  })

  it('answers GET, plain and as JSONP', async () => {
    const emulator = await emulate({ seed: 'flat:3' })
    const search = new URLSearchParams({
      RequestId: 'r',
      CompID: '1',
      SecretKey: SECRET_KEY,
      FilePath: '/all/',
    })
    const plain = (await (await fetch(`${emulator.url}/netDisk/query?${search.toString()}`)).json()) as Answer
    expect(plain.Data?.fileNum).toBe(3)
    search.set('callback', 'jQuery_1.cb')
    const padded = await fetch(`${emulator.url}/netDisk/query?${search.toString()}`)
    expect(padded.headers.get('content-type')).toMatch(/^application\/javascript/)
    const inner = /^jQuery_1\.cb\((.*)\)$/.exec(await padded.text())?.[1] ?? ''
    expect((JSON.parse(inner) as Answer).Data?.fileNum).toBe(3)
    search.set('callback', 'alert(1)//')
    expect((await fetch(`${emulator.url}/netDisk/query?${search.toString()}`)).status).toBe(400)
  })

  it('serves both prefixes', async () => {
    const emulator = await emulate()
    const url = `${emulator.origin}/CLOUDMEETING-API/netDisk/query`
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(COMMON),
    }
    expect(((await (await fetch(url, init)).json()) as Answer).RspCode).toBe('0')
  })

  it.each(['not json', '[]', ''])('answers 4 to the body %j', async (body) => {
    const response = await postJson(await emulate(), 'query', body)
    expect(((await response.json()) as Answer).RspCode).toBe('4')
  })

  it('answers 404 with an HTML page to what it does not understand', async () => {
    const emulator = await emulate()
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/CLOUDROOM-API/netDisk/delete'],
      ['PUT', '/CLOUDROOM-API/netDisk/query'],
      ['POST', '/CLOUDROOM-API/netDisk/rename'],
      ['POST', '/CLOUDROOM-API/netDisk/query/more'],
      ['POST', '/OTHER-API/netDisk/query'],
      ['GET', '//evil.example/x'],
    ] as const) {
      const response = await fetch(emulator.origin + path, { method })
      expect([response.status, response.headers.get('content-type')]).toEqual([
        404,
        'text/html;charset=utf-8',
      ])
    }
    expect(emulator.state().requests.unknown).toBe(7)
  })
})
