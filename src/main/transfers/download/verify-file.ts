import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#shared/errors.ts'
import { toFileError } from '../../storage/file-error.ts'
import type { PartRecord } from './part-store.ts'
import { md5OfTag } from './validators.ts'

/** Reads of a finished file, in bytes. */
const readBytes = 1024 * 1024

/**
 * Checks a complete part file against the MD5 that the server gave for it, if it gave one. `Content-MD5` is a promise.
 * A tag of 32 hex digits usually is the digest too, but may be a hash of something else; then the same bytes come down
 * again, and the second time they are believed.
 *
 * @throws AppError `server.checksumMismatch` (`params.md5`: what the file has), `aborted`, `file.notReadable`
 */
export async function verifyFile(file: string, record: PartRecord, signal: AbortSignal): Promise<void> {
  const expected = record.md5 ?? md5OfTag(record.validators.etag)
  if (expected === null) return
  const md5 = await md5Of(file, signal)
  if (md5 === expected) return
  if (record.md5 === null && md5 === record.rejectedMd5) return
  throw new AppError('server.checksumMismatch', { params: { md5 } })
}

async function md5Of(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('md5')
  try {
    await pipeline(createReadStream(file, { highWaterMark: readBytes }), hash, { signal })
  } catch (error) {
    if (signal.aborted) throw new AppError('aborted')
    throw toFileError(error, 'file.notReadable')
  }
  return hash.digest('hex')
}

/**
 * Collects `Content-MD5` headers. On a 200 it is the file's. On a 206 servers disagree: some mean the file, some the
 * part (RFC 2616, section 14.15), so there it counts only once two different parts have come with the same.
 */
export class Md5Evidence {
  #value: string | null
  #isCertain: boolean
  #isContradictory = false
  #start = 0

  /** @param known hex; from an earlier run */
  constructor(known: string | null) {
    this.#value = known
    this.#isCertain = known !== null
  }

  /** The file's MD5 as far as it is certain, hex. */
  get certain(): string | null {
    return this.#isCertain ? this.#value : null
  }

  /** @returns true when it has just become certain */
  note(md5: string | null, start: number, isWholeFile: boolean): boolean {
    if (md5 === null || this.#isCertain || this.#isContradictory) return false
    if (isWholeFile || (this.#value === md5 && this.#start !== start)) {
      this.#value = md5
      this.#isCertain = true
      return true
    }
    if (this.#value !== null && this.#value !== md5) this.#isContradictory = true
    this.#value = md5
    this.#start = start
    return false
  }
}
