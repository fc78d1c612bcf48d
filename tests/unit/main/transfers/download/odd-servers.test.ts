import { createHash, randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { readdir, readFile } from 'node:fs/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { CloudRoomClient, RemoteRecording } from '#main/api/client.types.ts'
import { openDatabase } from '#main/storage/database.ts'
import { runDownload, type DownloadDeps } from '#main/transfers/download-job.ts'
import { createDownloadSource } from '#main/transfers/download-source.ts'
import { PartProgress } from '#main/transfers/download/part-progress.ts'
import { Throttle } from '#main/transfers/throttle.ts'
import { createPartStore } from '#main/transfers/download/part-store.ts'
import { PartWriter } from '#main/transfers/download/part-writer.ts'
import { ByteRanges } from '#main/transfers/download/byte-ranges.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import { withServer } from '#tests/support/with-server.ts'
import { directNetwork } from '#tests/support/direct-network.ts'
import { jobId, modes, remotePath, specFor } from './rig.ts'

const content = randomBytes(2_000_000)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

interface Setting {
  readonly folder: string
  readonly deps: DownloadDeps
  readonly run: (recording?: Partial<RemoteRecording>) => Promise<string>
}

/** A download from a server that does as `listener` says; the recording's listed size is a rounded one. */
async function withListener(
  listener: RequestListener,
  use: (setting: Setting) => Promise<void>,
): Promise<void> {
  const folder = await temporaryFolder()
  const database = openDatabase(':memory:', testLogger().log)
  onTestFinished(() => database.close())
  const source = createDownloadSource({
    userAgent: 'test',
    network: directNetwork(),
    timeouts: { stall: 1000 },
  })
  const deps = {
    source,
    parts: createPartStore(database),
    throttle: new Throttle(null),
    boot: 'boot',
    ...modes.several,
  }
  await withServer(listener, async ({ origin }) => {
    const run = async (changes: Partial<RemoteRecording> = {}): Promise<string> => {
      const recording = {
        id: '1',
        path: remotePath,
        size: null,
        sizeIsExact: false,
        createdAt: null,
        downUrl: `${origin}/file`,
        ...changes,
      } as unknown as RemoteRecording
      const client = { find: () => Promise.resolve(recording) } as unknown as CloudRoomClient
      const context = {
        client,
        signal: new AbortController().signal,
        report: () => undefined,
        mayHaveArrived: false,
      }
      const { localPath } = await runDownload(specFor(folder, content.length), context, deps)
      deps.parts.delete(jobId)
      return sha256(await readFile(localPath))
    }
    await use({ folder, deps, run })
  })
}

it('a server that tells neither length nor ranges', async () => {
  await withListener(
    (_request, response) => response.end(content),
    async ({ run }) => {
      expect(await run({ size: content.length, sizeIsExact: true })).toBe(sha256(content))
      expect(await run()).toBe(sha256(content))
    },
  )
})

it('a body without a length that ends before the listed size is not taken for the file', async () => {
  await withListener(
    (_request, response) => {
      response.write(content.subarray(0, 1000))
      response.end()
    },
    async ({ run, folder }) => {
      expect(await codeOf(run({ size: content.length, sizeIsExact: true }))).toBe('server.lengthMismatch')
      expect(await readdir(folder)).toEqual(['meeting.mp4.part'])
    },
  )
})

it('an empty file, with and without ranges', async () => {
  for (const headers of [{ 'content-range': 'bytes */0' }, null]) {
    await withListener(
      (_request, response) => {
        response.writeHead(headers ? 416 : 200, headers ?? { 'content-length': 0 })
        response.end()
      },
      async ({ run }) => expect(await run()).toBe(sha256(Buffer.alloc(0))),
    )
  }
})

/** Serves ranges as `change` alters them. */
function ranged(
  change: (part: { start: number; end: number }) => { body?: Uint8Array; headers?: object; status?: number },
): RequestListener {
  return (request, response) => {
    const match = /^bytes=(\d+)-(\d*)$/u.exec(request.headers.range ?? '')
    if (!match) {
      response.writeHead(200, { 'content-length': content.length, etag: '"a"' })
      response.end(content)
      return
    }
    const start = Number(match[1])
    const end = match[2] === '' ? content.length : Math.min(content.length, Number(match[2]) + 1)
    const { body = content.subarray(start, end), headers = {}, status = 206 } = change({ start, end })
    response.writeHead(status, {
      'content-range': `bytes ${start}-${end - 1}/${content.length}`,
      'content-length': body.length,
      etag: '"a"',
      ...headers,
    })
    response.end(body)
  }
}

const mixed = Buffer.alloc(content.length, 'x')
it.each<[string, Parameters<typeof ranged>[0]]>([
  ['216 instead of 206 bytes', ({ start, end }) => ({ body: content.subarray(start, end - 1) })],
  [
    'another total in the middle',
    ({ start }) =>
      start > 0 ? { headers: { 'content-range': `bytes ${start}-${start + 399_999}/3000000` } } : {},
  ],
  ['no total', ({ start, end }) => ({ headers: { 'content-range': `bytes ${start}-${end - 1}/*` } })],
  [
    'no Content-Range',
    ({ start, end }) => ({ headers: { 'content-range': '' }, body: content.subarray(start, end) }),
  ],
  [
    'several parts',
    ({ start, end }) => ({
      headers: { 'content-range': '', 'content-type': 'multipart/byteranges; boundary=x' },
      body: content.subarray(start, end),
    }),
  ],
  [
    'a part of another file, ignoring If-Range',
    ({ start, end }) => (start > 0 ? { headers: { etag: '"b"' }, body: mixed.subarray(start, end) } : {}),
  ],
  [
    '416 in the middle',
    ({ start }) => (start > 0 ? { status: 416, headers: { 'content-range': 'bytes */10' } } : {}),
  ],
  ['200 in the middle', ({ start }) => (start > 0 ? { status: 200, body: content } : {})],
  [
    'Content-MD5 of each part',
    ({ start, end }) => ({
      headers: { 'content-md5': createHash('md5').update(content.subarray(start, end)).digest('base64') },
    }),
  ],
  ['weak tags and no date', () => ({ headers: { etag: 'W/"a"' } })],
])('%s never ends in a wrong file', async (_name, change) => {
  await withListener(ranged(change), async ({ run }) => {
    const outcomes: string[] = []
    for (let attempt = 0; attempt < 3 && outcomes.at(-1)?.length !== 64; attempt++) {
      outcomes.push(await run().catch((error: unknown) => (error as { code: string }).code))
    }
    const last = outcomes.at(-1)
    expect([sha256(content), 'server.lengthMismatch']).toContain(last)
  })
})

it('a compressed answer is refused: its bytes are not the recording’s', async () => {
  await withListener(
    (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(content)
    },
    async ({ run }) => expect(await codeOf(run())).toBe('server.malformed'),
  )
})

it('a kept connection that the server has closed is no failure', async () => {
  let requests = 0
  const listener: RequestListener = (request, response) => {
    requests++
    // Closes without an answer, as a server does whose keep-alive has just run out.
    if (requests === 2 || requests === 4) request.socket.destroy()
    else ranged(() => ({}))(request, response)
  }
  await withListener(listener, async ({ run, deps }) => {
    expect(deps.connections).toBe(4)
    expect(await run()).toBe(sha256(content))
  })
})

it('a full disk says so, and what was written before counts', async () => {
  const saved: string[] = []
  const progress = new PartProgress({
    jobId,
    store: { saveDone: (_id: string, done: ByteRanges) => void saved.push(done.toString()) } as never,
    done: new ByteRanges(),
    report: () => undefined,
  })
  let room = 1500
  const write = (_buffer: Buffer, _offset: number, length: number) => {
    const bytesWritten = Math.min(room, length)
    room -= bytesWritten
    if (bytesWritten === 0) return Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' }))
    return Promise.resolve({ bytesWritten })
  }
  const writer = new PartWriter({ write }, progress, 100, Buffer.alloc(2000))
  await writer.add(Buffer.alloc(1000))
  await writer.add(Buffer.alloc(900))
  expect(await codeOf(writer.flush())).toBe('file.diskFull')
  progress.save()
  expect(saved.at(-1)).toBe('100-1600')
})

it('a file that cannot fit is not begun', async () => {
  const huge = 2 ** 52
  await withListener(
    (_request, response) => {
      response.writeHead(206, { 'content-range': `bytes 0-99/${huge}`, 'content-length': 100, etag: '"a"' })
      response.end(Buffer.alloc(100))
    },
    async ({ run, folder, deps }) => {
      const listed = { size: huge, sizeIsExact: true }
      const whole = { ...deps, blockBytes: 100 }
      Object.assign(deps, whole)
      expect(await codeOf(run(listed))).toBe('file.diskFull')
      expect(await readdir(folder)).toEqual([])
    },
  )
})
