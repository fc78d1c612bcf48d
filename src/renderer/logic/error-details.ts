import type { ErrorCode, ErrorShape } from '#shared/errors.ts'

/** What the app itself refuses by rules that the message names: nobody who helps could learn more from a code. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'account.notSignedIn',
  'account.secretMissing',
  'file.badName',
  'file.empty',
  'file.isFolder',
  'file.linkedFolder',
  'file.notMp4Name',
  'file.tooLarge',
  'network.offline',
  'playback.unknown',
  'transfer.alreadyQueued',
  'transfer.planGone',
  'transfer.tooManyFiles',
  'trim.empty',
  'trim.unknown',
])

/** Is there more to an error than its message says, for whoever helps? */
export const hasDetails = ({ code }: ErrorShape): boolean => !refusals.has(code)

export interface ErrorContext {
  /** Of the app. */
  readonly version: string
  readonly platform: string
  /** What it is about: a remote path or a file name. */
  readonly subject: string
  readonly time: Date
}

/** What a support person needs: code, parameters, subject and versions. No account, no secret. */
export function detailsText(error: ErrorShape, { version, platform, subject, time }: ErrorContext): string {
  return [
    `CloudRoom Drive ${version} (${platform})`,
    `code: ${error.code}`,
    `params: ${JSON.stringify(error.params)}`,
    `path: ${subject}`,
    `time: ${time.toISOString()}`,
  ].join('\n')
}
