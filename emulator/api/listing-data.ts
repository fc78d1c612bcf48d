import type { Exchange } from '../http/exchange.ts'
import type { FileEntry, Folder } from '../tree/entries.ts'
import type { Dialect } from '../dialects.ts'
import { downloadUrl } from './download-url.ts'
import { cstDateTime, sizeWithUnit } from './format.ts'

/**
 * The `Data` of a query, in the dialect's spelling.
 * @param count files that the query found on all pages
 */
export function listingData(
  exchange: Exchange,
  files: readonly FileEntry[],
  folders: readonly Folder[],
  count: number,
  searchTime: string,
): Record<string, unknown> {
  const { dialect, disk } = exchange.core
  const fileNum = dialect.fileNum === 'everything' ? disk.tree.fileCount : count
  return {
    ...list(
      dialect,
      'fileList',
      files.map((file) => fileRow(exchange, file)),
    ),
    ...list(
      dialect,
      'dirData',
      folders.map((folder) => folderRow(dialect, folder)),
    ),
    fileNum: number(dialect, fileNum),
    searchTime,
  }
}

function fileRow({ core, prefix }: Exchange, file: FileEntry): Record<string, unknown> {
  const { dialect } = core
  return {
    id: number(dialect, file.id),
    fileName: file.name,
    filePath: filePath(dialect, file),
    fileSize: fileSize(dialect, file.size),
    downUrl: downloadUrl(core, prefix, file),
    ctime: ctime(dialect, file.ctimeMs),
  }
}

function folderRow(dialect: Dialect, folder: Folder): Record<string, unknown> {
  return {
    dirId: number(dialect, folder.id),
    parentId: number(dialect, folder.parent?.id ?? -1),
    dirPath: spell(dialect, dialect.dirPathSlash ? folder.path : withoutSlash(folder.path)),
    dirName: folder.name,
  }
}

function filePath(dialect: Dialect, file: FileEntry): string {
  if (dialect.filePath === 'full') return spell(dialect, file.folder.path + file.name)
  return spell(dialect, dialect.filePath === 'folder' ? file.folder.path : withoutSlash(file.folder.path))
}

function withoutSlash(path: string): string {
  return path === '/' ? path : path.slice(0, -1)
}

function spell(dialect: Dialect, path: string): string {
  return dialect.pathStart + path.slice(1)
}

function fileSize(dialect: Dialect, bytes: number): string | number {
  if (dialect.fileSize === 'number') return bytes
  if (dialect.fileSize === 'bytes') return String(bytes)
  return sizeWithUnit(bytes, dialect.fileSize === 'units' ? ' ' : '')
}

function ctime(dialect: Dialect, epochMs: number): string | number {
  if (dialect.ctime === 'epoch-number') return epochMs
  return dialect.ctime === 'epoch-string' ? String(epochMs) : cstDateTime(epochMs)
}

function number(dialect: Dialect, value: number): number | string {
  return dialect.numbers === 'string' ? String(value) : value
}

function list(dialect: Dialect, name: string, rows: readonly unknown[]): Record<string, unknown> {
  if (rows.length > 0 || dialect.emptyList === 'array') return { [name]: rows }
  return dialect.emptyList === 'null' ? { [name]: null } : {}
}
