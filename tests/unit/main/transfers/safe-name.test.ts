import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { numberedName, safeFileName } from '#main/transfers/safe-name.ts'

const devices = ['CON', 'con', 'Prn', 'AUX', 'NUL', 'COM0', 'COM1', 'com9', 'LPT1', 'lpt9', 'COM¹', 'LPT³']
const consoles = ['CONIN$', 'conout$']

const hostile: readonly string[] = [
  // Nothing, or nothing that stays.
  ...['', ' ', '   ', '.', '..', '...', '. .', ' . ', '\t', '\n', '\u0000', '\u200b', '\u202e', '\ufeff'],
  // Ways out of the folder.
  ...[
    '/',
    '\\',
    '//',
    '../a.mp4',
    '..\\a.mp4',
    '../../../../etc/passwd',
    '/etc/passwd',
    '\\\\host\\share\\a',
  ],
  ...[
    'C:\\Windows\\a.mp4',
    'C:a.mp4',
    'a/b.mp4',
    'a\\b.mp4',
    'a/../b.mp4',
    './a.mp4',
    '~/a.mp4',
    'file:///a',
  ],
  ...['..%2fa.mp4', '%2e%2e/a.mp4', '..／a.mp4', 'a.mp4/', 'a.mp4\\', '/.mp4', '..mp4', 'a/..', 'a\\..'],
  // What Windows refuses or reads differently.
  ...['a:b.mp4', 'a.mp4:stream.exe', 'a.mp4::$DATA', 'a<b>.mp4', 'a|b.mp4', 'a?b.mp4', 'a*b.mp4', '"a".mp4'],
  ...['a.mp4.', 'a.mp4..', 'a.mp4 ', 'a.mp4 . ', 'a .mp4', 'a..mp4', 'a. .mp4', ' a.mp4', '\ta.mp4', 'a.'],
  ...[...devices, ...consoles].flatMap((name) => [name, `${name}.mp4`, `${name} .mp4`, `${name}.tar.mp4`]),
  // What hides or turns around the extension.
  ...['a\u202e4pm.exe', 'a\u202d.mp4', 'a\u2066b\u2069.mp4', 'a\u200f.mp4', 'a\u061c.mp4', 'a\u2028b.mp4'],
  ...['a\u2029.mp4', '\ufeffa.mp4', 'a.mp4\u200b', 'a.m\u200bp4', 'CON\u200b.mp4', 'a.exe\u200e.mp4'],
  // Control characters.
  ...['a\u0000.mp4', 'a.mp4\u0000.exe', 'a\u0007.mp4', 'a\rb.mp4', 'a\nb.mp4', 'a\u007f.mp4', 'a\u0085.mp4'],
  ...['\u001b[31mred.mp4', 'a\u009b.mp4'],
  // Too long, in units, bytes or after cutting.
  ...['a'.repeat(300), `${'a'.repeat(300)}.mp4`, `${'录'.repeat(300)}.mp4`, `${'🎉'.repeat(300)}.mp4`],
  ...[`a.${'b'.repeat(300)}`, `${'.'.repeat(300)}b`, `${'.'.repeat(300)}${'b'.repeat(20)}`],
  ...[`${'a'.repeat(239)}.${'b'.repeat(50)}`, `${'a'.repeat(238)}. ${'b'.repeat(50)}`, ' '.repeat(300)],
  ...[`${'a '.repeat(200)}.mp4`, `${'e\u0301'.repeat(200)}.mp4`, `${'a'.repeat(234)}🎉🎉.mp4`],
  // Characters that are one thing here and two there.
  ...[
    'e\u0301.mp4',
    'e\u200b\u0301.mp4',
    '\u212b.mp4',
    '한글.mp4',
    '\ud83c.mp4',
    'a\udf89.mp4',
    '\ufb01.mp4',
  ],
]

describe('a name from the server', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'safe-name-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is tried in more than a hundred hostile forms', () => {
    expect(new Set(hostile).size).toBeGreaterThan(100)
  })

  it.each(hostile.map((name) => [name]))('%j becomes safe everywhere', (name) => {
    const safe = safeFileName(name)
    expect(safe).not.toBe('')
    expect(safe).not.toMatch(/[<>:"/\\|?*\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\u061c\ufeff]/u)
    expect(safe).not.toMatch(/[. ]$/u)
    expect(safe).not.toMatch(/^\s/u)
    expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$) *(?:\.|$)/iu)
    expect(safe).toBe(safe.normalize('NFC'))
    expect(safe.isWellFormed()).toBe(true)
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(240)
    expect(safeFileName(safe)).toBe(safe)
    expect(path.dirname(path.resolve(folder, safe))).toBe(folder)
    expect(path.win32.dirname(path.win32.resolve('C:\\Down', safe))).toBe('C:\\Down')
    writeFileSync(path.join(folder, safe), '')
    expect(readdirSync(folder)).toContain(safe)
  })

  it.each([
    'a.mp4',
    'A.MP4',
    '2021-09-24_13-47-41_Win32_73542046.mp4',
    '年度总结大会.mp4',
    '客户回访-华东区 (1).mp4',
    'Übersicht #2.mp4',
    '🎉 launch.mp4',
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
