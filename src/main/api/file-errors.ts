import { AppError } from '#shared/errors.ts'
import type { ErrorCode } from '#shared/errors.ts'

const codes: Readonly<Record<string, ErrorCode>> = { ENOENT: 'file.notFound', EISDIR: 'file.isFolder' }

/** Why a local file could not be read. Node's message holds the path, so it is not kept. */
export function describeFileError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = (error as { code?: unknown } | null)?.code
  const known = typeof code === 'string' && Object.hasOwn(codes, code) ? codes[code] : undefined
  return new AppError(known ?? 'file.notReadable', typeof code === 'string' ? { params: { code } } : {})
}
