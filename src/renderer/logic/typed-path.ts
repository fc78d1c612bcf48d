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

/** What is typed so far, to be completed by a folder. */
export interface TypedParts {
  /** As it was written, up to the last separator. */
  readonly before: string
  /** The folders that this names. */
  readonly segments: readonly string[]
  /** The beginning of a name in the last of them. */
  readonly start: string
}

/** `A\\B/c` → `A\\B/`, the folders `A` and `B`, and `c`. */
export function typedParts(text: string): TypedParts {
  const before = /^.*[/\\]/u.exec(text)?.[0] ?? ''
  return { before, segments: segmentsOfTyped(before), start: text.slice(before.length).trim() }
}
