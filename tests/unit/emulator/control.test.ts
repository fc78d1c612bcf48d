import { describe, expect, it } from 'vitest'
import { Counters } from '#emulator/counters.ts'
import type { EmulatorState } from '#emulator/server.ts'
import { COMMON, bytesOf, call, emulate, list, noise, uploadCode, urlOf } from './support.ts'

const post = (url: string, body?: unknown) =>
  fetch(url, { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) })

describe('control', () => {
  it('switches faults', async () => {
    const emulator = await emulate()
    const faults = `${emulator.origin}/__control/faults`
    const set = await post(faults, [{ name: 'rsp-code', arg: 3, endpoint: 'query' }, 'latency=1'])
    expect(await set.json()).toEqual({
      active: [
        { name: 'rsp-code', arg: 3, endpoint: 'query' },
        { name: 'latency', arg: '1' },
      ],
    })
    expect((await call(emulator, 'query', {})).RspCode).toBe('3')
    await post(faults, [])
    expect((await call(emulator, 'query', {})).RspCode).toBe('0')
    for (const bad of [{}, ['nonsense'], 'x']) expect((await post(faults, bad)).status).toBe(400)
    expect((await fetch(`${emulator.origin}/__control/other`)).status).toBe(404)
  })

  it('tells what was asked, and forgets it', async () => {
    const emulator = await emulate()
    await uploadCode(emulator, 'a.mp4', noise(500), { DirPath: '%2fX' })
    await list(emulator, { FilePath: '/X/' })
    await bytesOf(await fetch(await urlOf(emulator, '/X/a.mp4')))
    const response = await fetch(`${emulator.origin}/__control/state`)
    const state = (await response.json()) as EmulatorState
    expect(state.requests).toEqual({ query: 2, delete: 0, upload: 1, download: 1, unknown: 0 })
    expect(state.bytesServed).toEqual({ '/X/a.mp4': 500 })
    expect(state.bytesReceived).toEqual({ '/X/a.mp4': 500 })
    expect(state.connections.max).toBeGreaterThan(0)
    expect(state.concurrent.query).toEqual({ current: 0, max: 1 })
    expect(state.log.map((entry) => [entry.endpoint, entry.status, entry.rspCode])).toEqual([
      ['upload', 200, 0],
      ['query', 200, 0],
      ['query', 200, 0],
      ['download', 200, null],
    ])
    expect(state.log[0]?.params).toMatchObject({
      FileName: 'a.mp4',
      DirPath: '%2fX',
      SecretKey: COMMON.SecretKey,
    })
    expect(state.log[1]?.params).toEqual({ ...COMMON, FilePath: '/X/' })
    expect(state.log[1]?.headers['content-type']).toBe('application/json; charset=utf-8')

    await post(`${emulator.origin}/__control/reset-counters`)
    expect(emulator.state()).toMatchObject({ requests: { query: 0, upload: 0 }, bytesServed: {}, log: [] })
  })

  it('counts what runs at the same time', async () => {
    const emulator = await emulate({ latencyMs: 40 })
    await Promise.all([1, 2, 3].map(() => list(emulator)))
    expect(emulator.state().concurrent.query).toEqual({ current: 0, max: 3 })
    expect(emulator.state().connections.max).toBeGreaterThanOrEqual(3)
  })

  it('keeps a bounded log', () => {
    const counters = new Counters()
    const request = { time: 0, method: 'GET', url: '/', endpoint: null, headers: {} }
    for (let index = 0; index < 2500; index++) counters.finish(counters.begin(request))
    const { log, requests } = counters.state()
    expect([log.length, requests.unknown, log.at(-1)?.sequence]).toEqual([1000, 2500, 2500])
  })

  it('lists and hashes files for tests in other processes', async () => {
    const emulator = await emulate()
    const added = emulator.addFile('/A/会.mp4', 300_000)
    expect(await (await fetch(`${emulator.origin}/__control/listing`)).json()).toEqual([added])
    const path = encodeURIComponent('/A/会.mp4')
    const file = await fetch(`${emulator.origin}/__control/file?path=${path}`)
    expect(await file.json()).toEqual({ size: 300_000, sha256: await emulator.expectedSha256('/A/会.mp4') })
    expect(await (await fetch(`${emulator.origin}/__control/file?path=/none.mp4`)).json()).toBeNull()
  })
})

describe('the in-process interface', () => {
  it('refuses files that cannot be', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 300_000)
    expect(() => emulator.addFile('/a.mp4', 300_000)).toThrow('cannot add')
    expect(() => emulator.addFile('/b.mp4', 10)).toThrow('no MP4 of 10 bytes')
    await expect(emulator.expectedSha256('/none.mp4')).rejects.toThrow('has no /none.mp4')
  })
})
