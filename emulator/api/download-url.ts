import { createHmac } from 'node:crypto'
import type { Core } from '../core.ts'
import type { FileEntry } from '../tree/entries.ts'

/** Not a secret: it only makes a URL that was put together by hand recognisable. */
const KEY = 'cloudroom emulator'

/** Makes a file's `downUrl`: it carries the time of issue, signed, and no account data. */
export function downloadUrl(core: Core, prefix: string, file: FileEntry): string {
  const issued = core.clock.read()
  const name = core.dialect.downUrl === 'raw-unicode' ? rawName(file.name) : encodeURIComponent(file.name)
  const path = `${prefix}/netDisk/download/${file.id}/${name}?issued=${issued}&token=${token(file.id, issued)}`
  if (core.dialect.downUrl === 'relative') return path
  const origin =
    core.dialect.downUrl === 'other-host' ? core.origin.replace('127.0.0.1', 'localhost') : core.origin
  return origin + path
}

/** Reads back what {@link downloadUrl} made; null when it is not one. */
export function parseDownloadUrl(url: URL): { fileId: number; issued: number } | null {
  const fileId = Number(/\/netDisk\/download\/(\d+)\//.exec(url.pathname)?.[1])
  const issued = Number(url.searchParams.get('issued'))
  return url.searchParams.get('token') === token(fileId, issued) ? { fileId, issued } : null
}

function token(fileId: number, issued: number): string {
  return createHmac('sha256', KEY).update(`${fileId} ${issued}`).digest('hex').slice(0, 16)
}

/** Leaves everything readable except what would end the path. */
function rawName(name: string): string {
  return name.replace(/[%?#]/g, encodeURIComponent)
}
