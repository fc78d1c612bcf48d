import { AppError } from '#shared/errors.ts'

/** SQLITE_READONLY, IOERR, FULL, CANTOPEN (SQLite, "Result and Error Codes"). */
const refusals: ReadonlySet<number> = new Set([8, 10, 13, 14])

/** The database is sound, but the disk does not take what is to be written. The low byte is the primary code. */
export function isRefusedWrite(error: unknown): boolean {
  const { errcode } = (error ?? {}) as { readonly errcode?: unknown }
  return typeof errcode === 'number' && refusals.has(errcode & 0xff)
}

/** What the database could not write, as the app says it; any other error as it is. */
export function describeStorageError(error: unknown): unknown {
  return isRefusedWrite(error) ? new AppError('storage.notWritable', { cause: error }) : error
}
