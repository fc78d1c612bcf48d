import { expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { detailsText, hasDetails } from '../../../src/renderer/logic/error-details.ts'

it('the details of an error have what is needed to look for it, line by line', () => {
  const error = new AppError('server.httpStatus', { params: { status: 502 } }).toShape()
  const text = detailsText(error, {
    version: '1.2.3',
    platform: 'linux',
    subject: '/a/',
    time: new Date('2024-05-06T07:08:09Z'),
  })
  expect(text.split('\n')).toEqual([
    'CloudRoom Drive 1.2.3 (linux)',
    'code: server.httpStatus',
    'params: {"status":502}',
    'path: /a/',
    'time: 2024-05-06T07:08:09.000Z',
  ])
})

it('what the app refuses by its own rules has no details', () => {
  const has = (code: AppError['code']): boolean => hasDetails(new AppError(code).toShape())
  expect([has('server.httpStatus'), has('internal'), has('network.tls'), has('file.openFailed')]).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect([has('transfer.tooManyFiles'), has('transfer.alreadyQueued'), has('trim.empty')]).toEqual([
    false,
    false,
    false,
  ])
})
