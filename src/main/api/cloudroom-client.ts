import { folderOf } from '#shared/paths.ts'
import type { ServerAddress } from '#shared/models/account.ts'
import type { Logger } from '../logging/logger.ts'
import type { Network } from '../network/network.ts'
import { call, jsonCall } from './call.ts'
import type { CallContext } from './call.ts'
import type { ApiCredentials, CallOptions, CloudRoomClient, QueryPage, QueryParams } from './client.types.ts'
import { decodeQueryPage } from './decode-query.ts'
import { findByPath } from './find.ts'
import { withRetries } from './retry.ts'
import { defaultTimeouts } from './timeouts.ts'
import type { ClientTimeouts } from './timeouts.ts'
import { upload } from './upload.ts'

export interface CloudRoomClientOptions {
  readonly server: ServerAddress
  readonly credentials: ApiCredentials
  readonly log: Logger
  readonly appVersion: string
  /** ms; what is not given has its default */
  readonly timeouts?: Partial<ClientTimeouts>
  readonly network: Pick<Network, 'agentsFor'>
}

const maxPageSize = 50

/**
 * A client of one netDisk server for one account. Holds no state but its connections, which close themselves when idle.
 * Every method throws AppError and nothing else.
 */
export function createCloudRoomClient(options: CloudRoomClientOptions): CloudRoomClient {
  const { server, credentials, log } = options
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const context: CallContext = {
    server,
    credentials,
    log,
    userAgent: `CloudRoomDrive/${options.appVersion.replaceAll(/[^\w.+-]/gu, '')}`,
    timeouts,
  }
  const kept = options.network.agentsFor({ keepAlive: true })
  // What changes something is never sent twice, so it must not meet a kept connection that the server has just closed.
  const fresh = options.network.agentsFor({ keepAlive: false })

  const query = (params: QueryParams, { signal }: CallOptions = {}): Promise<QueryPage> =>
    withRetries(
      async () => {
        const prepare = jsonCall(queryParameters(params), timeouts)
        const { data } = await call(context, 'query', { agents: kept, signal, prepare })
        return decodeQueryPage(data, { ...placeOf(params), server, log })
      },
      {
        pause: timeouts.retryPause,
        maxRetryAfter: timeouts.maxRetryAfter,
        signal,
        onRetry: (error, delay, attempt) =>
          log.info('Query is retried', { code: error.code, delayMs: Math.round(delay), attempt }),
      },
    )

  return {
    server,
    query,
    find: (path, callOptions) => findByPath(path, (params) => query(params, callOptions)),
    remove: async ({ id, path }, { signal } = {}) => {
      // If both are sent FileID wins (facts sheet, "netDisk/delete"), so only one is.
      const prepare = jsonCall(id === null ? { FileName: path } : { FileID: id }, timeouts)
      await call(context, 'delete', { agents: fresh, signal, prepare })
    },
    upload: (request, callOptions = {}) => upload(context, fresh, request, callOptions),
  }
}

/** Request parameters of netDisk/query (vendor page, "查询录像文件"); what is not set is left out. */
function queryParameters({ folder, path, searchTime, pageNumber, pageSize }: QueryParams) {
  return {
    FileName: path,
    FilePath: folder,
    SearchTime: searchTime,
    PageNumber: pageNumber === undefined ? undefined : Math.max(1, Math.trunc(pageNumber)),
    PageSize: pageSize === undefined ? undefined : Math.min(maxPageSize, Math.max(1, Math.trunc(pageSize))),
  }
}

/** A question for one file keeps whatever is listed; one for a folder keeps what is directly in it. */
function placeOf({ folder, path }: QueryParams) {
  const asked = folder ?? null
  return {
    folder: path === undefined ? asked : null,
    impliedFolder: path === undefined ? asked : folderOf(path),
  }
}
