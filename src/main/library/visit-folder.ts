import type { CloudRoomClient } from '../api/client.types.ts'
import { FolderListing, type ListedPage } from './folder-listing.ts'

/**
 * Lists one folder to its end and hands over what it has, page by page as they land, each entry once.
 *
 * @throws AppError `aborted`, and the reason when any of it could not be had: a part never passes for the whole
 */
export async function visitFolder(
  client: Pick<CloudRoomClient, 'query'>,
  folder: string,
  signal: AbortSignal,
  onPage: (page: ListedPage) => void,
): Promise<void> {
  const listing = new FolderListing({ folder, client, signal, onPage })
  await listing.first()
  await listing.rest()
}
