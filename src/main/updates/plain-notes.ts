import { z } from 'zod'
import { maxNotesLength } from '#shared/models/updates.ts'

/** A text, or one for each version. */
const given = z.union([z.string(), z.array(z.object({ note: z.string().nullable() })).max(100)])

/** More than this is not looked at: markup may be many times as long as what it says. */
const maxSourceLength = 10 * maxNotesLength

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/**
 * Release notes as plain text. GitHub gives them as HTML, a `latest.yml` as whatever they were written in. What is left is
 * shown as text and never becomes markup, so that this is about reading well; '' for anything that is no text.
 */
export function plainNotes(notes: unknown): string {
  const parsed = given.safeParse(notes)
  if (!parsed.success) return ''
  const text =
    typeof parsed.data === 'string' ? parsed.data : parsed.data.map(({ note }) => note ?? '').join('\n\n')
  return (
    withoutMarkup(text.slice(0, maxSourceLength))
      .replaceAll(/\r\n?/gu, '\n')
      // Control characters, and those that turn the direction of what follows.
      .replaceAll(/(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
      .replaceAll(/[ \t]+$/gmu, '')
      .replaceAll(/\n{3,}/gu, '\n\n')
      .trim()
      .slice(0, maxNotesLength)
  )
}

function withoutMarkup(text: string): string {
  if (!/<\/?[a-z][^<>]*>/iu.test(text)) return text
  return text
    .replaceAll(/<(?:script|style)\b[^<>]*>[^<]*/giu, '')
    .replaceAll(/<li\b[^<>]*>/giu, '\n• ')
    .replaceAll(/<(?:br|\/p|\/h\d|\/ul|\/ol|\/div)\b[^<>]*>/giu, '\n')
    .replaceAll(/<[^<>]*>/gu, '')
    .replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/giu, decoded)
}

function decoded(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
