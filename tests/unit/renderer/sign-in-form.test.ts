import { errorCodes } from '#shared/errors.ts'
import { signInRequest } from '#shared/ipc/schemas.ts'
import type { Profile } from '#shared/models/account.ts'
import { describe, expect, it } from 'vitest'
import { emptyForm, formOf, problemsOf, requestOf } from '../../../src/renderer/logic/sign-in-form.ts'
import { userProblem } from '../../../src/renderer/logic/proxy-user.ts'
import { transferWayOut, waysOut } from '../../../src/renderer/logic/ways-out.ts'

const filled = { ...emptyForm(), compId: ' 10086 ', compSecret: 's3cret ' }

describe('the sign-in form', () => {
  it('starts with the public cloud, remembered, and asks for what is missing', () => {
    expect(emptyForm()).toMatchObject({ address: 'https://www.cloudroom.com', remember: true })
    expect(problemsOf(emptyForm())).toEqual({ compId: 'required', compSecret: 'required' })
    expect(problemsOf({ ...emptyForm(), mode: 'project' })).toEqual({
      appId: 'required',
      appSecret: 'required',
    })
  })

  it('wants digits in a CompID', () => {
    expect(problemsOf({ ...filled, compId: '12a' })).toEqual({ compId: 'digits' })
  })

  it('makes a request that the contract accepts; the secret is sent as typed', () => {
    const request = requestOf(filled)
    expect(signInRequest.parse(request)).toEqual(request)
    expect(request?.credentials).toEqual({
      mode: 'company',
      compId: '10086',
      compSecret: 's3cret ',
      appId: null,
    })
  })

  it('takes the path of a pasted address for the prefix', () => {
    const form = { ...filled, address: 'a.com/CLOUDMEETING-API' }
    expect(requestOf(form)?.server).toEqual({ origin: 'https://a.com', prefix: '/CLOUDMEETING-API' })
  })

  it('asks before plain http, and never sends the consent for https', () => {
    const http = { ...filled, address: 'http://a.com' }
    expect(problemsOf(http)).toEqual({ allowHttp: 'confirmHttp' })
    expect(problemsOf(http, (origin) => origin === 'http://b.com')).toEqual({ allowHttp: 'confirmHttp' })
    expect(problemsOf(http, (origin) => origin === 'http://a.com')).toEqual({})
    expect(requestOf({ ...http, allowHttp: true })?.allowHttp).toBe(true)
    expect(requestOf({ ...filled, allowHttp: true })?.allowHttp).toBe(false)
  })

  it('is filled from a kept profile without its secret', () => {
    const profile: Profile = {
      id: 'p',
      server: { origin: 'https://a.com', prefix: '/x' },
      mode: 'project',
      account: 'app',
      appId: null,
      remembered: true,
      lastUsedAt: 0,
    }
    expect(formOf(profile)).toMatchObject({ mode: 'project', appId: 'app', appSecret: '', prefix: '/x' })
  })
})

it.each(errorCodes)('there is a way out of %s', (code) => {
  expect(waysOut({ code, params: {}, retryable: false })).not.toHaveLength(0)
})

it('a proxy that asks who the user is gets an answer where it is known which one it is', () => {
  const error = { code: 'network.proxyAuth', params: { proxy: 'a:1' }, retryable: false } as const
  expect(waysOut(error)[0]).toBe('enterProxyPassword')
  expect(transferWayOut(error)).toBe('enterProxyPassword')
  expect(waysOut({ ...error, params: {} })).toEqual(['retry'])
  // Other errors name a proxy, too.
  expect(waysOut({ ...error, code: 'network.proxyRefused' })).not.toContain('enterProxyPassword')
  expect([' ', 'a:b', 'OFFICE\\me'].map(userProblem)).toEqual(['userMissing', 'userColon', null])
})
