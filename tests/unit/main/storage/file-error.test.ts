import { describe, expect, it } from 'vitest'
import { toFileError } from '#main/storage/file-error.ts'
import { AppError } from '#shared/errors.ts'

const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: open '/home/me/a.mp4'`), { code, path: '/home/me/a.mp4' })

describe('an error of the file system', () => {
  it.each([
    ['ENOENT', 'file.notFound'],
    ['ENOTDIR', 'file.notFound'],
    ['ENOSPC', 'file.diskFull'],
    ['EDQUOT', 'file.diskFull'],
    ['EISDIR', 'file.isFolder'],
    ['EROFS', 'file.notWritable'],
    ['EACCES', 'file.notReadable'],
    ['EPERM', 'file.notReadable'],
    ['EIO', 'file.notReadable'],
  ] as const)('%s is %s, without the path', (code, expected) => {
    const error = toFileError(systemError(code), 'file.notReadable', 'linux')
    expect(error.code).toBe(expected)
    expect(JSON.stringify([error.toShape(), String(error.cause)])).not.toContain('/home/me')
  })

  it('means what it means here', () => {
    expect(toFileError(systemError('EACCES'), 'file.notWritable').code).toBe('file.notWritable')
    expect(toFileError(systemError('EISDIR'), 'file.notWritable').code).toBe('file.notWritable')
    expect(toFileError(new Error('x'), 'file.notWritable').code).toBe('file.notWritable')
  })

  it('is, on a Mac, a folder that the app was not let into where permissions are not to blame', () => {
    expect(toFileError(systemError('EPERM'), 'file.notWritable', 'darwin').code).toBe('file.notAllowed')
    expect(toFileError(systemError('EPERM'), 'file.notReadable', 'darwin').code).toBe('file.notAllowed')
    expect(toFileError(systemError('EACCES'), 'file.notReadable', 'darwin').code).toBe('file.notReadable')
    expect(toFileError(systemError('EPERM'), 'file.notWritable', 'win32').code).toBe('file.notWritable')
  })

  it('that is already described stays as it is', () => {
    const error = new AppError('file.empty')
    expect(toFileError(error, 'file.notReadable')).toBe(error)
  })
})
