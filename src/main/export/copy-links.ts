import { AppError } from '#shared/errors.ts'
import type { LinksCopied } from '#shared/models/export.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import PQueue from 'p-queue'
import type { CloudRoomClient } from '../api/client.types.ts'

const concurrentQueries = 3

/**
 * Asks the server for fresh download addresses and puts them into the clipboard, one a line, in the order given. The page
 * never sees them. What has no address any more is left out and counted.
 *
 * @throws AppError why the first has no address, when none has; the clipboard then stays as it is
 */
export async function copyLinks(
  recordings: readonly RecordingRef[],
  client: Pick<CloudRoomClient, 'find'>,
  writeText: (text: string) => void | Promise<void>,
): Promise<LinksCopied> {
  const queue = new PQueue({ concurrency: concurrentQueries })
  const results = await Promise.allSettled(
    recordings.map((recording) => queue.add(() => linkOf(recording, client))),
  )
  const links = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  const refused = results.find((result) => result.status === 'rejected')
  if (links.length === 0 && refused !== undefined) throw refused.reason
  await writeText(links.join('\n'))
  return { copied: links.length, failed: recordings.length - links.length }
}

async function linkOf({ path }: RecordingRef, client: Pick<CloudRoomClient, 'find'>): Promise<string> {
  const found = await client.find(path)
  if (found === null) throw new AppError('server.notFound')
  if (found.downUrl === null) throw new AppError('server.unsafeDownloadUrl')
  return found.downUrl
}
