/** One form for all spellings: full-width digits from an IME, `é` as one character or two, capitals. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** epoch ms → `2026-11-23` in the time zone of this machine, as lists show it; empty without a time. */
export function dayOf(time: number | null): string {
  const date = new Date(time ?? Number.NaN)
  if (Number.isNaN(date.getTime())) return ''
  const part = (value: number, length: number): string => String(value).padStart(length, '0')
  return `${part(date.getFullYear(), 4)}-${part(date.getMonth() + 1, 2)}-${part(date.getDate(), 2)}`
}
