import { describe, expect, it } from 'vitest'
import { contract } from '#shared/ipc/contract.ts'
import { preloadRequestNames, requestNames } from '#shared/ipc/names.ts'
import * as schema from '#shared/ipc/schemas.ts'
import type { RequestName } from '#shared/ipc/contract.ts'

const accepts = (name: RequestName, input: unknown): boolean => contract[name].input.safeParse(input).success

const recording = { id: 1, path: '/A/b.mp4', size: 1, sizeIsExact: true, createdAt: 0 }

describe('the contract', () => {
  it('has a schema for every name and a name for every schema', () => {
    expect(Object.keys(contract).sort()).toEqual([...requestNames, ...preloadRequestNames].sort())
  })

  it.each(Object.keys(contract) as RequestName[])('%s refuses what it does not know', (name) => {
    for (const input of [null, 0, '', 'text', [], () => undefined, { unexpected: true }]) {
      expect(accepts(name, input)).toBe(false)
    }
  })
})

describe('folderPath', () => {
  it.each(['/', '/A/', '/A/B c/', '/会议/', '/..A/', '/a%2f/'])('%j is one', (path) => {
    expect(schema.folderPath.safeParse(path).success).toBe(true)
  })

  it.each([
    '',
    'A/',
    '/A',
    '//',
    '/A//B/',
    '/../',
    '/A/../B/',
    '/./',
    '/A\u0000/',
    '/A\n/',
    `/${'x'.repeat(5000)}/`,
    5,
  ])('%j is none', (path) => {
    expect(schema.folderPath.safeParse(path).success).toBe(false)
  })
})

describe('recordings', () => {
  it('are named by path, never by where bytes come from', () => {
    expect(accepts('deletion.start', { recordings: [recording] })).toBe(true)
    expect(accepts('deletion.start', { recordings: [{ ...recording, downUrl: 'https://x' }] })).toBe(false)
  })

  it.each([
    { path: '/A/' },
    { path: 'b.mp4' },
    { path: '/A/../b.mp4' },
    { path: '/b\u007f.mp4' },
    { id: 1.5 },
    { id: '1' },
    { size: -1 },
    { size: 2 ** 60 },
    { createdAt: Number.NaN },
  ])('%j is refused', (over) => {
    expect(accepts('transfers.download', { recordings: [{ ...recording, ...over }] })).toBe(false)
  })

  it('come in bounded numbers', () => {
    const many = Array.from({ length: schema.maxItemsPerRequest + 1 }, () => recording)
    expect(accepts('transfers.download', { recordings: many.slice(1) })).toBe(true)
    expect(accepts('transfers.download', { recordings: many })).toBe(false)
    expect(accepts('transfers.download', { recordings: [] })).toBe(false)
  })
})

describe('server addresses', () => {
  const parse = (origin: unknown, prefix: unknown) =>
    schema.serverAddress.safeParse({ origin, prefix }).success

  it.each([
    ['https://www.cloudroom.com', '/CLOUDROOM-API'],
    ['http://10.0.0.1:8080', '/CLOUDMEETING-API'],
    ['https://[::1]:8443', ''],
  ])('%s %s', (origin, prefix) => {
    expect(parse(origin, prefix)).toBe(true)
  })

  it.each([
    ['https://www.cloudroom.com/', ''],
    ['https://user:pass@host', ''],
    ['https://host/path', ''],
    ['ftp://host', ''],
    ['file:///etc', ''],
    ['javascript:alert(1)', ''],
    ['host', ''],
    ['https://host', 'CLOUDROOM-API'],
    ['https://host', '/a/'],
    ['https://host', '/a?b'],
    ['https://host', '/a#b'],
  ])('%s %s is refused', (origin, prefix) => {
    expect(parse(origin, prefix)).toBe(false)
  })
})

describe('credentials', () => {
  const company = { mode: 'company', compId: '1', compSecret: '1', appId: null }
  const project = { mode: 'project', appId: 'app', appSecret: 's' }

  it.each([[company], [{ ...company, appId: 'app' }], [project]])('%j', (input) => {
    expect(schema.credentials.safeParse(input).success).toBe(true)
  })

  it.each([
    [{ ...company, compId: 'x' }],
    [{ ...company, compId: '' }],
    [{ ...company, compId: '1'.repeat(16) }],
    [{ ...company, compSecret: '' }],
    [{ ...company, mode: 'project' }],
    [{ ...project, appId: '' }],
    [{ ...project, appSecret: 'x'.repeat(1025) }],
    [{ ...project, extra: 1 }],
  ])('%j is refused', (input) => {
    expect(schema.credentials.safeParse(input).success).toBe(false)
  })
})
