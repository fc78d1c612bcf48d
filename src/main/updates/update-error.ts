import { AppError, isAbortError, type ErrorCode } from '#shared/errors.ts'

const byCode: Readonly<Record<string, ErrorCode>> = {
  ERR_CHECKSUM_MISMATCH: 'update.damaged',
  ERR_UPDATER_INVALID_SIGNATURE: 'update.notSigned',
  ERR_UPDATER_NO_CHECKSUM: 'update.malformed',
  ERR_UPDATER_NO_FILES_PROVIDED: 'update.malformed',
  ERR_UPDATER_WEB_INSTALLER_DISABLED: 'update.malformed',
  ERR_UPDATER_ZIP_FILE_NOT_FOUND: 'update.malformed',
  ENOSPC: 'file.diskFull',
}

/** Codes of Node, words of Chromium's network, of electron-updater for an HTTP status, and of its time limit. */
const network =
  /^(?:ECONN|ENOTFOUND|ETIMEDOUT|EAI_|EHOST|ENET|EPIPE|HTTP_ERROR_)|^net::ERR_|^Cannot download |^Request (?:timed out|has been aborted)|^Too many redirects/u

/**
 * Whatever electron-updater or Squirrel.Mac throws, as one of our codes; its own words are for the log.
 *
 * @param otherwise of an error that says nothing: when asking, it is the answer that was not understood
 */
export function toUpdateError(error: unknown, otherwise: 'update.malformed' | 'update.failed'): AppError {
  if (error instanceof AppError) return error
  return new AppError(codeOf(error) ?? otherwise, { cause: error })
}

function codeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error)) return undefined
  const { code: given } = error as { code?: unknown }
  const code = typeof given === 'string' ? given : ''
  // The second is builder-util-runtime's CancellationError, which has no name.
  if (isAbortError(error) || error.message === 'cancelled') return 'aborted'
  if (network.test(code) || network.test(error.message)) return 'update.unreachable'
  // Squirrel.Mac has no codes: "Code signature at URL … did not pass validation", "Could not get code signature …".
  if (/code signature/iu.test(error.message)) return 'update.notSigned'
  return byCode[code]
}
