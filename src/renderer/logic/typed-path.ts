/** A place that was typed or pasted: `/A/B`, `A\B\` or a recording's path, as "Copy Paths" gives it. */
export function segmentsOfTyped(text: string): string[] {
  return text
    .trim()
    .split(/[/\\]+/u)
    .filter((segment) => segment !== '' && segment !== '.')
}

/** Does the last part of a path look like a recording's name? */
export function isRecordingName(name: string): boolean {
  return /\.mp4$/iu.test(name)
}

/** The folder that the text names so far, whose subfolders can complete it: `/A/B/c` → `/A/B/`. */
export function typedFolder(text: string): string {
  const segments = segmentsOfTyped(text)
  const isInside = /[/\\]\s*$/u.test(text)
  const folders = isInside ? segments : segments.slice(0, -1)
  return folders.length === 0 ? '/' : `/${folders.join('/')}/`
}
