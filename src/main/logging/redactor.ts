import { formsOf } from './secret-forms.ts'
import { reduceValue } from './reduce-value.ts'
import type { LogFields } from './logger.ts'

export const redacted = '[redacted]'

/** Removes secrets from text and values. Holds the forms of registered secrets in memory only. */
export interface Redactor {
  /** From now on this secret, its MD5 digest and its encoded forms are removed wherever they occur. */
  add(secret: string): void
  /** Safe text, at most {@link maxTextLength} characters. */
  text(text: string): string
  /** Safe, bounded, JSON-compatible copy: errors are reduced to name, code, message, stack and causes. */
  fields(fields: LogFields): LogFields
}

/** Characters kept of one text. */
export const maxTextLength = 2000
/** Characters looked at: what lies behind cannot reach the kept part. */
const maxScannedLength = 64 * 1024

/** Names whose values are secrets, in JSON, forms, headers and our own fields. */
const secretName =
  /^(?:.*secret(?:key)?|user_?pswd|.*passw(?:or)?d|.*pswd|.*token|.*authorization|(?:set-)?cookie|.*signature)$/iu

/** `SecretKey=…`, `"UserPswd":"…"`, `Authorization: …` inside text. */
const namedSecret =
  /("?\b(?:[a-z_-]*(?:secret(?:key)?|pswd|password|token|authorization)|(?:set-)?cookie)"?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|[^\s"&,;}]+(?:\s+[\w+/=.-]{8,})?)/giu

/** Query strings of addresses: a downUrl's query is what grants access to the file. */
const addressQuery = /(\bhttps?:\/\/[^\s"'<>?#]*)\?[^\s"'<>]*/giu

/** User information in addresses. */
const addressUser = /(\bhttps?:\/\/)[^\s"'<>/?#@]+@/giu

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')

/** `secrets`: registered from the start. */
export function createRedactor(secrets: readonly string[] = []): Redactor {
  const forms = new Set<string>()
  let pattern: RegExp | null = null

  const add = (secret: string): void => {
    for (const form of formsOf(secret)) forms.add(form)
    // Longest first, so that a form that contains another one goes as a whole.
    const alternatives = [...forms].sort((a, b) => b.length - a.length).map(escapePattern)
    pattern = alternatives.length === 0 ? null : new RegExp(alternatives.join('|'), 'giu')
  }

  const text = (input: string): string => {
    let safe = input.slice(0, maxScannedLength)
    if (pattern !== null) safe = safe.replaceAll(pattern, redacted)
    safe = safe
      .replaceAll(addressUser, `$1${redacted}@`)
      .replaceAll(addressQuery, `$1?${redacted}`)
      .replaceAll(namedSecret, `$1${redacted}`)
    return safe.length > maxTextLength ? `${safe.slice(0, maxTextLength)}…` : safe
  }

  const isSecretName = (name: string): boolean => secretName.test(name)
  const fields = (input: LogFields): LogFields =>
    reduceValue(input, { text, isSecretName, redacted }) as LogFields

  for (const secret of secrets) add(secret)
  return { add, text, fields }
}
