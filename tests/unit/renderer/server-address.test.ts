import { describe, expect, it } from 'vitest'
import { normalizePrefix, parseAddress } from '../../../src/renderer/logic/server-address.ts'

describe('parseAddress', () => {
  it.each([
    ['meet.example.com', 'https://meet.example.com', null],
    ['meet.example.com:8443', 'https://meet.example.com:8443', null],
    ['10.0.0.5', 'https://10.0.0.5', null],
    ['localhost:8080', 'https://localhost:8080', null],
    [' https://www.cloudroom.com/ ', 'https://www.cloudroom.com', null],
    ['https://a.com/CLOUDROOM-API', 'https://a.com', '/CLOUDROOM-API'],
    ['https://a.com/CLOUDMEETING-API/netDisk/query?x=1', 'https://a.com', '/CLOUDMEETING-API'],
    ['a.com/x/y/', 'https://a.com', '/x/y'],
    ['https:a.com', 'https://a.com', null],
    ['HTTPS://A.com', 'https://a.com', null],
  ])('%s → %s %s', (text, origin, prefix) => {
    expect(parseAddress(text)).toEqual({ ok: true, origin, prefix, isHttp: false })
  })

  it('tells plain http', () => {
    expect(parseAddress('http://10.0.0.5:8080')).toMatchObject({ ok: true, isHttp: true })
  })

  it.each([
    '',
    '   ',
    'a b.com',
    'ftp://a.com',
    'javascript://a.com',
    'https://',
    'https://u:p@a.com',
    'https://a.com/中 文',
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toEqual({ ok: false })
  })
})

describe('normalizePrefix', () => {
  it.each([
    ['CLOUDROOM-API/', '/CLOUDROOM-API'],
    ['/a//b/', '/a/b'],
    ['', ''],
    ['/', ''],
    ['/API/netDisk', '/API'],
  ])('%j → %j', (text, prefix) => {
    expect(normalizePrefix(text)).toBe(prefix)
  })

  it.each(['/a b', '/a?b', '/../x', '/中文'])('refuses %j', (text) => {
    expect(normalizePrefix(text)).toBeNull()
  })
})
