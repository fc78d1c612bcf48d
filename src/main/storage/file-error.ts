import { AppError, type ErrorCode } from '#shared/errors.ts'

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'file.notFound',
  ENOTDIR: 'file.notFound',
  ENOSPC: 'file.diskFull',
  EDQUOT: 'file.diskFull',
  EISDIR: 'file.isFolder',
  EROFS: 'file.notWritable',
}

/**
 * An fs error as the app says it. The cause keeps the system's code, not its message, which has the path.
 *
 * @param otherwise what a refusal (EACCES, EPERM, EBUSY, …) means here
 */
export function toFileError(error: unknown, otherwise: 'file.notReadable' | 'file.notWritable'): AppError {
  if (error instanceof AppError) return error
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
  return new AppError(codes[code] ?? otherwise, { cause: new Error(code) })
}
