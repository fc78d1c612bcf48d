import type { ErrorShape } from '#shared/errors.ts'
import type { Language } from '#shared/models/settings.ts'
import { isolated } from '#shared/shown-name.ts'
import { createI18n, type PathValue } from 'vue-i18n'
import { errorsEn } from './errors.en.ts'
import { errorsZhCN, type ErrorText } from './errors.zh-CN.ts'
import { en } from './en.ts'
import { zhCN, type Messages } from './zh-CN.ts'

type Leaf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaf<Tree[Key]>}`
}[keyof Tree & string]

/** Every text by its dotted path; a key that does not exist fails to compile. */
export type MessageKey = Leaf<Messages>
export type MessageParams = Readonly<Record<string, string | number>>

const messages = { 'zh-CN': { ...zhCN, errors: errorsZhCN }, en: { ...en, errors: errorsEn } }
const ofErrors = 'errors.'

/** What is at a dotted path; null where there is nothing. The dots in an error's code are no steps of the path. */
function resolve(tree: unknown, path: string): unknown {
  const end = path.lastIndexOf('.')
  const steps = path.startsWith(ofErrors)
    ? ['errors', path.slice(ofErrors.length, end), path.slice(end + 1)]
    : path.split('.')
  let found: unknown = tree
  for (const step of steps) found = (found as Readonly<Record<string, unknown>> | null | undefined)?.[step]
  return found ?? null
}

/**
 * vue-i18n compiles messages to an AST that it interprets (the default since v10), never to code, which
 * the page's policy without `unsafe-eval` would refuse.
 */
export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'en',
  messageResolver: (tree, path) => resolve(tree, path) as PathValue,
  messages,
})

/** i18n's own type would expand every path of both files; this is all that the app uses of it. */
const translate = i18n.global.t as unknown as (
  key: string,
  named: Record<string, string | number>,
  plural: number,
) => string

/** The language in use. */
export function language(): Language {
  return i18n.global.locale.value
}

export function setLanguage(choice: Language): void {
  i18n.global.locale.value = choice
  document.documentElement.lang = choice
}

/**
 * The text of a key. Numbers are grouped by the language's habit; `count` also picks the plural form. Texts that are filled in,
 * names among them, turn nothing of the sentence round.
 * Reads the reactive language, so that templates follow a change.
 */
export function t(key: MessageKey, params: MessageParams = {}): string {
  return textOf(key, params)
}

/** The words of an error. `bytes` formats those parameters that are byte counts. */
export function errorText(error: ErrorShape, bytes: (value: number) => string = String): ErrorText {
  const params: Record<string, string | number> = { detail: '', location: '', actual: '—' }
  for (const [name, value] of Object.entries(error.params)) {
    const isBytes = byteParams.has(name) && typeof value === 'number'
    params[name] = isBytes ? bytes(value) : typeof value === 'boolean' ? String(value) : value
  }
  return {
    title: textOf(`errors.${error.code}.title`, params).trim(),
    hint: textOf(`errors.${error.code}.hint`, params).trim(),
  }
}

/** The words of an error in one line, each sentence ended as the language ends them. `bytes` as for `errorText`. */
export function errorLine(error: ErrorShape, bytes?: (value: number) => string): string {
  const { title, hint } = errorText(error, bytes)
  return textOf('common.errorLine', { title, hint })
}

const byteParams = new Set(['limit', 'expected', 'actual'])

/** Texts with nothing to fill in, by language and key: each row that is made asks for the same few, and to find one takes its time. */
const fixedTexts: Readonly<Record<Language, Map<string, string>>> = { 'zh-CN': new Map(), en: new Map() }

/**
 * What a message may have in it besides its words (vue-i18n, "Message Format Syntax"). Most have nothing, and the first view alone
 * has dozens of them: they are their own text, without a compiler.
 */
const syntax = /[{}@|\\]/u

function textOf(key: string, params: MessageParams): string {
  const locale = language()
  const filled = Object.entries(params)
  if (filled.length > 0) return filledText(key, params, filled, locale)
  const known = fixedTexts[locale].get(key)
  if (known !== undefined) return known
  const message = resolve(messages[locale], key)
  const text = typeof message === 'string' && !syntax.test(message) ? message : translate(key, {}, 1)
  fixedTexts[locale].set(key, text)
  return text
}

function filledText(
  key: string,
  { count }: MessageParams,
  filled: readonly [name: string, value: string | number][],
  locale: Language,
): string {
  const named: Record<string, string | number> = {}
  for (const [name, value] of filled) {
    named[name] = typeof value === 'number' ? value.toLocaleString(locale) : isolated(value)
  }
  return translate(key, named, typeof count === 'number' ? count : 1)
}
