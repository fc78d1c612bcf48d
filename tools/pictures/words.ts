import type { Language } from '#shared/models/settings.ts'
import { en } from '../../src/renderer/i18n/en.ts'
import { zhCN, type Messages } from '../../src/renderer/i18n/zh-CN.ts'
import { words } from '../../tests/e2e/fixture.ts'

/** What the scenes look for in the window, in one language. */
export interface Words {
  readonly text: Messages
  readonly signIn: (typeof words)[keyof typeof words]
  /** Finds recordings in several folders. */
  readonly search: string
}

export const wordsOf: Readonly<Record<Language, Words>> = {
  en: { text: en, signIn: words.en, search: 'review' },
  'zh-CN': { text: zhCN, signIn: words.zh, search: '会' },
}

/** What a text says before its first parameter. */
export const startOf = (text: string): string => (text.split('{')[0] ?? '').trim()
