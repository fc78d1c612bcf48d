import path from 'node:path'

/** Longest name in UTF-16 units (NTFS, APFS) and in bytes (ext4), with room for {@link additions}. */
const maxUnits = 240
const maxBytes = 240
/** What a name may get on its way: ` (9999)` and `.part`. UTF-16 units */
const additions = 12
/** Windows' MAX_PATH without its NUL. Node goes beyond it, Explorer and many players do not. UTF-16 units */
const windowsPathUnits = 259
/** However deep the folder is, names can be told apart. UTF-16 units */
const leastUnits = 40

/** Reserved on Windows with any extension (Microsoft, "Naming Files, Paths, and Namespaces"; "Console Handles"). */
const reserved = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/iu
/** Files that Explorer obeys wherever it finds them. */
const obeyed = /^(?:desktop\.ini|thumbs\.db)$/iu

/**
 * Control characters, and what is shown as nothing, breaks lines or turns the direction of text. Variation selectors stay:
 * they tell an emoji from a letter.
 */
const invisible =
  /(?![\ufe00-\ufe0f])[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu
/** Reserved on Windows, a separator somewhere, or no character at all: APFS refuses those. */
const illegal = /[<>:"/\\|?*\p{Noncharacter_Code_Point}]/gu
/** Cutting a name can lay bare an extension, with spaces before it: twice has been seen to do. */
const maxTurns = 5
const blank = /[\s.]/u

/**
 * A file name from the server as one that is safe on Windows, macOS and Linux alike: no separators, no
 * reserved characters or names, no control, bidi-override or invisible characters, no leading dots (hidden), no trailing
 * dots or spaces, NFC, short enough. The extension is kept. Never empty; a safe name is left as it is.
 *
 * @param units longest result in UTF-16 units, before {@link numberedName} and `.part` add to it
 */
export function safeFileName(name: string, units = maxUnits): string {
  let safe = name
  for (let turn = 0; turn < maxTurns; turn++) {
    const safer = saferName(safe, units)
    if (safer === safe) break
    safe = safer
  }
  return safe
}

function saferName(name: string, units: number): string {
  const clean = withoutTrailing(
    name.toWellFormed().replace(invisible, '').replace(illegal, '_').normalize('NFC').trimStart(),
  )
  const { stem, extension } = splitExtension(clean)
  const isReserved = reserved.test(stem.split('.')[0]?.trim() ?? '') || obeyed.test(clean)
  const safeStem = isReserved ? `_${stem}` : stem.replace(/^\.+/u, '_')
  return (shorten(safeStem, extension, units) || '_') + extension
}

/**
 * The name that a file from the server gets in a local folder: {@link safeFileName}, and on Windows short enough for
 * Explorer and players to open it there, as far as the folder's own depth leaves room.
 *
 * @param folder absolute
 */
export function localFileName(
  name: string,
  folder: string,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform !== 'win32') return safeFileName(name)
  const room = windowsPathUnits - path.win32.join(folder, ' ').length + 1 - additions
  return safeFileName(name, Math.max(leastUnits, Math.min(maxUnits, room)))
}

/** `name.mp4` → `name (2).mp4` */
export function numberedName(name: string, number: number): string {
  if (number === 0) return name
  const { stem, extension } = splitExtension(name)
  return `${stem} (${number})${extension}`
}

/** Without the dots and spaces at its end. A regular expression would try anew at each of a million dots. */
function withoutTrailing(name: string): string {
  let end = name.length
  while (end > 0 && blank.test(name.charAt(end - 1))) end -= 1
  return name.slice(0, end)
}

function splitExtension(name: string): { stem: string; extension: string } {
  const match = /^(.*)(\.[^.\s]{1,10})$/su.exec(name)
  return match
    ? { stem: withoutTrailing(match[1] ?? ''), extension: match[2] ?? '' }
    : { stem: name, extension: '' }
}

/** In one go over what is kept, however long the rest is: names come from servers. */
function shorten(stem: string, extension: string, units: number): string {
  const unitsLeft = units - extension.length
  const bytesLeft = maxBytes - Buffer.byteLength(extension)
  let kept = ''
  let bytes = 0
  // By code point, so that no character is cut in half.
  for (const point of stem) {
    bytes += Buffer.byteLength(point)
    if (kept !== '' && (kept.length + point.length > unitsLeft || bytes > bytesLeft)) {
      return withoutTrailing(kept)
    }
    kept += point
  }
  return kept
}
