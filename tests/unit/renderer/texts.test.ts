import { errorCodes } from '#shared/errors.ts'
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/renderer/i18n/en.ts'
import { errorsEn } from '../../../src/renderer/i18n/errors.en.ts'
import { errorsZhCN } from '../../../src/renderer/i18n/errors.zh-CN.ts'
import { errorLine, errorText, i18n, t, type MessageKey } from '../../../src/renderer/i18n/index.ts'
import { zhCN } from '../../../src/renderer/i18n/zh-CN.ts'

const errors = { 'zh-CN': errorsZhCN, en: errorsEn } as const
const languages = ['zh-CN', 'en'] as const

/** RspCode 1–11, in order. */
const rspCodes = errorCodes.filter((code) => code.startsWith('api.') && code !== 'api.unexpectedCode')

const leaves = (tree: object, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value as object, `${path}${key}.`),
  )
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/gu) ?? [])].sort()

describe.each(languages)('error texts in %s', (language) => {
  it('exist for every code and for no other', () => {
    expect(Object.keys(errors[language]).sort()).toEqual([...errorCodes].sort())
  })

  it.each(errorCodes)('%s says what happened and what to do', (code) => {
    i18n.global.locale.value = language
    const { title, hint } = errorText({ code, params: {}, retryable: false })
    expect(title.length).toBeGreaterThan(1)
    expect(hint.length).toBeGreaterThan(1)
    expect(title).not.toContain('errors.')
  })

  it('tell RspCode 1–11 apart', () => {
    expect(rspCodes).toHaveLength(11)
    expect(new Set(rspCodes.map((code) => errors[language][code].title)).size).toBe(11)
    expect(new Set(rspCodes.map((code) => errors[language][code].hint)).size).toBe(11)
  })
})

describe('texts', () => {
  it('have the same keys and placeholders in both languages', () => {
    const english = new Map(leaves(en))
    for (const [key, text] of leaves(zhCN)) {
      const other = english.get(key) ?? ''
      expect([key, placeholders(other)]).toEqual([key, placeholders(text)])
    }
    expect(english.size).toBe(leaves(zhCN).length)
  })

  it.each(languages)(
    'in %s are what vue-i18n makes of them, also where they are taken as they are',
    (language) => {
      i18n.global.locale.value = language
      const translate = i18n.global.t as unknown as (key: string, named: object, plural: number) => string
      for (const [key] of leaves(language === 'en' ? en : zhCN))
        expect([key, t(key as MessageKey)]).toEqual([key, translate(key, {}, 1)])
    },
  )

  it('interpolate parameters, formatting byte counts', () => {
    i18n.global.locale.value = 'en'
    const error = { code: 'file.tooLarge', params: { limit: 500 }, retryable: false } as const
    expect(errorText(error, (bytes) => `${bytes} bytes`).hint).toContain('500 bytes')
  })

  it.each([
    ['en', /^The server answered HTTP 403\. \S/u],
    ['zh-CN', /^服务器返回 HTTP 403。\S/u],
  ] as const)('in %s end what happened before what to do follows in the same line', (language, line) => {
    i18n.global.locale.value = language
    expect(errorLine({ code: 'server.httpStatus', params: { status: 403 }, retryable: false })).toMatch(line)
  })

  it('pick the plural form and group digits', () => {
    i18n.global.locale.value = 'en'
    expect(t('explorer.recordings', { count: 1 })).toBe('1 recording')
    expect(t('explorer.recordings', { count: 10_000 })).toBe('10,000 recordings')
    expect(t('explorer.recordings', { count: 0 })).toBe('0 recordings')
    i18n.global.locale.value = 'zh-CN'
    expect(t('explorer.recordings', { count: 1 })).toBe('1 个录像')
  })
})
