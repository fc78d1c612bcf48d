import { describe, expect, it } from 'vitest'
import { commonParameters, digestOf } from '#main/api/common-parameters.ts'
import { endpointUrl } from '#main/api/endpoints.ts'
import { companyCredentials, md5, projectCredentials } from '#main/api/signing.ts'

describe('digests', () => {
  it('matches the check value of the facts sheet', () => {
    expect(md5('1&1')).toBe('a7febff6a21c36fb50150f88c95ef641')
    expect(companyCredentials('1', '1', null)).toEqual({
      mode: 'company',
      compId: '1',
      secretKey: 'a7febff6a21c36fb50150f88c95ef641',
      appId: null,
    })
  })

  it('uses the digest of the secret alone for a project, and UTF-8 throughout', () => {
    expect(projectCredentials('app', '密码')).toEqual({
      mode: 'project',
      appId: 'app',
      userPswd: md5('密码'),
    })
    expect(md5('密码')).toBe('a8105204604a0b11e916f3879aae3b0b')
  })
})

describe('common parameters', () => {
  it('of a company: a number, the digest, and the project only when there is one', () => {
    const { RequestId, ...rest } = commonParameters(companyCredentials('73', 's', null))
    expect(RequestId).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u)
    expect(rest).toEqual({ CompID: 73, SecretKey: md5('73&s') })
    expect(commonParameters(companyCredentials('73', 's', 'app'))).toMatchObject({ AppId: 'app' })
    expect(commonParameters(companyCredentials('73', 's', ''))).not.toHaveProperty('AppId')
  })

  it('of a project: user name and password in place of company and key', () => {
    const { RequestId, ...rest } = commonParameters(projectCredentials('app', 's'))
    expect(RequestId).toBeTypeOf('string')
    expect(rest).toEqual({ UserName: 'app', UserPswd: md5('s') })
  })

  it('never repeats a request id', () => {
    const credentials = projectCredentials('app', 's')
    const ids = Array.from({ length: 1000 }, () => commonParameters(credentials)['RequestId'])
    expect(new Set(ids).size).toBe(1000)
  })

  it('knows which digest must not be seen', () => {
    expect(digestOf(companyCredentials('1', '1', null))).toBe(md5('1&1'))
    expect(digestOf(projectCredentials('a', 'b'))).toBe(md5('b'))
  })
})

describe('endpoints', () => {
  it.each([
    ['https://www.cloudroom.com', '/CLOUDROOM-API', 'https://www.cloudroom.com/CLOUDROOM-API/netDisk/query'],
    ['http://10.0.0.1:8080', '/CLOUDMEETING-API', 'http://10.0.0.1:8080/CLOUDMEETING-API/netDisk/query'],
    ['https://drive.example', '', 'https://drive.example/netDisk/query'],
  ])('%s %s', (origin, prefix, url) => {
    expect(endpointUrl({ origin, prefix }, 'query').href).toBe(url)
  })
})
