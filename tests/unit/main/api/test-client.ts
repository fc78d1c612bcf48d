import { createCloudRoomClient } from '#main/api/cloudroom-client.ts'
import type { CloudRoomClientOptions } from '#main/api/cloudroom-client.ts'
import type { CloudRoomClient, UploadRequest } from '#main/api/client.types.ts'
import { companyCredentials } from '#main/api/signing.ts'
import { Readable } from 'node:stream'
import { createLogger } from '#main/logging/logger.ts'
import { memorySink } from '#main/logging/memory-sink.ts'
import type { MemorySink } from '#main/logging/memory-sink.ts'
import { directNetwork } from '#tests/support/direct-network.ts'
import { AppError } from '#shared/errors.ts'
import type { ServerAddress } from '#shared/models/account.ts'

/** A client with short pauses, and everything that it logs. */
export function testClient(
  server: ServerAddress,
  options: Partial<CloudRoomClientOptions> = {},
): { client: CloudRoomClient; memory: MemorySink } {
  const memory = memorySink()
  const client = createCloudRoomClient({
    server,
    credentials: companyCredentials('1', '1', null),
    log: createLogger({ sink: memory.sink }),
    network: directNetwork(),
    appVersion: '0.0.0-test',
    ...options,
    timeouts: { retryPause: 1, ...options.timeouts },
  })
  return { client, memory }
}

/** The AppError that a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const outcome = await call.then(
    (value: unknown) => new Error(`succeeded with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (outcome instanceof AppError) return outcome
  throw outcome
}

/** An upload of these bytes. */
export function uploadOf(bytes: Uint8Array, over: Partial<UploadRequest> = {}): UploadRequest {
  return {
    folder: '/A/',
    name: 'a.mp4',
    size: bytes.length,
    open: () => Readable.from([bytes]),
    onProgress: () => undefined,
    onSent: () => undefined,
    ...over,
  }
}

/** The answer of a server that has nothing. */
export const emptyAnswer = JSON.stringify({ RspCode: '0', RspDesc: 'ok', Data: { fileList: [], fileNum: 0 } })
