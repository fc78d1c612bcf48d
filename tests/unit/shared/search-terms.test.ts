import { describe, expect, it } from 'vitest'
import { parseTerms } from '#shared/search/search-terms.ts'

describe('what was typed', () => {
  it.each([
    ['', []],
    [' \t\u3000\n ', []],
    ['Win32', [['win32']]],
    ['周例会　产品', [['周例会'], ['产品']]],
    ['ＡＢＣ１２３', [['abc123']]],
    ['Éte\u0301', [['été']]],
    ['🎉', [['🎉']]],
    ['a\u0000b', [['a'], ['b']]],
  ])('%j is words', (typed, terms) => {
    expect(parseTerms(typed)).toEqual(terms)
  })

  it.each([
    ['2026-11', '2026-11'],
    ['2026/11', '2026-11'],
    ['2026.11', '2026-11'],
    ['202611', '2026-11'],
    ['2026年11月', '2026-11'],
    ['2026年', '2026-'],
    ['2026-1-5', '2026-01-05'],
    ['2026/11/23', '2026-11-23'],
    ['2026.11.23', '2026-11-23'],
    ['20261123', '2026-11-23'],
    ['２０２６／１１／２３', '2026-11-23'],
    ['2026年11月23日', '2026-11-23'],
    ['11月23日', '-11-23'],
    ['11/23', '-11-23'],
    ['23/11/2026', '2026-11-23'],
    ['11/23/2026', '2026-11-23'],
    ['9:05', '_09-05'],
    ['13:47:41', '_13-47-41'],
  ])('%s is a date or a time as well', (typed, spelling) => {
    const [term = [], ...others] = parseTerms(typed)
    expect(others).toEqual([])
    expect(term).toContain(spelling)
  })

  it('may be a number that only looks like a date', () => {
    expect(parseTerms('20261123')).toEqual([['20261123', '2026-11-23']])
    expect(parseTerms('73542046')).toEqual([['73542046']])
    expect(parseTerms('20261301')).toEqual([['20261301']])
    expect(parseTerms('99991231')).toEqual([['99991231']])
  })

  it('may be a path', () => {
    expect(parseTerms('/会议录像/销售部/上海.mp4')).toEqual([['/会议录像/销售部/'], ['上海.mp4']])
    expect(parseTerms('会议录像/')).toEqual([['会议录像/']])
  })

  it('is bounded', () => {
    expect(parseTerms('a '.repeat(1000))).toHaveLength(12)
    expect(parseTerms('x'.repeat(10_000))[0]?.[0]).toHaveLength(100)
  })
})
