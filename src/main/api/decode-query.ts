import { AppError } from '#shared/errors.ts'
import type { ServerAddress } from '#shared/models/account.ts'
import { parseRecordingName } from '#shared/recording-name.ts'
import type { Logger } from '../logging/logger.ts'
import type { QueryPage, RemoteRecording } from './client.types.ts'
import { decodeFolderPaths, foldersUnder } from './decode-folders.ts'
import { decodeRecordingPath } from './decode-path.ts'
import { decodeSize } from './decode-size.ts'
import { decodeTime } from './decode-time.ts'
import { decodeDownloadUrl } from './decode-url.ts'
import { dirEntry, fileEntry, queryData } from './query-schema.ts'
import type { QueryData } from './query-schema.ts'

/** Entries of one list that are looked at: a page has 50 recordings, a whole folder tree may have more. */
export const maxEntries = 10_000
const maxSearchTimeLength = 256

export interface QueryContext {
  readonly server: ServerAddress
  /** The folder that was asked for, `/A/`; null keeps everything. */
  readonly folder: string | null
  /** Where entries without a path belong. */
  readonly impliedFolder: string | null
  readonly log: Logger
}

/**
 * `Data` of a query in every unspecified variant of the facts sheet → one clean page. Entries that cannot be read are
 * dropped and counted in the log. Throws AppError server.malformed when the lists are no lists.
 */
export function decodeQueryPage(data: unknown, context: QueryContext): QueryPage {
  const { fileList, dirData, fileNum, searchTime } = parseData(data)
  const listed = fileList.slice(0, maxEntries).map((entry) => decodeRecording(entry, context))
  const recordings = uniqueByPath(listed.filter((recording) => recording !== null))
  const { folder } = context
  const direct = folder === null ? recordings : recordings.filter((recording) => recording.folder === folder)

  const dirs = dirData.slice(0, maxEntries).map((entry) => dirEntry.safeParse(entry).data)
  const dirPaths = decodeFolderPaths(
    dirs.filter((entry) => entry !== undefined),
    folder,
  )
  const knownPaths = dirPaths.filter((path) => path !== null)
  const derived = folder === null ? [] : recordings.map((recording) => recording.folder)

  const dropped = {
    recordings: fileList.length - listed.filter((recording) => recording !== null).length,
    folders: dirData.length - knownPaths.length,
  }
  if (dropped.recordings > 0 || dropped.folders > 0) context.log.warn('Unreadable entries dropped', dropped)

  return {
    recordings: direct,
    folders: foldersUnder([...knownPaths, ...derived], folder),
    deeper: recordings.length - direct.length,
    listed: fileList.length,
    total: fileNum,
    searchTime: searchTime === null || searchTime.length > maxSearchTimeLength ? null : searchTime,
  }
}

function parseData(data: unknown): QueryData {
  // `Data` is optional, and an empty list stands for an empty map on some servers.
  const isAbsent = data === null || data === undefined || (Array.isArray(data) && data.length === 0)
  const parsed = queryData.safeParse(isAbsent ? {} : data)
  if (!parsed.success) throw new AppError('server.malformed', { params: { detail: 'list' } })
  return parsed.data
}

function decodeRecording(entry: unknown, context: QueryContext): RemoteRecording | null {
  const parsed = fileEntry.safeParse(entry)
  if (!parsed.success) return null
  const { id, fileName, filePath, fileSize, downUrl, ctime } = parsed.data
  const place = decodeRecordingPath(fileName, filePath, context.impliedFolder)
  if (place === null) return null
  return {
    id,
    ...place,
    ...decodeSize(fileSize),
    createdAt: decodeTime(ctime),
    named: parseRecordingName(place.name),
    downUrl: decodeDownloadUrl(downUrl, context.server),
  }
}

/** A path names one recording; where a server repeats an entry the first one counts. */
function uniqueByPath(recordings: readonly RemoteRecording[]): RemoteRecording[] {
  const byPath = new Map<string, RemoteRecording>()
  for (const recording of recordings) {
    if (!byPath.has(recording.path)) byPath.set(recording.path, recording)
  }
  return [...byPath.values()]
}
