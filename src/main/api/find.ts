import type { QueryPage, QueryParams, RemoteRecording } from './client.types.ts'

/** Pages that are searched where a server answers a question for one file with a listing. */
const maxPages = 40

/** macOS writes `é` as two characters, servers and Windows as one: the same name. */
const sameText = (left: string, right: string): boolean => left.normalize('NFC') === right.normalize('NFC')

/**
 * The recording at exactly `path`, or null. `ask` sends one query by FileName; a server may ignore it and list a folder,
 * so what it answers is compared and, while it says that there is more, its next pages are read.
 */
export async function findByPath(
  path: string,
  ask: (params: QueryParams) => Promise<QueryPage>,
): Promise<RemoteRecording | null> {
  let seen = 0
  let searchTime: string | null = null
  for (let pageNumber = 1; pageNumber <= maxPages; pageNumber += 1) {
    const page: QueryPage = await ask({
      path,
      pageNumber,
      pageSize: 50,
      ...(searchTime === null ? {} : { searchTime }),
    })
    const match =
      page.recordings.find((recording) => recording.path === path) ??
      page.recordings.find((recording) => sameText(recording.path, path))
    if (match !== undefined) return match
    seen += page.recordings.length
    searchTime = page.searchTime
    if (page.recordings.length === 0 || page.total === null || seen >= page.total) return null
  }
  return null
}
