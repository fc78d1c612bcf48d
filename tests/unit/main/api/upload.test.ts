import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { asciiFileName } from '#main/api/multipart-body.ts'
import { placeFields } from '#main/api/upload.ts'
import type { UploadRequest } from '#main/api/client.types.ts'
import { readBody, withServer } from '#tests/support/with-server.ts'
import { failureOf, testClient, uploadOf } from './test-client.ts'

const mib = 2 ** 20
const success = '{"RspCode":"0","RspDesc":"ok"}'

const accepting: RequestListener = (request, response) => {
  void readBody(request).then(() => response.end(success))
}

/** What happens to an upload at this server, with everything that it reports. */
async function uploadTo(
  listener: RequestListener,
  request: UploadRequest,
  timeouts: { uploadIdle?: number; uploadAnswer?: number } = {},
) {
  const events: (number | 'sent')[] = []
  const outcome = await withServer(listener, ({ address }) =>
    testClient(address, { timeouts })
      .client.upload({
        ...request,
        onProgress: (bytes) => events.push(bytes),
        onSent: () => events.push('sent'),
      })
      .then(
        () => 'done' as const,
        (error: unknown) => error as { code: string; params: object },
      ),
  )
  return { outcome, events }
}

/** A stream of `size` bytes made as they are read, and the digest of what was read so far. */
function synthetic(size: number): { open: () => Readable; digest: () => string } {
  const hash = createHash('sha256')
  const block = randomBytes(64 * 1024)
  const open = () =>
    Readable.from(
      (function* () {
        for (let left = size; left > 0; left -= block.length) {
          const chunk = block.subarray(0, Math.min(left, block.length))
          hash.update(chunk)
          yield chunk
        }
      })(),
      { objectMode: false },
    )
  return { open, digest: () => hash.digest('hex') }
}

describe('the body', () => {
  it('is a form with the common parameters first and the file last, of the announced length', async () => {
    let text = ''
    let request: IncomingMessage | undefined
    const bytes = Buffer.from('\r\n--not the boundary\r\n')
    await uploadTo(
      (incoming, response) => {
        request = incoming
        void readBody(incoming).then((body) => {
          text = body.toString('latin1')
          response.end(success)
        })
      },
      uploadOf(bytes, { folder: '/2018/会 议/', name: '报告 "1"+.mp4' }),
    )

    const boundary = /boundary=(\S+)$/u.exec(request?.headers['content-type'] ?? '')?.[1] ?? ''
    expect(request?.headers['content-length']).toBe(String(text.length))
    expect(request?.headers['transfer-encoding']).toBeUndefined()
    const parts = text.split(`--${boundary}`)
    expect(parts.shift()).toBe('')
    expect(parts.pop()).toBe('--\r\n')
    const named = parts.map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n')
      return [/name="(\w+)"/u.exec(head)?.[1], rest.join('\r\n\r\n').slice(0, -2)]
    })
    expect(named).toEqual([
      ['RequestId', expect.any(String)],
      ['CompID', '1'],
      ['SecretKey', 'a7febff6a21c36fb50150f88c95ef641'],
      ['FileName', '%E6%8A%A5%E5%91%8A%20%221%22%2B.mp4'],
      ['DirPath', '%2F%2F2018%2F%E4%BC%9A%20%E8%AE%AE'],
      ['file', bytes.toString('latin1')],
    ])
    expect(parts.at(-1)).toContain('filename="_1_.mp4"\r\nContent-Type: video/mp4\r\n\r\n')
  })

  it.each([
    ['/', undefined],
    ['/2018/', '//2018'],
    ['/A/B/', '//A/B'],
  ])('places a file in %s', (folder, expected) => {
    const { DirPath } = placeFields({ folder, name: 'a.mp4' })
    expect(DirPath === undefined ? undefined : decodeURIComponent(DirPath)).toBe(expected)
  })

  it.each([
    ['a.mp4', 'a.mp4'],
    ['A b (1).MP4', 'A_b_1_.mp4'],
    ['会议.mp4', '_.mp4'],
    ['"\r\nX: y.mp4', '_X_y.mp4'],
    ['.mp4', 'upload.mp4'],
    [`${'x'.repeat(300)}.mp4`, `${'x'.repeat(100)}.mp4`],
  ])('names the part of %j harmlessly', (name, expected) => {
    expect(asciiFileName(name)).toBe(expected)
  })

  it('refuses a name that cannot be encoded, before anything is sent', async () => {
    const { client } = testClient({ origin: 'http://127.0.0.1:1', prefix: '' })
    expect((await failureOf(client.upload(uploadOf(Buffer.of(1), { name: '\ud800.mp4' })))).code).toBe(
      'file.badName',
    )
  })
})

describe('progress', () => {
  it('counts 64 MiB as the socket takes them, and the bytes arrive unchanged', async () => {
    const size = 64 * mib
    const { open, digest } = synthetic(size)
    const received = createHash('sha256')
    let total = 0
    const { outcome, events } = await uploadTo(
      (request, response) => {
        const boundary = `\r\n--${/boundary=(\S+)$/u.exec(request.headers['content-type'] ?? '')?.[1] ?? ''}--\r\n`
        let head: Buffer | null = Buffer.alloc(0)
        let left = size
        request.on('data', (chunk: Buffer) => {
          total += chunk.length
          if (head !== null) {
            head = Buffer.concat([head, chunk])
            const start = head.indexOf('video/mp4\r\n\r\n')
            if (start < 0) return
            chunk = head.subarray(start + 'video/mp4\r\n\r\n'.length)
            head = null
          }
          received.update(chunk.subarray(0, left))
          left -= Math.min(left, chunk.length)
        })
        request.once('end', () =>
          response.end(left === 0 && boundary.length > 10 ? success : '{"RspCode":8}'),
        )
      },
      uploadOf(Buffer.alloc(0), { size, open }),
    )
    expect(outcome).toBe('done')
    expect(received.digest('hex')).toBe(digest())
    expect(total).toBeGreaterThan(size)
    const bytes = events.filter((event) => event !== 'sent')
    expect(bytes.length).toBeGreaterThan(100)
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b))
    expect(new Set(bytes).size).toBe(bytes.length)
    expect(bytes.at(-1)).toBe(size)
    expect(events.at(-1)).toBe('sent')
    expect(events.filter((event) => event === 'sent')).toHaveLength(1)
  })

  it('does not run ahead of a server that does not read', async () => {
    const size = 64 * mib
    const { open } = synthetic(size)
    let answer: ServerResponse | undefined
    let reported = 0
    await withServer(
      (_, response) => {
        answer = response
      },
      async ({ address }) => {
        const controller = new AbortController()
        const { client } = testClient(address)
        const call = client.upload(
          uploadOf(Buffer.alloc(0), { size, open, onProgress: (n) => (reported = n) }),
          {
            signal: controller.signal,
          },
        )
        const failure = failureOf(call)
        await expect.poll(() => answer).toBeDefined()
        let before = -1
        await expect
          .poll(
            () => {
              const isStill = before === reported
              before = reported
              return isStill
            },
            { interval: 200 },
          )
          .toBe(true)
        // What the two sockets buffer, and no more.
        expect(reported).toBeLessThan(size / 2)
        controller.abort()
        expect((await failure).code).toBe('aborted')
      },
    )
  })

  it('says "sent" before the answer', async () => {
    const events: string[] = []
    let release: (() => void) | undefined
    await withServer(
      (request, response) => {
        void readBody(request).then(() => {
          release = () => response.end(success)
        })
      },
      async ({ address }) => {
        const call = testClient(address).client.upload(
          uploadOf(Buffer.from('abc'), { onSent: () => events.push('sent') }),
        )
        await expect.poll(() => release !== undefined && events.length === 1).toBe(true)
        release?.()
        await call
        events.push('done')
      },
    )
    expect(events).toEqual(['sent', 'done'])
  })
})

describe('a file that changes while it is sent', () => {
  const cases = [
    ['shorter', 1000, [400, 300]],
    ['empty', 1000, []],
    ['longer by a byte', 1000, [500, 501]],
    ['longer by a chunk', 1000, [1000, 1]],
    ['much longer', 1000, Array.from({ length: 100 }, () => 1000)],
  ] as const

  it.each(cases)('%s: fails, and the server never has a whole body', async (_, size, chunks) => {
    const bodies: boolean[] = []
    let isOver: Promise<unknown> | undefined
    const stream = Readable.from(chunks.map((length) => Buffer.alloc(length, 'x')))
    await withServer(
      (request, response) => {
        isOver = new Promise((resolve) => request.once('close', resolve))
        request.on('error', () => undefined)
        request.resume()
        request.once('end', () => {
          bodies.push(request.complete)
          response.end(success)
        })
      },
      async ({ address }) => {
        const failure = await failureOf(
          testClient(address).client.upload(uploadOf(Buffer.alloc(0), { size, open: () => stream })),
        )
        expect(failure.code).toBe('file.changedDuringUpload')
        expect(failure.retryable).toBe(false)
        await isOver
      },
    )
    expect(bodies).toEqual([])
    expect(stream.destroyed).toBe(true)
  })

  it.each([
    ['ENOENT', 'file.notFound'],
    ['EISDIR', 'file.isFolder'],
    ['EIO', 'file.notReadable'],
  ])('a read that fails with %s', async (code, expected) => {
    const failing = () =>
      new Readable({
        read() {
          this.destroy(Object.assign(new Error('/home/me/private.mp4'), { code }))
        },
      })
    const { outcome } = await uploadTo(accepting, uploadOf(Buffer.alloc(0), { size: 10, open: failing }))
    expect(outcome).toMatchObject({ code: expected, params: { code } })
    expect(JSON.stringify(outcome)).not.toContain('private')
  })

  it('a file that cannot be opened', async () => {
    const failing = () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' })
    }
    const { outcome } = await uploadTo(accepting, uploadOf(Buffer.alloc(0), { size: 10, open: failing }))
    expect(outcome).toMatchObject({ code: 'file.notReadable' })
  })
})

describe('an answer before the end of the body', () => {
  const size = 200 * mib
  const refuse =
    (status: number, body: string, then: (response: ServerResponse) => void): RequestListener =>
    (request, response) => {
      request.on('error', () => undefined)
      request.once('data', () => {
        request.pause()
        response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
        response.end(body, () => then(response))
      })
    }

  // When a connection is reset, Windows forgets what has arrived on it: there, only a server that reads on is heard.
  it.skipIf(process.platform === 'win32').each([
    ['code 7, the connection stays', 200, '{"RspCode":"7"}', () => undefined, 'api.fileTooLarge'],
    [
      'code 7, then closed',
      200,
      '{"RspCode":"7"}',
      (r: ServerResponse) => r.socket?.destroySoon(),
      'api.fileTooLarge',
    ],
    [
      'code 10, then closed',
      200,
      '{"RspCode":"10"}',
      (r: ServerResponse) => r.socket?.end(),
      'api.noCapacity',
    ],
    [
      '413 of a proxy, then closed',
      413,
      '<html>',
      (r: ServerResponse) => r.socket?.destroySoon(),
      'server.httpStatus',
    ],
    ['success that cannot be', 200, success, () => undefined, 'server.uploadNotConfirmed'],
  ])('%s', async (_, status, body, then, code) => {
    for (let round = 0; round < 5; round += 1) {
      const { open } = synthetic(size)
      const { outcome, events } = await uploadTo(
        refuse(status, body, then),
        uploadOf(Buffer.alloc(0), { size, open }),
      )
      expect(outcome).toMatchObject({ code })
      expect(events).not.toContain('sent')
    }
  })

  it('of a server that reads on is heard on every system', async () => {
    const { open } = synthetic(8 * mib)
    const { outcome } = await uploadTo(
      (request) => {
        // Past `response`, whose end closes the connection of a request that has not.
        const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{"RspCode":"7"}'
        request.once('data', () => request.socket.write(answer))
        request.resume()
      },
      uploadOf(Buffer.alloc(0), { size: 8 * mib, open }),
    )
    expect(outcome).toMatchObject({ code: 'api.fileTooLarge' })
  })

  it('the headers alone do not stop it', async () => {
    const { open } = synthetic(8 * mib)
    const { outcome } = await uploadTo(
      (request, response) => {
        response.writeHead(200).flushHeaders()
        void readBody(request).then(() => response.end(success))
      },
      uploadOf(Buffer.alloc(0), { size: 8 * mib, open }),
    )
    expect(outcome).toBe('done')
  })
})

describe('failures on the way', () => {
  it('is never sent twice', async () => {
    let count = 0
    const { outcome } = await uploadTo(
      (request, response) => {
        count += 1
        void readBody(request).then(() => response.writeHead(503).end())
      },
      uploadOf(Buffer.from('abc')),
    )
    expect(outcome).toMatchObject({ code: 'server.httpStatus', params: { status: 503 } })
    expect(count).toBe(1)
  })

  it('connection lost in the middle', async () => {
    const { open } = synthetic(32 * mib)
    const { outcome, events } = await uploadTo(
      (request) => {
        request.on('error', () => undefined)
        request.once('data', () => request.socket.resetAndDestroy())
      },
      uploadOf(Buffer.alloc(0), { size: 32 * mib, open }),
    )
    expect(outcome).toMatchObject({ code: 'network.connectionLost' })
    expect(events).not.toContain('sent')
  })

  it('connection lost after the body: "sent" tells that the outcome is unknown', async () => {
    const { outcome, events } = await uploadTo(
      (request) => {
        void readBody(request).then(() => request.socket.destroy())
      },
      uploadOf(Buffer.from('abc')),
    )
    expect(outcome).toMatchObject({ code: 'network.connectionLost' })
    expect(events).toEqual([3, 'sent'])
  })

  it('a server that stops reading', async () => {
    const { open } = synthetic(64 * mib)
    const { outcome } = await uploadTo(() => undefined, uploadOf(Buffer.alloc(0), { size: 64 * mib, open }), {
      uploadIdle: 300,
    })
    expect(outcome).toMatchObject({ code: 'network.timeout' })
  })

  it('a server that does not answer', async () => {
    const { outcome, events } = await uploadTo((request) => request.resume(), uploadOf(Buffer.from('abc')), {
      uploadAnswer: 200,
    })
    expect(outcome).toMatchObject({ code: 'network.timeout' })
    expect(events).toEqual([3, 'sent'])
  })

  it('may wait longer for the answer than for bytes', async () => {
    const { outcome } = await uploadTo(
      (request, response) => {
        void readBody(request).then(() => setTimeout(() => response.end(success), 400))
      },
      uploadOf(Buffer.from('abc')),
      { uploadIdle: 150, uploadAnswer: 10_000 },
    )
    expect(outcome).toBe('done')
  })

  it('abort ends the request and lets go of the file', async () => {
    const controller = new AbortController()
    const { open } = synthetic(64 * mib)
    let stream: Readable | undefined
    let isComplete: boolean | undefined
    await withServer(
      (request) => {
        request.on('error', () => undefined)
        request.once('close', () => (isComplete = request.complete))
        request.once('data', () => controller.abort())
      },
      async ({ address }) => {
        const request = uploadOf(Buffer.alloc(0), { size: 64 * mib, open: () => (stream = open()) })
        const failure = await failureOf(testClient(address).client.upload(request, controller))
        expect(failure.code).toBe('aborted')
        await expect.poll(() => isComplete).toBe(false)
        await expect.poll(() => stream?.destroyed).toBe(true)
      },
    )
  })
})
