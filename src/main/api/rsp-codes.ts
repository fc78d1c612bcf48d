import { AppError } from '#shared/errors.ts'
import type { ErrorCode } from '#shared/errors.ts'

/** RspCode → our code (vendor page, "返回状态码RspCode说明"). */
const codes: Readonly<Record<string, ErrorCode>> = {
  '1': 'api.noPermission',
  '2': 'api.accountNotFound',
  '3': 'api.wrongSecret',
  '4': 'api.badParameters',
  '5': 'api.unknown',
  '6': 'api.invalidFileType',
  '7': 'api.fileTooLarge',
  '8': 'api.streamReadFailed',
  '9': 'api.alreadyExists',
  '10': 'api.noCapacity',
  '11': 'api.badFileName',
}

const maxShownLength = 16

/** Documented as a string, compared loosely by the vendor's own code: `"0"`, `0`, `" 0 "` are the same. */
export function normalizeRspCode(raw: string | number): string {
  const text = String(raw).trim()
  return /^\d{1,9}$/u.test(text) ? String(Number(text)) : text
}

/** The error that a normalised RspCode other than `0` stands for. */
export function rspCodeError(code: string): AppError {
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined
  if (known !== undefined) return new AppError(known)
  // The text is the server's: only what a code can look like is kept, so that nothing it echoes gets through.
  const shown = /^-?[\w.]{1,16}$/u.test(code) ? code.slice(0, maxShownLength) : '?'
  return new AppError('api.unexpectedCode', { params: { code: shown } })
}
