import { AppError } from '#shared/errors.ts'
import { call, connectTimeouts } from './call.ts'
import { asciiFileName, multipartBody } from './multipart-body.ts'
import type { CallContext } from './call.ts'
import type { CallOptions, UploadRequest } from './client.types.ts'
import type { Agents } from './exchange.ts'
import type { MultipartBody } from './multipart-body.ts'

/**
 * Uploads one file (vendor page, "上传录像文件"). Progress counts file bytes that the socket has taken. Throws AppError:
 * api.* for the server's refusals, also when it answers before all bytes are sent; file.changedDuringUpload;
 * server.uploadNotConfirmed when it claims success before it can have the file; network.*; aborted.
 */
export async function upload(
  context: CallContext,
  agents: Agents,
  request: UploadRequest,
  options: CallOptions,
): Promise<void> {
  if (!`${request.folder}${request.name}`.isWellFormed()) throw new AppError('file.badName')
  const { timeouts } = context
  const progress = createProgress(request)
  let body: MultipartBody | null = null

  await call(context, 'upload', {
    agents,
    signal: options.signal,
    prepare: (common) => {
      body = multipartBody({
        fields: { ...common, ...placeFields(request) },
        fileName: asciiFileName(request.name),
        size: request.size,
        open: request.open,
      })
      const { preambleLength } = body
      return {
        headers: { 'content-type': body.contentType, 'content-length': String(body.contentLength) },
        body: body.chunks,
        timeout: { ...connectTimeouts(timeouts), socket: timeouts.uploadIdle },
        onBytesSent: (bytes) => progress.advance(bytes - preambleLength),
        onBodySent: () => {
          progress.finish()
          return timeouts.uploadAnswer
        },
      }
    },
  })
  if (!isFinished(body)) throw new AppError('server.uploadNotConfirmed')
  // The answer to a short last chunk can arrive before the socket reports that chunk as written.
  progress.finish()
}

const isFinished = (body: MultipartBody | null): boolean => body?.isFinished() ?? false

/**
 * FileName and DirPath, URL-encoded by the caller as documented; the vendor writes folder 2018 under the root as `//2018`,
 * sent as `%2f%2f2018`, and leaves DirPath out for the root.
 */
export function placeFields({
  folder,
  name,
}: Pick<UploadRequest, 'folder' | 'name'>): Record<string, string> {
  const fileName = { FileName: encodeURIComponent(name) }
  if (folder === '/') return fileName
  return { ...fileName, DirPath: encodeURIComponent(`/${folder.slice(0, -1)}`) }
}

/** Monotonic, within 0 … size, and "all sent" exactly once. */
function createProgress({ size, onProgress, onSent }: UploadRequest) {
  let reported = 0
  let isSent = false
  const advance = (bytes: number): void => {
    const next = Math.min(size, bytes)
    if (next <= reported) return
    reported = next
    onProgress(next)
  }
  const finish = (): void => {
    if (isSent) return
    isSent = true
    advance(size)
    onSent()
  }
  return { advance, finish }
}
