import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { COMMON, emulate, postJson, uploadCode, noise } from './support.ts'
import type { Answer } from './support.ts'
import { COMPANY_WITHOUT_API, PROJECT } from '#emulator/server.ts'

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const { RequestId } = COMMON

const CASES: [string, Record<string, unknown>, string][] = [
  ['company', COMMON, '0'],
  ['company id as text', { ...COMMON, CompID: '1' }, '0'],
  ['company and project', { ...COMMON, AppId: PROJECT.id }, '0'],
  ['company and null fields', { ...COMMON, AppId: null, Nonsense: { a: 1 } }, '0'],
  ['company and unknown project', { ...COMMON, AppId: 'nobody' }, '2'],
  ['project', { RequestId, UserName: PROJECT.id, UserPswd: md5(PROJECT.secret) }, '0'],
  ['unknown project', { RequestId, UserName: 'nobody', UserPswd: md5(PROJECT.secret) }, '2'],
  ['wrong project secret', { RequestId, UserName: PROJECT.id, UserPswd: md5('x') }, '3'],
  ['unknown company', { ...COMMON, CompID: 77 }, '2'],
  ['wrong company secret', { ...COMMON, SecretKey: md5('1&2') }, '3'],
  ['upper-case digest', { ...COMMON, SecretKey: COMMON.SecretKey.toUpperCase() }, '3'],
  [
    'company without the API',
    {
      RequestId,
      CompID: COMPANY_WITHOUT_API.id,
      SecretKey: md5(`${COMPANY_WITHOUT_API.id}&${COMPANY_WITHOUT_API.secret}`),
    },
    '1',
  ],
  ['no RequestId', { CompID: 1, SecretKey: COMMON.SecretKey }, '4'],
  ['no SecretKey', { RequestId, CompID: 1 }, '4'],
  ['nobody at all', { RequestId }, '4'],
]

describe('accounts', () => {
  it.each(CASES)('%s', async (_name, body, code) => {
    const emulator = await emulate()
    const response = await postJson(emulator, 'query', body)
    expect(response.status).toBe(200)
    expect(((await response.json()) as Answer).RspCode).toBe(code)
  })

  it('checks deletes and uploads too', async () => {
    const emulator = await emulate()
    const response = await postJson(emulator, 'delete', { ...COMMON, CompID: 5, FileID: 1 })
    expect(((await response.json()) as Answer).RspCode).toBe('2')
    expect(await uploadCode(emulator, 'a.mp4', noise(10), { SecretKey: 'x' })).toBe('3')
    expect(emulator.listing()).toEqual([])
  })
})
