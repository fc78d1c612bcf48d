import { describe, expect, it } from 'vitest'
import { parseTerms } from '#shared/search/search-terms.ts'
import { fold } from '#shared/search/search-text.ts'
import { folderParts } from '../../../src/renderer/logic/folder-parts.ts'
import { isDayFound, marksIn, piecesOf } from '../../../src/renderer/logic/marks.ts'

/** A text with its marks in brackets. */
const marked = (text: string, typed: string): string =>
  piecesOf(text, marksIn(text, parseTerms(typed)))
    .map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
    .join('')

describe('what a search found', () => {
  it.each([
    ['kick-off.mp4', '', 'kick-off.mp4'],
    ['kick-off.mp4', 'KICK mp4', '[kick]-off.[mp4]'],
    ['kick-off.mp4', 'nothing', 'kick-off.mp4'],
    // Words that overlap or touch are one mark; each place counts.
    ['aaaa.mp4', 'aa', '[aaaa].mp4'],
    ['abcabc', 'ab bc', '[abcabc]'],
    ['周例会 第38周.mp4', '周 38', '[周]例会 第[38周].mp4'],
    // A date in the way people type it.
    ['2026-11-23_13-47-41_Win32_73542046.mp4', '11月23日', '2026[-11-23]_13-47-41_Win32_73542046.mp4'],
    ['2026-11-23_13-47-41_Win32_73542046.mp4', '13:47', '2026-11-23[_13-47]-41_Win32_73542046.mp4'],
    // Folding changes lengths: whole characters of the text that is shown are marked.
    ['ＡＢＣ１２３.mp4', 'bc12', 'Ａ[ＢＣ１２]３.mp4'],
    ['Cafe\u0301 Noël.mp4', 'café', '[Cafe\u0301] Noël.mp4'],
    ['eﬃcient.mp4', 'fi', 'e[ﬃ]cient.mp4'],
    ['İstanbul.mp4', 'stan', 'İ[stan]bul.mp4'],
    ['ΟΔΟΣ ab.mp4', 'ab', 'ΟΔΟΣ [ab].mp4'],
    ['👩‍👩‍👧 会.mp4', '会', '👩‍👩‍👧 [会].mp4'],
    ['각.mp4', '각', '[각].mp4'],
    // Nothing of it is a pattern or markup.
    ['<img src=x onerror=alert(1)>.mp4', 'onerror=', '<img src=x [onerror=]alert(1)>.mp4'],
    ['100% (a|b)*.mp4', '(a|b)*', '100% [(a|b)*].mp4'],
  ])('%s, searched for %s', (text, typed, expected) => {
    expect(marked(text, typed)).toBe(expected)
  })

  it('is in the marks, whatever the name is made of', () => {
    const characters = Array.from('aBé e\u0301\u0301İﬁ①½Σς가각ﾊﾟ한👩‍👧会㌔-_1')
    // A sigma at the end of a word is another one once it stands alone.
    const alike = (folded: string): string => folded.replaceAll('ς', 'σ')
    let seed = 7
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: 1 + random(12) }, () => characters[random(characters.length)]).join(
        '',
      )
      const folded = fold(text)
      const at = random(folded.length)
      const word = folded.slice(at, at + 1 + random(3))
      const marks = marksIn(text, [[word]])
      expect(marks.length).toBeGreaterThan(0)
      const shown = marks.map(({ from, to }) => alike(fold(text.slice(from, to))))
      expect({ text, word, isIn: shown.some((part) => part.includes(alike(word))) }).toEqual({
        text,
        word,
        isIn: true,
      })
      expect(
        piecesOf(text, marks)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }
  })

  it('is marked across the cut of a long name, and in each part of a path', () => {
    const marks = marksIn('abcdef', [['cd']])
    expect(piecesOf('abc', marks)).toEqual([
      { text: 'ab', isMarked: false },
      { text: 'c', isMarked: true },
    ])
    expect(piecesOf('def', marks, 3)).toEqual([
      { text: 'd', isMarked: true },
      { text: 'ef', isMarked: false },
    ])
    const path = '/会议录像/销售部/'
    const inPath = marksIn(path, parseTerms('录像/销'))
    expect(
      folderParts(path).map(({ name, offset }) =>
        piecesOf(name, inPath, offset)
          .filter(({ isMarked }) => isMarked)
          .map(({ text }) => text),
      ),
    ).toEqual([['录像'], ['销']])
    expect(folderParts('/')).toEqual([])
  })

  it('is the day of the upload where it is nowhere else', () => {
    const createdAt = new Date(2025, 4, 6, 12).getTime()
    const found = (name: string, folder: string, typed: string): boolean =>
      isDayFound({ name, folder, createdAt }, parseTerms(typed))
    expect(found('a.mp4', '/A/', '2025/5/6')).toBe(true)
    expect(found('2025-05-06.mp4', '/A/', '2025/5/6')).toBe(false)
    expect(found('a.mp4', '/2025-05-06/', '2025-05-06')).toBe(false)
    expect(found('a.mp4', '/A/', 'a')).toBe(false)
    expect(found('a.mp4', '/A/', '')).toBe(false)
  })
})
