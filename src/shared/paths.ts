/**
 * Remote paths in their normal form: `/A/b.mp4` for a recording, `/A/` for a folder, `/` for the root.
 * Servers may send `//2018`, `/A`, `A/` or backslashes (facts sheet, "Unspecified").
 */

const segmentsOf = (path: string): string[] =>
  path.split(/[/\\]+/u).filter((segment) => segment !== '' && segment !== '.')

/** Any variant of a folder path → `/A/B/`. */
export function normalizeFolderPath(path: string): string {
  const segments = segmentsOf(path)
  return segments.length === 0 ? '/' : `/${segments.join('/')}/`
}

/** Folder (normal form) + name → `/A/b.mp4`. */
export function joinRecordingPath(folder: string, name: string): string {
  return `${folder}${name}`
}

/** `/A/b.mp4` → `/A/` */
export function folderOf(recordingPath: string): string {
  return recordingPath.slice(0, recordingPath.lastIndexOf('/') + 1)
}

/** `/A/b.mp4` → `b.mp4`; `/A/B/` → `B`; `/` → `` */
export function nameOf(path: string): string {
  return segmentsOf(path).at(-1) ?? ''
}

/** `/A/B/` → `/A/`; the root is its own parent. */
export function parentOf(folder: string): string {
  return normalizeFolderPath(segmentsOf(folder).slice(0, -1).join('/'))
}

/** `/A/B/` → [`/`, `/A/`, `/A/B/`] */
export function ancestorsOf(folder: string): string[] {
  const segments = segmentsOf(folder)
  return ['/', ...segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}/`)]
}
