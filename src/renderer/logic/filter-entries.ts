import type { Entry } from './entries.ts'

/** One form for both cases, and for full-width letters and digits, as Chinese input methods type them. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** Names in the form that filter and type-to-find compare, made once for each row. */
const foldedNames = new WeakMap<Entry, string>()

export function foldedName(entry: Entry): string {
  const known = foldedNames.get(entry)
  if (known !== undefined) return known
  const name = folded(entry.name)
  foldedNames.set(entry, name)
  return name
}

/** Rows whose names have every word of the filter in them; the very list when the filter is empty. */
export function filterEntries(entries: readonly Entry[], filter: string): readonly Entry[] {
  const words = folded(filter)
    .split(/\s+/u)
    .filter((word) => word !== '')
  if (words.length === 0) return entries
  return entries.filter((entry) => {
    const name = foldedName(entry)
    return words.every((word) => name.includes(word))
  })
}
