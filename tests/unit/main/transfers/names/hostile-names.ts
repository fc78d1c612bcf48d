/**
 * More than 300 names that a hostile, careless or merely foreign server may give a recording. Each is a whole name as the server
 * sends it, path separators included.
 */

const devices = [
  ...['CON', 'PRN', 'AUX', 'NUL', 'CONIN$', 'CONOUT$'],
  ...['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '¹', '²', '³'].flatMap((n) => [`COM${n}`, `LPT${n}`]),
]

/** What Windows takes for a device, in its own case and others, with and without extensions and padding. */
const reserved = [
  ...devices.flatMap((name, index) =>
    ['', '.mp4', ' .mp4', '.tar.mp4'].map((rest) => (index % 2 === 0 ? name.toLowerCase() : name) + rest),
  ),
  ...['Con .mp4', 'nul. .mp4', 'Prn', 'PRN..mp4', 'com1.MP4', 'NUL .a.mp4', ' CON.mp4'],
  ...['CON\u200b.mp4', '\u202eAUX.mp4', 'nul\u3000.mp4', 'NUL:.mp4', 'CON .', 'COM1.', 'con.{1}.mp4'],
  ...['CLOCK$.mp4', 'desktop.ini', 'Thumbs.db', 'DESKTOP.INI '],
]

/** Nothing, or nothing that stays. */
const empty = [
  ...[
    '',
    ' ',
    '   ',
    '.',
    '..',
    '...',
    '. .',
    ' . ',
    '.. ',
    '\t',
    '\n',
    '\u0000',
    '\u200b',
    '\u202e',
    '\ufeff',
  ],
  ...['.mp4', ' .mp4', '..mp4', '. .mp4', '\u200b.mp4', '....mp4'],
]

/** Ways out of the folder, of every platform. */
const walking = [
  ...['/', '\\', '//', '../a.mp4', '..\\b.mp4', '../../../../etc/passwd.mp4', '/etc/passwd', 'c/../../d.mp4'],
  ...[
    '\\\\host\\share\\a.mp4',
    '//host/share/a.mp4',
    '\\\\?\\C:\\a.mp4',
    '\\\\.\\PhysicalDrive0',
    '\\??\\C:\\a',
  ],
  ...[
    'C:\\Windows\\a.mp4',
    'C:a.mp4',
    'c:/a.mp4',
    'Z:',
    'file:///a.mp4',
    './a.mp4',
    'a/.',
    'a\\..',
    '~/a.mp4',
  ],
  ...['~root/a.mp4', '$HOME.mp4', '%USERPROFILE%.mp4', '..%2fa.mp4', '%2e%2e%5ca.mp4', '..%c0%afa.mp4'],
  ...[
    '..／a.mp4',
    '．．／b.mp4',
    '‥⁄a.mp4',
    '..∕a.mp4',
    '..⧵a.mp4',
    'a.mp4/',
    'a.mp4\\',
    '/.mp4',
    '..mp4/..',
  ],
  ...['..\\a.mp4', 'a/b.mp4', 'a\\b.mp4', 'a/../b.mp4', 'a/..', '%2e%2e/a.mp4', '../../../../etc/passwd'],
]

/** Alternate data streams, wildcards and what else Windows refuses or reads differently. */
const windows = [
  ...['a.mp4:stream.exe', 'a.mp4::$DATA', 'a:b.mp4', ':a.mp4', 'a<b.mp4', 'a>b.mp4', 'a"b.mp4', 'a|b.mp4'],
  ...['a?b.mp4', 'a*b.mp4', '<>:"/\\|?*.mp4', '?', '*.mp4', 'a.mp4.', 'a.mp4...', 'a.mp4 ', 'a.mp4 . . '],
  ...['b .mp4', 'b..mp4', 'b. .mp4', ' b.mp4', '\tb.mp4', 'b.', 'b\u00a0', 'b.mp4\u3000', 'b.mp4\u2003.'],
  ...['PROGRA~1.MP4', 'MEETIN~1.MP4', 'meeting of the board.mp4', 'a~1', '~$a.mp4', '~', 'a.mp4.lnk', '$MFT'],
]

/** What hides, splits or turns around what a person reads. */
const invisible = [
  ...['a\u202e4pm.exe', 'b\u202d.mp4', 'c\u2066d\u2069.mp4', 'e\u2067f.mp4', 'g\u2068.mp4', '\u200ea.mp4'],
  ...[
    'a\u200f.mp4',
    'a\u061c.mp4',
    'a\u2028b.mp4',
    'a\u2029.mp4',
    '\ufeffa.mp4',
    'a.mp4\u200b',
    'a.m\u200bp4',
  ],
  ...['a.exe\u200e.mp4', 'a\u200cb.mp4', 'a\u200db.mp4', 'a\u2060b.mp4', 'a\u2064.mp4', 'a.mp4\u202c'],
  ...[
    '\u202a\u202b\u202c.mp4',
    'a\u206a.mp4',
    'a\u206f.mp4',
    'a\ufff9b\ufffbc.mp4',
    'a\u00adb.mp4',
    'a\u180eb.mp4',
  ],
]

const control = [
  ...[
    'a\u0000.mp4',
    'a.mp4\u0000.exe',
    'a\u0007.mp4',
    'a\rb.mp4',
    'a\nb.mp4',
    'a\r\nSet-Cookie: b.mp4',
    '\u001b[31mc.mp4',
  ],
  ...['a\u007f.mp4', 'a\u0085.mp4', 'a\u009b.mp4', '\u0001\u0002\u0003', 'a.mp4\u001f', 'a\u0008\u0008b.mp4'],
]

/** Too long, in units, in bytes, in graphemes, before or after cutting. */
const long = [
  ...[
    'a'.repeat(255),
    'b'.repeat(256),
    `${'c'.repeat(251)}.mp4`,
    `${'d'.repeat(252)}.mp4`,
    `${'e'.repeat(4000)}.mp4`,
  ],
  ...['录'.repeat(85), `${'录'.repeat(84)}.mp4`, `${'录'.repeat(255)}.mp4`, `${'🎉'.repeat(63)}.mp4`],
  ...[
    `${'🎉'.repeat(128)}.mp4`,
    `${'a'.repeat(235)}🎉🎉.mp4`,
    `${'a'.repeat(234)}🎉🎉.mp4`,
    `${'é'.repeat(200)}.mp4`,
  ],
  ...[
    `${'e\u0301'.repeat(200)}.mp4`,
    `${'👨‍👩‍👧‍👦'.repeat(40)}.mp4`,
    `${'🇨🇳'.repeat(60)}.mp4`,
    `${'가'.repeat(120)}.mp4`,
  ],
  ...[
    `${'a '.repeat(200)}.mp4`,
    `${'.'.repeat(300)}b`,
    `${'.'.repeat(300)}.mp4`,
    ' '.repeat(300),
    `${' '.repeat(300)}.mp4`,
  ],
  ...[`a.${'b'.repeat(300)}`, `a.${'b'.repeat(300)}.mp4`, `a.mp4.${'b'.repeat(300)}`, `a.${'m'.repeat(11)}`],
  ...[
    `${'a'.repeat(239)}.${'b'.repeat(50)}`,
    `${'a'.repeat(238)}. ${'b'.repeat(50)}`,
    `a.${'录'.repeat(100)}`,
  ],
  ...[
    `${'a'.repeat(236)} .mp4`,
    `${'a'.repeat(235)}. .mp4`,
    `${'a.'.repeat(130)}mp4`,
    `CON${' '.repeat(300)}.mp4`,
  ],
  ...[`z${'\u0327\u0301'.repeat(150)}.mp4`, `${'ᾂ'.repeat(100)}.mp4`, `${'\u200b'.repeat(300)}f.mp4`],
]

/** One thing here, two things there. */
const unicode = [
  ...[
    'e\u0301.mp4',
    '\u00e9.mp4',
    'e\u200b\u0301.mp4',
    '\u212b.mp4',
    '\u00c5.mp4',
    'A\u030a.mp4',
    '한글.mp4',
    '한글.mp4'.normalize('NFD'),
  ],
  ...[
    '\ufb01.mp4',
    'fi.mp4',
    '\u2126.mp4',
    '\u03a9.mp4',
    '\u212a.mp4',
    'K.mp4',
    'ß.mp4',
    'SS.mp4',
    'ẞ.mp4',
    'İ.mp4',
  ],
  ...[
    'i̇.mp4',
    'ı.mp4',
    'ſ.mp4',
    'ς.mp4',
    'σ.mp4',
    'ǅ.mp4',
    '\u0301.mp4',
    '\u20dd.mp4',
    '<\u0338.mp4',
    '≮.mp4',
  ],
  ...[
    '\ud83c.mp4',
    'a\udf89.mp4',
    '\udf89\ud83c.mp4',
    'a.mp\ud800',
    '\ufffd.mp4',
    '\ufffe.mp4',
    'a\uffff.mp4',
  ],
  ...[
    '\ufdd0.mp4',
    '\u{1fffe}.mp4',
    '\u{10ffff}.mp4',
    '\uf8ff.mp4',
    '\ue000.mp4',
    '\u{e0041}.mp4',
    '\u3164.mp4',
  ],
  ...[
    '👨‍👩‍👧.mp4',
    '👨👩👧.mp4',
    '❤️.mp4',
    '❤.mp4',
    '👍🏽.mp4',
    '🏴\u{e0067}\u{e0062}\u{e007f}.mp4',
    '🇨🇳.mp4',
    '1️⃣.mp4',
  ],
  ...['ＣＯＮ.mp4', 'ａ：ｂ.mp4', '．．', '？＊.mp4', 'a。mp4', 'שלום.mp4', 'مرحبا.mp4', 'नमस्ते.mp4'],
]

/** Names that only case, or only what is cleaned away, tells apart. */
const alike = [
  ...[
    'Meeting.mp4',
    'meeting.mp4',
    'MEETING.MP4',
    'meeting.Mp4',
    'meeting.mp4\u200b',
    'meeting\u202e.mp4',
    'Meeting .mp4',
  ],
  ...[
    'meeting (1).mp4',
    'MEETING (1).mp4',
    'meeting.mp4.part',
    'meeting (1).mp4.part',
    'm?eeting.mp4',
    'm*eeting.mp4',
  ],
  ...[
    'm_eeting.mp4',
    '_.mp4',
    '_',
    '_CON.mp4',
    '-rf.mp4',
    '--help',
    '.hidden.mp4',
    '..hidden.mp4',
    '.DS_Store',
    '._a.mp4',
  ],
]

export const hostileNames: readonly string[] = [
  ...new Set([
    ...[
      ...reserved,
      ...empty,
      ...walking,
      ...windows,
      ...invisible,
      ...control,
      ...long,
      ...unicode,
      ...alike,
    ],
  ]),
]
