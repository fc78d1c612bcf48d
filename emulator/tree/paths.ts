/** Splits a netDisk path into its segments; `//2018/` and `/2018` are the same place. */
export function segments(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}

/** The one spelling used inside the emulator for a folder: `/` or `/A/B/`. */
export function folderPath(path: string): string {
  const parts = segments(path)
  return parts.length === 0 ? '/' : `/${parts.join('/')}/`
}

/** Splits a full file path into folder (`/A/`) and name; null when there is no name. */
export function splitFilePath(path: string): { folder: string; name: string } | null {
  if (path.endsWith('/')) return null
  const parts = segments(path)
  const name = parts.pop()
  return name === undefined ? null : { folder: folderPath(parts.join('/')), name }
}

/** True for a segment that a server can store: not a relative step, no slash, no control character. */
export function isLegalSegment(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is being refused
  return name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !/[/\u0000-\u001f]/.test(name)
}
