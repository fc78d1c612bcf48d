import { expect, it } from 'vitest'
import { plainNotes } from '#main/updates/plain-notes.ts'
import { readUpdate } from '#main/updates/update-info.ts'
import { AppError } from '#shared/errors.ts'
import { maxNotesLength } from '#shared/models/updates.ts'
import { processorMs } from '#tests/support/processor-time.ts'

it.each([
  ['text stays as it is', 'Calmer.\n\n- faster when 1 < 2\n', 'Calmer.\n\n- faster when 1 < 2'],
  ['markup is taken out', '<h2>New</h2>\n<p>Fast &amp; <b>calm</b></p>', 'New\n\nFast & calm'],
  ['lists are lists', '<ul><li>one</li><li>two</li></ul>', '• one\n• two'],
  ['script is taken out with what it says', '<p>a</p><script>alert(1)</script><style>b{}</style>', 'a'],
  [
    'entities become what they are, once',
    '<p>&lt;img src=x onerror=alert(1)&gt; &amp;lt; &#65;&#x42;</p>',
    '<img src=x onerror=alert(1)> &lt; AB',
  ],
  ['entities that are none stay', '<p>&nope; &#0;</p>', '&nope;'],
  ['what turns the direction of writing is taken out', 'a\u202Egpj.exe\u0000\u0007b', 'agpj.exeb'],
  ['line ends are one kind', 'a\r\nb\rc', 'a\nb\nc'],
  ['many empty lines are one', 'a\n\n\n\n\nb', 'a\n\nb'],
  [
    'several versions are one text',
    [
      { version: '2', note: 'two' },
      { version: '1', note: null },
      { version: '0', note: 'zero' },
    ],
    'two\n\nzero',
  ],
  ['a number is none', 7, ''],
  ['nothing is none', undefined, ''],
])('release notes: %s', (_what, given, expected) => {
  expect(plainNotes(given)).toBe(expected)
})

it('release notes without end are cut, and quickly', () => {
  for (const text of [
    'a'.repeat(5_000_000),
    '<'.repeat(5_000_000),
    '<p '.repeat(2_000_000),
    '&#'.repeat(2_000_000),
  ]) {
    const startedAt = processorMs()
    expect(plainNotes(`<b>x</b>${text}`).length).toBeLessThanOrEqual(maxNotesLength)
    expect(processorMs(startedAt)).toBeLessThan(1000)
  }
})

const file = (url: string, size?: number) => ({ url, sha512: 'x', ...(size === undefined ? {} : { size }) })

it('the size is that of what this system installs', () => {
  const info = { version: '1.2.3', files: [file('a.dmg', 1), file('a.zip', 2), file('a.exe', 3)] }
  expect(readUpdate(info, 'darwin', 'arm64').size).toBe(2)
  expect(readUpdate(info, 'win32', 'x64').size).toBe(3)
  expect(readUpdate({ ...info, files: [file('a.exe')] }, 'win32', 'x64').size).toBeNull()
})

it('of several that this system could install, the size is that for its processor, else of the first', () => {
  // As electron-builder writes it: the setup with both inside comes first.
  const files = [
    file('a-1.2.3-win-setup.exe', 3),
    file('a-1.2.3-win-x64-setup.exe', 1),
    file('a-1.2.3-win-arm64-setup.exe', 2),
  ]
  const sizeOn = (arch: NodeJS.Architecture) => readUpdate({ version: '1.2.3', files }, 'win32', arch).size
  expect([sizeOn('x64'), sizeOn('arm64'), sizeOn('ia32')]).toEqual([1, 2, 3])
})

it.each([
  ['null', null],
  ['a number for a version', { version: 1.2, files: [file('a.exe')] }],
  ['a version with markup', { version: '1.2.3-<b>', files: [file('a.exe')] }],
  ['an endless version', { version: `1.2.3-${'a'.repeat(1000)}`, files: [file('a.exe')] }],
  ['a file with an address', { version: '1.2.3', files: [file('https://evil.example/a.exe')] }],
  ['one on the same host, elsewhere', { version: '1.2.3', files: [file('//evil.example/a.exe')] }],
  ['one in another folder', { version: '1.2.3', files: [file('../a.exe')] }],
  // Found by `npm run fuzz`.
  ['one that is the folder above', { version: '1.2.3', files: [file('..')] }],
  ['one with a question', { version: '1.2.3', files: [file('a.exe?b')] }],
])('a description with %s is refused', (_what, info) => {
  expect(() => readUpdate(info, 'win32', 'x64')).toThrow(AppError)
})
