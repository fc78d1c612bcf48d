import { AppError, type ErrorCode } from '#shared/errors.ts'

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'file.notFound',
  ENOTDIR: 'file.notFound',
  ENOSPC: 'file.diskFull',
  EDQUOT: 'file.diskFull',
  EROFS: 'file.notWritable',
}

/** SQLITE_FULL (SQLite, "Result and Error Codes"); the low byte is the primary code. */
const databaseFull = 13

/**
 * An fs error, or one of the database, as the app says it. The cause keeps the system's code, not its message, which has the path.
 *
 * @param otherwise what a refusal (EACCES, EPERM, EBUSY, …) means here
 */
export function toFileError(
  error: unknown,
  otherwise: 'file.notReadable' | 'file.notWritable',
  platform: NodeJS.Platform = process.platform,
): AppError {
  if (error instanceof AppError) return error
  const { code = 'unknown', errcode } = error as NodeJS.ErrnoException & { readonly errcode?: number }
  if (errcode !== undefined && (errcode & 0xff) === databaseFull) {
    return new AppError('file.diskFull', { cause: new Error(code) })
  }
  // What macOS answers instead of EACCES where privacy settings or a lock in the Finder stand in the way, not permissions.
  if (code === 'EPERM' && platform === 'darwin')
    return new AppError('file.notAllowed', { cause: new Error(code) })
  const described = code === 'EISDIR' && otherwise === 'file.notReadable' ? 'file.isFolder' : codes[code]
  return new AppError(described ?? otherwise, { cause: new Error(code) })
}
