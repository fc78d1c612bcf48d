/** Request parameters, whatever carried them: a JSON body, a query string or form fields. */
export class Params {
  readonly raw: Readonly<Record<string, unknown>>

  constructor(raw: Readonly<Record<string, unknown>>) {
    this.raw = raw
  }

  /** A parameter as text; numbers are accepted, null and the empty string count as absent. */
  text(name: string): string | null {
    const value = this.raw[name]
    if (typeof value === 'number') return String(value)
    return typeof value === 'string' && value !== '' ? value : null
  }

  /**
   * A parameter as a whole number, `fallback` when absent.
   * @returns null when it is there and is not a whole number from `low` to `high`
   */
  integer(name: string, fallback: number, low: number, high: number): number | null {
    const text = this.text(name)
    if (text === null) return fallback
    const value = Number(text)
    return /^\d+$/.test(text) && value >= low && value <= high ? value : null
  }
}

/** Parses a JSON object; null for anything else. */
export function parseJsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
