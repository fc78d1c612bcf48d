/**
 * The errors that a person can meet, as stable codes. Text lives in the renderer (`i18n/`): a code and its
 * parameters cross the IPC boundary, never a sentence and never a secret.
 */

/** Every code, with whether trying the same thing again can help without the user changing anything. */
const retryableByCode = {
  // RspCode 1–11 of the netDisk API (vendor page, "返回状态码RspCode说明").
  'api.noPermission': false,
  'api.accountNotFound': false,
  'api.wrongSecret': false,
  'api.badParameters': false,
  'api.unknown': true,
  'api.invalidFileType': false,
  'api.fileTooLarge': false,
  'api.streamReadFailed': true,
  'api.alreadyExists': false,
  'api.noCapacity': false,
  'api.badFileName': false,
  /** A RspCode outside 0–11; params.code. */
  'api.unexpectedCode': false,

  /** An answer that no CloudRoom server gives (HTML, another JSON); params.detail. */
  'server.notCloudRoom': false,
  /** An answer that stops early or is not JSON although it should be. */
  'server.malformed': true,
  /** An HTTP status that carries no business answer; params.status. */
  'server.httpStatus': true,
  /** The server sent the request elsewhere; params.location. */
  'server.redirected': false,
  /** 429, or 503 with Retry-After. */
  'server.busy': true,
  /** The recording is no longer on the server. */
  'server.notFound': false,
  /** A download address that is not http(s), or plain http from an https server. */
  'server.unsafeDownloadUrl': false,
  /** The server sent a different number of bytes than it said; params.expected, params.actual (bytes). */
  'server.lengthMismatch': true,
  /** What was downloaded does not have the checksum that the server gave. */
  'server.checksumMismatch': true,
  /** After an upload the recording is not listed, or with another size. */
  'server.uploadNotConfirmed': true,
  /** The server says that a recording is deleted, and goes on listing it. */
  'server.deleteNotConfirmed': true,

  /** The system says that there is no network; goes on by itself once there is. */
  'network.offline': true,
  'network.unreachable': true,
  /** A server with an address of the own network; macOS may not let the app in there, which looks the same. */
  'network.localNetwork': true,
  'network.nameNotFound': true,
  'network.refused': true,
  'network.timeout': true,
  'network.connectionLost': true,
  /** params.reason: see `tlsReason`; of downloads params.server (`host:port`), too. */
  'network.tls': false,
  /**
   * The server presents another certificate than the one that the user trusts, and the system does not trust it;
   * params.server (`host:port`), params.trusted, params.presented (fingerprints).
   */
  'network.certificateChanged': false,
  /** The system's proxy wants to know who the user is, or refuses who we said; params.proxy (`host:port`) where it is known. */
  'network.proxyAuth': false,
  /** The proxy takes no user with a password but ways to sign in that the app does not have (NTLM, Negotiate); params.proxy. */
  'network.proxyScheme': false,
  /** The proxy does not open a way to the server; params.proxy, params.status (0: its own words). */
  'network.proxyRefused': false,
  /** params.proxy */
  'network.proxyUnreachable': true,
  /** The system names no proxy of a kind that the app can use. */
  'network.proxyUnusable': false,

  'account.notSignedIn': false,
  'account.unknownProfile': false,
  /** The profile is kept, its secret is not: sign in again. */
  'account.secretMissing': false,
  /** http without the user's explicit consent; params.origin. */
  'account.insecureServer': false,
  'account.keychainLocked': true,
  'account.keychainUnavailable': false,

  /** The server presents another certificate than the one that the user was shown. */
  'trust.otherCertificate': true,
  /** A certificate that is refused even where the user trusts it; params.reason (`expired`, `unusable`). */
  'trust.notAcceptable': false,

  'file.notFound': false,
  'file.notReadable': false,
  'file.notWritable': false,
  /** macOS: the person has not let the app into this folder or onto this volume, or the file is locked in the Finder. */
  'file.notAllowed': false,
  'file.isFolder': false,
  /** A folder among those to upload. */
  'file.folderNotReadable': false,
  /** A link to a folder, which may lead anywhere. */
  'file.linkedFolder': false,
  'file.empty': false,
  /** params.limit (bytes). */
  'file.tooLarge': false,
  /** Not .mp4 by name. */
  'file.notMp4Name': false,
  /** No `ftyp` box at the start. */
  'file.notMp4Content': false,
  'file.badName': false,
  'file.changedDuringUpload': false,
  /** The same, and the server has kept what was sent. */
  'file.changedButStored': false,
  'file.diskFull': false,
  'file.notVideo': false,
  'file.openFailed': false,

  'transfer.unknown': false,
  'transfer.alreadyQueued': false,
  /** More files than one choice may have; params.max. */
  'transfer.tooManyFiles': false,
  /** A plan that was carried out, or is so old that it is no longer known. */
  'transfer.planGone': false,
  /** The computer was put to sleep; goes on by itself once it is awake. */
  'transfer.suspended': true,

  /** It was closed meanwhile. */
  'playback.unknown': false,
  /** The recording is another one on the server now. */
  'playback.changed': true,
  /** The built-in player cannot show this video. */
  'playback.unsupported': false,

  /** Damaged, or coded in a way that cannot be copied without encoding it anew. */
  'trim.unreadable': false,
  /** Nothing lies between the start and the end that were chosen. */
  'trim.empty': false,
  /** Of a copy that this run of the app has not made. */
  'trim.unknown': false,

  /** The app's database could not be read; a new one was made. params.backup (file name), params.jobs (rescued). */
  'storage.damaged': false,
  /** A small file of the app's own, e.g. the settings, could not be written; what it says holds for this run. */
  'storage.notWritable': false,
  /** Transfers that are kept, but that this version of the app cannot read; params.jobs. */
  'storage.unreadableTransfers': false,

  /** The update server; nothing that the recordings depend on. */
  'update.unreachable': true,
  /** What the update server says of the newest version makes no sense. */
  'update.malformed': true,
  /** What was fetched is not the file that was described. */
  'update.damaged': true,
  /** What was fetched lacks the signature of this app's publisher; it is not installed. */
  'update.notSigned': false,
  'update.failed': true,

  'ipc.unknownRequest': false,
  'ipc.untrustedSender': false,
  'ipc.invalidInput': false,

  aborted: false,
  internal: false,
} as const

export type ErrorCode = keyof typeof retryableByCode
export const errorCodes = Object.keys(retryableByCode) as readonly ErrorCode[]

export type ErrorParams = Readonly<Record<string, string | number | boolean>>

/** What crosses IPC, because Electron drops an Error's own fields. */
export interface ErrorShape {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly retryable: boolean
}

export interface AppErrorOptions {
  readonly params?: ErrorParams
  readonly cause?: unknown
  /** Overrides the code's own default. */
  readonly retryable?: boolean
}

/** The one error class of the app. `message` is for logs; people read the text of `code`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly retryable: boolean

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.params = options.params ?? {}
    this.retryable = options.retryable ?? retryableByCode[code]
  }

  toShape(): ErrorShape {
    return { code: this.code, params: this.params, retryable: this.retryable }
  }
}

/** Turns anything thrown into the IPC form; what is not an AppError becomes `internal`, without its text. */
export function toErrorShape(error: unknown): ErrorShape {
  if (error instanceof AppError) return error.toShape()
  if (isAbortError(error)) return new AppError('aborted').toShape()
  return new AppError('internal').toShape()
}

export function isAbortError(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'AbortError' || (error as { code?: unknown }).code === 'ABORT_ERR')
  )
}

/** Marks the end of an exhaustive switch. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
