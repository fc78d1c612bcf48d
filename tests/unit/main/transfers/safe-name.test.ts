import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { numberedName, safeFileName } from '#main/transfers/safe-name.ts'
import { processorMs } from '#tests/support/processor-time.ts'

// What becomes of hostile names is in names/name-matrix.test.ts.
describe('a name from the server', () => {
  // Found by `npm run fuzz`: cut off in the middle, its end looks like an extension.
  it('stays as it is once it is safe, also where cutting lays bare an extension', () => {
    const safe = safeFileName(`${'a'.repeat(227)}. .mp4xxxxxxx\u0301`)
    expect(safeFileName(safe)).toBe(safe)
  })

  // Found by `npm run fuzz`: cutting took the square of the length, and so did looking for dots at the end.
  it.each(['x', '录', '.', '. ', '\u0301', ' x', '.a'])('of 100,000 times %j takes no time', (piece) => {
    for (const end of ['', 'x', '.mp4']) {
      const before = processorMs()
      expect(safeFileName(piece.repeat(100_000) + end).length).toBeLessThanOrEqual(240)
      expect(processorMs(before)).toBeLessThan(1000)
    }
  })

  it.each([
    'a.mp4',
    'A.MP4',
    '2021-09-24_13-47-41_Win32_73542046.mp4',
    '年度总结大会.mp4',
    '客户回访-华东区 (1).mp4',
    'Übersicht #2.mp4',
    '🎉 launch.mp4',
    '❤️ thanks.mp4',
    '100% + more & co.mp4',
    "it's.mp4",
    'v1.2.final.mp4',
    'no extension',
    'CONFERENCE.mp4',
    'com10.mp4',
    'nullable.mp4',
    `${'a'.repeat(236)}.mp4`,
  ])('%j is left as it is', (name) => {
    expect(safeFileName(name)).toBe(name)
  })

  it.each([
    [`${'a'.repeat(300)}.mp4`, '.mp4'],
    [`${'录'.repeat(300)}.MP4`, '.MP4'],
    ['CON.mp4', '.mp4'],
    ['a.mp4. ', '.mp4'],
    ['../.mp4', '.mp4'],
    ['a.m\u200bp4', '.mp4'],
    ['a.exe', '.exe'],
  ])('%j keeps its extension %s', (name, extension) => {
    expect(path.extname(safeFileName(name))).toBe(extension)
  })

  it('is numbered before its extension, also at full length', () => {
    expect(numberedName('a.mp4', 0)).toBe('a.mp4')
    expect(numberedName('a.mp4', 1)).toBe('a (1).mp4')
    expect(numberedName('v1.2.mp4', 12)).toBe('v1.2 (12).mp4')
    expect(numberedName('none', 2)).toBe('none (2)')
    const longest = `${numberedName(safeFileName(`${'录'.repeat(300)}.mp4`), 9999)}.part`
    expect(Buffer.byteLength(longest)).toBeLessThanOrEqual(255)
  })
})
