/** Every choice that no source settles (see the facts sheet); one server makes one choice of each. */
export interface Dialect {
  /** Type of `RspCode`. */
  readonly rspCode: 'string' | 'number'
  /** Whether `RspDesc` is sent. */
  readonly rspDesc: boolean
  /** What `Data` is when there is nothing to say: left out, null or an empty object. */
  readonly emptyData: 'absent' | 'null' | 'object'
  /** Whether an empty folder is answered without `Data` (as `emptyData` says) instead of with empty lists. */
  readonly dataWhenEmpty: boolean
  readonly dirData: 'children' | 'tree' | 'tree-with-root'
  readonly dirDataOn: 'every-page' | 'first-page'
  /** Whether a query on a folder also answers files of its subfolders. */
  readonly deepFiles: boolean
  /** `filePath` of a file: its folder, its folder without the last slash, or the whole path with the name. */
  readonly filePath: 'folder' | 'folder-no-slash' | 'full'
  /** Whether `dirPath` ends with a slash. */
  readonly dirPathSlash: boolean
  /** What paths start with. */
  readonly pathStart: '/' | '//' | ''
  readonly fileSize: 'bytes' | 'number' | 'units' | 'units-tight'
  readonly ctime: 'cst' | 'epoch-string' | 'epoch-number'
  readonly downUrl: 'absolute' | 'relative' | 'raw-unicode' | 'other-host'
  readonly fileNum: 'folder' | 'everything'
  readonly ranges: boolean
  readonly validators: boolean
  readonly md5: 'none' | 'content-md5' | 'etag'
  /** RspCode for deleting what is not there. */
  readonly deleteMissing: 0 | 4 | 5
  /** RspCode for listing a folder that is not there. */
  readonly queryMissingFolder: 0 | 4
  /** Type of ids and `fileNum`. */
  readonly numbers: 'number' | 'string'
  /** What an empty list is. */
  readonly emptyList: 'array' | 'null' | 'absent'
  readonly maxFileBytes: number
  readonly createFolders: boolean
  /** Whether an upload must look like an MP4 inside, not only by its suffix. */
  readonly checkContent: boolean
  readonly contentType: string
}

const DEFAULT: Dialect = {
  rspCode: 'string',
  rspDesc: true,
  emptyData: 'absent',
  dataWhenEmpty: true,
  dirData: 'children',
  dirDataOn: 'every-page',
  deepFiles: false,
  filePath: 'folder',
  dirPathSlash: true,
  pathStart: '/',
  fileSize: 'bytes',
  ctime: 'cst',
  downUrl: 'absolute',
  fileNum: 'folder',
  ranges: true,
  validators: true,
  md5: 'none',
  deleteMissing: 5,
  queryMissingFolder: 0,
  numbers: 'number',
  emptyList: 'array',
  maxFileBytes: 500 * 2 ** 20,
  createFolders: true,
  checkContent: false,
  contentType: 'application/json;charset=UTF-8',
}

/** What each dialect changes; several can be combined, later ones win. */
export const DIALECTS = {
  default: {},
  'numeric-rsp-code': { rspCode: 'number' },
  'no-rsp-desc': { rspDesc: false },
  'null-data': { emptyData: 'null' },
  'empty-data': { emptyData: 'object' },
  'no-data-when-empty': { dataWhenEmpty: false },
  'null-data-when-empty': { dataWhenEmpty: false, emptyData: 'null' },
  'dir-tree': { dirData: 'tree' },
  'dir-tree-with-root': { dirData: 'tree-with-root' },
  'dir-first-page': { dirDataOn: 'first-page' },
  'dir-tree-first-page': { dirData: 'tree', dirDataOn: 'first-page' },
  'deep-files': { deepFiles: true },
  'deep-files-full-path': { deepFiles: true, filePath: 'full' },
  'file-path-no-slash': { filePath: 'folder-no-slash' },
  'file-path-full': { filePath: 'full' },
  'dir-path-no-slash': { dirPathSlash: false },
  'double-slash': { pathStart: '//' },
  'no-leading-slash': { pathStart: '' },
  'size-number': { fileSize: 'number' },
  'size-units': { fileSize: 'units' },
  'size-units-tight': { fileSize: 'units-tight' },
  'ctime-epoch': { ctime: 'epoch-string' },
  'ctime-epoch-number': { ctime: 'epoch-number' },
  'relative-url': { downUrl: 'relative' },
  'raw-url': { downUrl: 'raw-unicode' },
  'other-host': { downUrl: 'other-host' },
  'file-num-everything': { fileNum: 'everything' },
  'no-range': { ranges: false, validators: false },
  'no-validators': { validators: false },
  'content-md5': { md5: 'content-md5' },
  'etag-md5': { md5: 'etag' },
  'delete-missing-0': { deleteMissing: 0 },
  'delete-missing-4': { deleteMissing: 4 },
  'query-missing-4': { queryMissingFolder: 4 },
  'string-numbers': { numbers: 'string' },
  'null-lists': { emptyList: 'null' },
  'absent-lists': { emptyList: 'absent' },
  'decimal-limit': { maxFileBytes: 500_000_000 },
  'no-create-folders': { createFolders: false },
  'check-content': { checkContent: true },
  'text-plain': { contentType: 'text/plain;charset=UTF-8' },
} as const satisfies Record<string, Partial<Dialect>>

export type DialectName = keyof typeof DIALECTS

/** Names of all dialects, for tests that go through every one. */
export const DIALECT_NAMES = Object.keys(DIALECTS) as readonly DialectName[]

/**
 * Combines dialects into one set of choices.
 * @throws Error for a name that is not in {@link DIALECT_NAMES}
 */
export function resolveDialect(names: readonly string[]): Dialect {
  return names.reduce<Dialect>((dialect, name) => {
    if (!Object.hasOwn(DIALECTS, name)) {
      throw new Error(`unknown dialect ${name}: use ${DIALECT_NAMES.join(', ')}`)
    }
    return { ...dialect, ...DIALECTS[name as DialectName] }
  }, DEFAULT)
}
