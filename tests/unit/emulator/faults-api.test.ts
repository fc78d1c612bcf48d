import { describe, expect, it } from 'vitest'
import {
  COMMON,
  call,
  emulate,
  eventually,
  list,
  noise,
  postJson,
  upload,
  uploadCode,
  urlOf,
} from './support.ts'
import type { Answer } from './support.ts'
import { RspCode } from '#emulator/server.ts'

const query = async (emulator: Parameters<typeof postJson>[0]) => postJson(emulator, 'query', COMMON)

describe('faults that answer', () => {
  it.each(Object.values(RspCode))('rsp-code=%d on every endpoint', async (code) => {
    const emulator = await emulate({ faults: [`rsp-code=${code}`] })
    const answers = [
      await call(emulator, 'query', {}),
      await call(emulator, 'delete', { FileID: 1 }),
      (await (await upload(emulator, 'a.mp4', noise(10))).json()) as Answer,
    ]
    expect(answers.map((answer) => answer.RspCode)).toEqual([1, 2, 3].map(() => String(code)))
    expect(emulator.listing()).toEqual([])
  })

  it('limits a fault to an endpoint, a number of times and after a number of requests', async () => {
    const emulator = await emulate({ faults: ['status=503@query+1*2', 'status=500@delete'] })
    const statuses: number[] = []
    for (let index = 0; index < 5; index++) statuses.push((await query(emulator)).status)
    expect(statuses).toEqual([200, 503, 503, 200, 200])
    expect((await postJson(emulator, 'delete', COMMON)).status).toBe(500)
    expect(await uploadCode(emulator, 'a.mp4', noise(10))).toBe('0')
  })

  it('limits a fault to a path', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 300_000)
    emulator.addFile('/b.mp4', 300_000)
    emulator.setFaults({ name: 'status', arg: 500, path: '/a', endpoint: 'download' })
    expect((await fetch(await urlOf(emulator, '/a.mp4'))).status).toBe(500)
    expect((await fetch(await urlOf(emulator, '/b.mp4'))).status).toBe(200)
  })

  it('rate-limit', async () => {
    const response = await query(await emulate({ faults: ['rate-limit=7'] }))
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
  })

  it('redirect and redirect-307', async () => {
    const emulator = await emulate({
      faults: ['redirect=http://user@other.example/x?a=1*1', 'redirect-307=http://other.example/*1'],
    })
    const init = { method: 'POST', redirect: 'manual' as const }
    const first = await fetch(`${emulator.url}/netDisk/query`, init)
    expect([first.status, first.headers.get('location')]).toEqual([302, 'http://user@other.example/x?a=1'])
    expect((await fetch(`${emulator.url}/netDisk/query`, init)).status).toBe(307)
  })

  it('html-page, malformed-json, truncated-json and empty-body', async () => {
    const emulator = await emulate({ faults: ['html-page'] })
    const html = await query(emulator)
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8'])
    for (const fault of ['malformed-json', 'truncated-json', 'empty-body']) {
      emulator.setFaults(fault)
      const response = await query(emulator)
      expect(response.status).toBe(200)
      await expect(response.json()).rejects.toThrow()
    }
    emulator.clearFaults()
    expect((await query(emulator)).ok).toBe(true)
  })

  it('does what was asked before it spoils the answer', async () => {
    const emulator = await emulate({ faults: ['truncated-json'] })
    emulator.addFile('/a.mp4', 300_000)
    await postJson(emulator, 'delete', { ...COMMON, FileName: '/a.mp4' })
    expect(emulator.listing()).toEqual([])
  })

  it('drop does nothing, drop-answer does it and keeps silent', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 300_000)
    emulator.setFaults('drop@delete')
    await expect(postJson(emulator, 'delete', { ...COMMON, FileName: '/a.mp4' })).rejects.toThrow()
    expect(emulator.listing()).toHaveLength(1)
    emulator.setFaults('drop-answer@delete')
    await expect(postJson(emulator, 'delete', { ...COMMON, FileName: '/a.mp4' })).rejects.toThrow()
    expect(emulator.listing()).toEqual([])
  })

  it('latency waits, an option for all and a fault for some', async () => {
    const emulator = await emulate({ latencyMs: 30 })
    const timed = async () => {
      const start = performance.now()
      await query(emulator)
      return performance.now() - start
    }
    expect(await timed()).toBeGreaterThanOrEqual(28)
    emulator.setFaults('latency=90')
    expect(await timed()).toBeGreaterThanOrEqual(88)
  })

  it('stall holds the answer until the fault is cleared', async () => {
    const emulator = await emulate({ faults: ['stall'] })
    let answered = false
    const asking = query(emulator).then(() => (answered = true))
    await eventually(() => expect(emulator.state().log[0]?.rspCode).toBe(0))
    expect(answered).toBe(false)
    emulator.clearFaults()
    await asking
  })

  it('close() does not wait for a stalled request', async () => {
    const emulator = await emulate({ faults: ['stall'] })
    const asking = query(emulator)
    asking.catch(() => undefined)
    await eventually(() => expect(emulator.state().requests.query).toBe(1))
    await emulator.close()
    await expect(asking).rejects.toThrow()
  })
})

describe('faults of pages', () => {
  const page = async (emulator: Parameters<typeof list>[0], PageNumber: number, more = {}) =>
    (await list(emulator, { FilePath: '/all/', PageSize: 10, PageNumber, ...more })).fileList.map(
      (row) => row.id,
    )

  it('duplicate-page and missing-page', async () => {
    const emulator = await emulate({ seed: 'flat:40' })
    const [first, third] = [await page(emulator, 1), await page(emulator, 3)]
    emulator.setFaults('duplicate-page', 'missing-page=4')
    expect(await page(emulator, 2)).toEqual(first)
    expect(await page(emulator, 3)).toEqual(third)
    expect(await page(emulator, 4)).toEqual([])
    expect(await list(emulator, { FilePath: '/all/', PageNumber: 4 })).toMatchObject({ fileNum: 40 })
  })

  it('ignore-search-time', async () => {
    const emulator = await emulate({ seed: 'flat:40', faults: ['ignore-search-time'] })
    const { searchTime: SearchTime } = await list(emulator)
    const second = await page(emulator, 2)
    emulator.addFile('/all/new.mp4', 300_000)
    expect(await page(emulator, 2, { SearchTime })).not.toEqual(second)
    emulator.clearFaults()
    expect(await page(emulator, 2, { SearchTime })).toEqual(second)
  })
})

describe('fault descriptions', () => {
  it.each([
    ['nonsense', 'unknown fault'],
    ['status=', 'is no CODE'],
    ['status=999', '999 is no CODE'],
    ['stall-at=half', 'half is no BYTES'],
    ['change-etag=maybe', 'maybe is no each'],
    ['drop=5', 'takes no argument'],
    ['latency', 'latency needs =MS'],
    ['status=500@everything', 'unknown endpoint'],
    ['Status 500', 'not a fault'],
    [{ name: 'drop', times: -1 }, 'whole numbers'],
    [{ name: 'drop', path: 3 }, 'path is a string'],
    [{ name: 'status', arg: {} }, 'bad arg'],
    [null, 'unknown fault'],
  ])('refuses %j', async (fault, reason) => {
    const emulator = await emulate()
    expect(() => emulator.setFaults(fault as string)).toThrow(reason)
  })
})
