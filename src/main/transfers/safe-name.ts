/** Longest name in UTF-16 units (NTFS, APFS) and in bytes (ext4), with room for ` (123)` and `.part`. */
const maxUnits = 240
const maxBytes = 240

/** Reserved on Windows with any extension (Microsoft, "Naming Files, Paths, and Namespaces"; "Console Handles"). */
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/iu

/** Control characters, and what is invisible, breaks lines or turns the direction of text. */
const invisible =
  // eslint-disable-next-line no-control-regex -- control characters are what this removes
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu
const trailing = /[\s.]+$/u

/**
 * A file name from the server as one that is safe on Windows, macOS and Linux alike: no separators, no
 * reserved characters or names, no control or bidi-override characters, no trailing dots or spaces, NFC,
 * short enough. The extension is kept. Never empty.
 */
export function safeFileName(name: string): string {
  const clean = name
    .toWellFormed()
    .replace(invisible, '')
    .replace(/[<>:"/\\|?*]/gu, '_')
    .normalize('NFC')
    .trimStart()
    .replace(trailing, '')
  const { stem, extension } = splitExtension(clean)
  const safeStem = reserved.test(stem.split('.')[0]?.trim() ?? '') ? `_${stem}` : stem
  return (shorten(safeStem, extension) || '_') + extension
}

/** `name.mp4` → `name (2).mp4` */
export function numberedName(name: string, number: number): string {
  if (number === 0) return name
  const { stem, extension } = splitExtension(name)
  return `${stem} (${number})${extension}`
}

function splitExtension(name: string): { stem: string; extension: string } {
  const match = /^(.*)(\.[^.\s]{1,10})$/su.exec(name)
  return match
    ? { stem: (match[1] ?? '').replace(trailing, ''), extension: match[2] ?? '' }
    : { stem: name, extension: '' }
}

function shorten(stem: string, extension: string): string {
  const fits = (text: string): boolean =>
    text.length + extension.length <= maxUnits && Buffer.byteLength(text + extension) <= maxBytes
  if (fits(stem)) return stem
  // By code point, so that no character is cut in half.
  const points = Array.from(stem)
  while (points.length > 1 && !fits(points.join(''))) points.pop()
  return points.join('').replace(trailing, '')
}
