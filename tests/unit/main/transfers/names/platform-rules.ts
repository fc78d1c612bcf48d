import path from 'node:path'

/**
 * What three systems accept as a file's name, written down from their own documents and not from what the app does:
 * Microsoft, "Naming Files, Paths, and Namespaces" and "Maximum Path Length Limitation"; Apple, "File System
 * Programming Guide" and "Apple File System Guide"; path_resolution(7), ext4's and XFS's limits.
 */
export interface PlatformRules {
  readonly platform: 'win32' | 'darwin' | 'linux'
  readonly path: path.PlatformPath
  /** A usual download folder, and a deep one. */
  readonly folders: readonly string[]
  /** Why the system would refuse the name or read it as another; empty when it is fine. */
  readonly problems: (folder: string, name: string) => string[]
  /** Two names with the same key are one file. */
  readonly key: (name: string) => string
}

const windowsDevices = new Set(
  'CON PRN AUX NUL CONIN$ CONOUT$ COM0 COM1 COM2 COM3 COM4 COM5 COM6 COM7 COM8 COM9 COM¹ COM² COM³ LPT0 LPT1 LPT2 LPT3 LPT4 LPT5 LPT6 LPT7 LPT8 LPT9 LPT¹ LPT² LPT³'.split(
    ' ',
  ),
)

/** MAX_PATH, without its final NUL. UTF-16 units */
const windowsPathUnits = 259

const windows: PlatformRules = {
  platform: 'win32',
  path: path.win32,
  folders: ['C:\\Users\\Anna Schmidt\\Downloads', `D:\\${'Projekte\\'.repeat(20)}Aufzeichnungen`, 'E:\\'],
  problems: (folder, name) =>
    where([
      [
        'a character that Windows refuses',
        Array.from(name).some((char) => char < ' ' || '<>:"/\\|?*'.includes(char)),
      ],
      ['ends in a dot or a space', name.endsWith('.') || name.endsWith(' ')],
      ['a device', windowsDevices.has((name.split('.')[0] ?? '').replace(/ +$/u, '').toUpperCase())],
      ['a file that the shell reads', /^(?:desktop\.ini|thumbs\.db)$/iu.test(name)],
      ['longer than 255 units', name.length > 255],
      ['a path longer than MAX_PATH', path.win32.join(folder, name).length > windowsPathUnits],
    ]),
  // NTFS compares the upper case of each UTF-16 unit, and does not compose.
  key: (name) =>
    name.replace(/[^]/gu, (char) => (char.toUpperCase().length === 1 ? char.toUpperCase() : char)),
}

const mac: PlatformRules = {
  platform: 'darwin',
  path: path.posix,
  folders: ['/Users/anna/Downloads', `/Volumes/Archiv${'/Aufzeichnungen der Sitzungen'.repeat(20)}`],
  problems: (folder, name) =>
    where([
      ['a separator', name.includes('/') || name.includes('\0')],
      ['a colon, which Finder shows as a slash', name.includes(':')],
      ['longer than 255 bytes', Buffer.byteLength(name) > 255],
      ['not characters', /\p{Noncharacter_Code_Point}/u.test(name)],
      ['a path longer than PATH_MAX', Buffer.byteLength(path.posix.join(folder, name)) > 1023],
    ]),
  // APFS: neither case nor composition makes a difference.
  key: (name) => name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFD'),
}

const linux: PlatformRules = {
  platform: 'linux',
  path: path.posix,
  folders: ['/home/anna/Downloads', `/srv${'/aufzeichnungen'.repeat(60)}`],
  problems: (folder, name) =>
    where([
      ['a separator', name.includes('/') || name.includes('\0')],
      ['longer than 255 bytes', Buffer.byteLength(name) > 255],
      ['a path longer than PATH_MAX', Buffer.byteLength(path.posix.join(folder, name)) > 4095],
    ]),
  key: (name) => name,
}

export const platforms: readonly PlatformRules[] = [windows, mac, linux]

/**
 * What holds everywhere, because files travel: it is one name inside the folder, and what a person reads is what it is.
 */
export function commonProblems({ path: paths }: PlatformRules, folder: string, name: string): string[] {
  return where([
    ['nothing, or a way', name === '' || name === '.' || name === '..'],
    ['outside the folder', paths.dirname(paths.resolve(folder, name)) !== paths.resolve(folder)],
    ['not its own last segment', paths.basename(paths.resolve(folder, name)) !== name],
    ['half a character', !name.isWellFormed()],
    ['control characters', /\p{Cc}/u.test(name)],
    ['characters that turn text around', /\p{Bidi_Control}/u.test(name)],
    [
      'characters without width',
      /[\u00ad\u180e\u200b-\u200d\u2060-\u206f\ufeff\u2028\u2029\u3164\ufff9-\ufffb\u{e0001}-\u{e007f}]/u.test(
        name,
      ),
    ],
    ['not composed', name.normalize('NFC') !== name],
    ['hidden', name.startsWith('.')],
    ['starts or ends in white space', name.trim() !== name],
  ])
}

function where(checks: readonly (readonly [string, boolean])[]): string[] {
  return checks.flatMap(([problem, isSo]) => (isSo ? [problem] : []))
}
