import { AppError } from '#shared/errors.ts'
import type { CloudRoomClient, RemoteRecording } from '../../api/client.types.ts'
import type { DownloadAnswer, DownloadRequest, DownloadSource } from '../download-source.ts'

/** Statuses with which servers answer an address that has expired (design, section 6). */
const expiredStatuses: ReadonlySet<unknown> = new Set([401, 403, 404, 410])

/**
 * Where a recording's bytes are at the moment. Addresses expire: when one is refused, all connections of the download
 * share one question for a new one.
 */
export class DownloadAddress {
  readonly recording: RemoteRecording
  readonly #client: CloudRoomClient
  readonly #source: DownloadSource
  readonly #signal: AbortSignal
  #url: string
  #renewal: Promise<string> | null = null

  private constructor(
    client: CloudRoomClient,
    source: DownloadSource,
    recording: RemoteRecording,
    signal: AbortSignal,
  ) {
    this.recording = recording
    this.#client = client
    this.#source = source
    this.#signal = signal
    this.#url = requireUrl(recording)
  }

  /** @throws AppError `server.notFound`, and what `find` throws */
  static async find(
    client: CloudRoomClient,
    source: DownloadSource,
    path: string,
    signal: AbortSignal,
  ): Promise<DownloadAddress> {
    return new DownloadAddress(client, source, await freshRecording(client, path, signal), signal)
  }

  /** Opens a connection, with a fresh address if the one at hand is refused. @throws AppError as `DownloadSource.open` */
  async open(request: DownloadRequest): Promise<DownloadAnswer> {
    const url = this.#url
    try {
      return await this.#source.open(url, request)
    } catch (error) {
      if (!isRefusal(error)) throw error
      return await this.#source.open(await this.#newerThan(url), request)
    }
  }

  async #newerThan(url: string): Promise<string> {
    if (this.#url !== url) return this.#url
    this.#renewal ??= freshRecording(this.#client, this.recording.path, this.#signal)
      .then((recording) => (this.#url = requireUrl(recording)))
      .finally(() => (this.#renewal = null))
    return await this.#renewal
  }
}

/** Some servers say in a page of theirs, under status 200, what others say with a status. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  return expiredStatuses.has(error.params['status']) || error.code === 'server.notCloudRoom'
}

async function freshRecording(
  client: CloudRoomClient,
  path: string,
  signal: AbortSignal,
): Promise<RemoteRecording> {
  const recording = await client.find(path, { signal })
  if (!recording) throw new AppError('server.notFound')
  return recording
}

function requireUrl(recording: RemoteRecording): string {
  if (recording.downUrl === null) throw new AppError('server.unsafeDownloadUrl')
  return recording.downUrl
}
