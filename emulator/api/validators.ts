import type { Exchange } from '../http/exchange.ts'
import type { FileEntry } from '../tree/entries.ts'

interface Validators {
  /** A strong tag with its quotes. */
  readonly etag: string | null
  readonly lastModified: string | null
  /** These and the other headers that describe the file. */
  readonly headers: Record<string, string>
}

/** What identifies a file's content to a client that comes back. Digests are computed only for dialects with MD5. */
export async function validatorsOf(exchange: Exchange, file: FileEntry): Promise<Validators> {
  const { dialect, disk } = exchange.core
  const acceptRanges: Record<string, string> = dialect.ranges ? { 'Accept-Ranges': 'bytes' } : {}
  const md5 = dialect.md5 === 'none' ? null : (await disk.digest(file)).md5
  const digest: Record<string, string> =
    md5 && dialect.md5 === 'content-md5' ? { 'Content-MD5': md5.toString('base64') } : {}
  if (!dialect.validators) return { etag: null, lastModified: null, headers: { ...acceptRanges, ...digest } }
  const tag = md5 && dialect.md5 === 'etag' ? md5.toString('hex') : identity(file)
  const etag = `"${tag}${changeOf(exchange)}"`
  const lastModified = new Date(file.ctimeMs).toUTCString()
  return {
    etag,
    lastModified,
    headers: { ...acceptRanges, ...digest, ETag: etag, 'Last-Modified': lastModified },
  }
}

function identity(file: FileEntry): string {
  return [file.id, file.size, file.ctimeMs].map((part) => part.toString(16)).join('-')
}

function changeOf({ faults, logged }: Exchange): string {
  const fault = faults.take('change-etag')
  if (!fault) return ''
  return fault.spec.arg === 'each' ? `-${logged.sequence}` : `-${fault.since.toString(16)}`
}
