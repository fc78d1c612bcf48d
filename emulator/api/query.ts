import type { Exchange } from '../http/exchange.ts'
import { numberArg } from '../faults/fault-set.ts'
import type { FileEntry, Folder } from '../tree/entries.ts'
import { descend } from '../tree/snapshots.ts'
import { splitFilePath } from '../tree/paths.ts'
import { parseSearchTime, searchTimeText } from './format.ts'
import { listingData } from './listing-data.ts'
import type { Params } from './params.ts'
import { RspCode } from './rsp-code.ts'

type Outcome = { code: RspCode; data?: Record<string, unknown> }

/** `netDisk/query`: one file by its full path, or one page of a folder. Page sizes over 50 are refused. */
export function query(exchange: Exchange, params: Params): Outcome {
  const { disk, clock, dialect } = exchange.core
  const pageNumber = params.integer('PageNumber', 1, 1, Number.MAX_SAFE_INTEGER)
  const pageSize = params.integer('PageSize', 20, 1, 50)
  const searchTime = params.text('SearchTime')
  const asked = searchTime === null ? null : parseSearchTime(searchTime)
  if (pageNumber === null || pageSize === null || (searchTime !== null && asked === null)) {
    return { code: RspCode.badParameters }
  }
  const asOf = exchange.faults.take('ignore-search-time') ? null : asked
  const echo = searchTimeText(asked ?? clock.read())

  const fileName = params.text('FileName')
  if (fileName !== null) {
    exchange.faults.path = fileName
    const file = findFile(exchange, fileName, asOf)
    const found = file ? [file] : []
    return { code: RspCode.ok, data: listingData(exchange, found, [], found.length, echo) }
  }

  const path = params.text('FilePath') ?? '/'
  if (!path.endsWith('/')) return { code: RspCode.badParameters }
  exchange.faults.path = path
  const folder = disk.tree.folder(path)
  if (!folder || (asOf !== null && folder.born > asOf)) {
    if (dialect.queryMissingFolder !== 0) return { code: dialect.queryMissingFolder }
    return dialect.dataWhenEmpty
      ? { code: RspCode.ok, data: listingData(exchange, [], [], 0, echo) }
      : { code: RspCode.ok }
  }
  const files = disk.snapshots.files(folder, asOf, dialect.deepFiles)
  const start = (spoiltPage(exchange, pageNumber) - 1) * pageSize
  const page = isMissing(exchange, pageNumber) ? [] : files.slice(start, start + pageSize)
  const folders =
    pageNumber > 1 && dialect.dirDataOn === 'first-page' ? [] : foldersOf(exchange, folder, asOf)
  if (!dialect.dataWhenEmpty && page.length === 0 && folders.length === 0) return { code: RspCode.ok }
  return { code: RspCode.ok, data: listingData(exchange, page, folders, files.length, echo) }
}

function findFile({ core: { disk } }: Exchange, path: string, asOf: number | null): FileEntry | undefined {
  if (asOf === null) return disk.tree.fileByPath(path)
  const split = splitFilePath(path)
  const folder = split && disk.tree.folder(split.folder)
  return folder
    ? disk.snapshots.files(folder, asOf, false).find((file) => file.name === split.name)
    : undefined
}

function foldersOf({ core: { dialect, disk } }: Exchange, folder: Folder, asOf: number | null): Folder[] {
  const { root } = disk.tree
  const all = dialect.dirData === 'children' ? folder.children : [...descend(root)]
  return all.filter(
    (each) => (each !== root || dialect.dirData === 'tree-with-root') && (asOf === null || each.born <= asOf),
  )
}

function spoiltPage({ faults }: Exchange, pageNumber: number): number {
  const fault = faults.peek('duplicate-page')
  if (!fault || pageNumber < 2 || numberArg(fault, 2) !== pageNumber) return pageNumber
  faults.use(fault)
  return pageNumber - 1
}

function isMissing({ faults }: Exchange, pageNumber: number): boolean {
  const fault = faults.peek('missing-page')
  if (!fault || numberArg(fault, 2) !== pageNumber) return false
  faults.use(fault)
  return true
}
