import type { RequestListener } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { FaultSpec } from '#emulator/server.ts'
import { emulate } from '#tests/support/emulate.ts'
import { filesBelow, sha256OfFile } from '#tests/support/mp4-files.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'
import { selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { withServer } from '#tests/support/with-server.ts'
import { createDownloadSource } from '#main/transfers/download-source.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { directNetwork } from '#tests/support/direct-network.ts'

const size = 2_000_000

/** Downloads one recording under faults, with short patience. */
async function downloadUnder(
  faults: readonly (FaultSpec | string)[],
  dialect: 'default' | 'size-units' = 'default',
) {
  const emulator = await emulate({ dialect })
  emulator.addFile('/a.mp4', size)
  emulator.setFaults(...faults)
  const rig = await transfersRig(emulator, { timeouts: { stall: 300, response: 300 } })
  const ref = refTo(emulator, '/a.mp4')
  const [id = ''] = rig.downloads.start([dialect === 'default' ? ref : { ...ref, sizeIsExact: false }])
  const outcome = await rig.outcome(id)
  const files = await filesBelow(rig.downloadFolder)
  const { localPath } = rig.engine.get(id) ?? {}
  if (outcome === 'done') {
    expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256('/a.mp4'))
  } else {
    // Whatever failed leaves nothing under the final name, and a retry gets the whole.
    expect([files.filter((name) => !name.endsWith('.part')), localPath]).toEqual([[], null])
    emulator.clearFaults()
    rig.engine.retry({ ids: [id] })
    const retried = await rig.ended(id)
    expect(await sha256OfFile(retried.localPath ?? '')).toBe(await emulator.expectedSha256('/a.mp4'))
  }
  expect(await filesBelow(rig.downloadFolder)).toEqual(['a.mp4'])
  return { outcome, emulator }
}

describe('a download that is cut', () => {
  it.each([0, 1, '50%', size - 1])('after %s bytes fails', async (at) => {
    for (const name of ['drop-at', 'truncate'] as const) {
      expect((await downloadUnder([{ name, arg: at }])).outcome).toBe('network.connectionLost')
    }
  })

  it('on arrival fails', async () => {
    expect((await downloadUnder(['drop@download'])).outcome).toBe('network.connectionLost')
  })

  it.each(['stall@download', 'stall-at=0', 'stall-at=50%', `stall-at=${size - 1}`])(
    'short by silence (%s) fails in time',
    async (fault) => {
      expect((await downloadUnder([fault])).outcome).toBe('network.timeout')
    },
  )

  it('that is longer than the listing said fails, where the listing is exact', async () => {
    expect((await downloadUnder(['wrong-length=1'])).outcome).toBe('server.lengthMismatch')
  })

  it.each(['drop-at=50%', 'truncate=50%'])('(%s) fails where the listing only rounds, too', async (fault) => {
    expect((await downloadUnder([fault], 'size-units')).outcome).toBe('network.connectionLost')
  })
})

describe('an answer without the recording', () => {
  it.each([
    ['html-page@download', 'server.notCloudRoom'],
    ['status=400@download', 'server.httpStatus'],
    ['status=500@download', 'server.httpStatus'],
    ['status=503@download', 'server.httpStatus'],
    ['status=204@download', 'server.httpStatus'],
    ['status=403@download', 'server.httpStatus'],
    ['status=404@download', 'server.notFound'],
    ['rate-limit=5@download', 'server.busy'],
    ['status=500@query', 'server.httpStatus'],
    ['rsp-code=3@query', 'api.wrongSecret'],
  ])('(%s) is %s', async (fault, code) => {
    expect((await downloadUnder([fault])).outcome).toBe(code)
  })

  it.each([
    ...['text/html', 'TEXT/HTML; charset=utf-8', 'application/xhtml+xml', 'text/xml', 'application/xml'],
    ...['application/json', 'Application/JSON;charset=UTF-8', 'application/problem+json', 'text/javascript'],
    'application/x-www-form-urlencoded',
  ])('but a page of %s under status 200 is no recording', async (type) => {
    const source = createDownloadSource({ userAgent: 'test', network: directNetwork() })
    await withServer(
      (_request, response) => response.setHeader('content-type', type).end('{"RspCode":"3"}'),
      async ({ origin }) => {
        const request = { signal: new AbortController().signal }
        expect(await codeOf(source.open(`${origin}/a.mp4`, request))).toBe('server.notCloudRoom')
      },
    )
  })
})

describe('where the listing only rounds', () => {
  /** Downloads from a server that answers everything with so many bytes, and says nothing of them. */
  async function lengthOf(bytes: number, recordingBytes: number): Promise<string> {
    const emulator = await emulate({ dialect: 'size-units' })
    emulator.addFile('/a.mp4', recordingBytes)
    const rig = await transfersRig(emulator)
    const listener: RequestListener = (_request, response) => {
      response.write(Buffer.alloc(bytes))
      response.end()
    }
    return await withServer(listener, async ({ origin }) => {
      emulator.setFaults(`redirect=${origin}/@download`)
      const [id] = rig.downloads.start([{ ...refTo(emulator, '/a.mp4'), sizeIsExact: false }])
      const outcome = await rig.outcome(id)
      expect(await filesBelow(rig.downloadFolder)).toEqual(outcome === 'done' ? ['a.mp4'] : ['a.mp4.part'])
      return outcome
    })
  }

  it.each([0, 40, 2000, 400_000, 5_000_000])('%d bytes are no recording of 2 MB', async (bytes) => {
    expect(await lengthOf(bytes, size)).toBe('server.lengthMismatch')
  })

  it.each([1_900_000, 2_000_000, 2_200_000])('%d bytes may be', async (bytes) => {
    expect(await lengthOf(bytes, size)).toBe('done')
  })
})

describe('an address that has expired', () => {
  it.each([
    'status=401@download*1',
    'status=403@download*1',
    'status=404@download*1',
    'status=410@download*1',
    'html-page@download*1',
  ])('(%s) is asked for anew, once', async (fault) => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', size)
    const rig = await transfersRig(emulator)
    emulator.setFaults(fault)
    const [id] = rig.downloads.start([refTo(emulator, '/a.mp4')])
    expect(await rig.outcome(id)).toBe('done')
    expect(emulator.state().requests).toMatchObject({ query: 2, download: 2 })
  })

  it('while it is waited for is asked for anew', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', size)
    const rig = await transfersRig(emulator)
    emulator.setFaults('stall@query')
    const [id] = rig.downloads.start([refTo(emulator, '/a.mp4')])
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(1)
    // The address in the answer that is held back was issued before the fault.
    emulator.setFaults('expired-url*1')
    expect(await rig.outcome(id)).toBe('done')
    expect(emulator.state().requests).toMatchObject({ query: 2, download: 2 })
  })

  it('of a recording that is gone says that it is gone', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', size)
    const rig = await transfersRig(emulator)
    const ref = refTo(emulator, '/a.mp4')
    await emulator.removeFile('/a.mp4')
    const [id] = rig.downloads.start([ref])
    expect(await rig.outcome(id)).toBe('server.notFound')
    expect(emulator.state().requests.download).toBe(0)
  })
})

describe('a redirect', () => {
  it('to another host is followed, without end it is not', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', size)
    const rig = await transfersRig(emulator)
    await withServer(
      (request, response) => {
        if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end()
        else response.end('x'.repeat(size))
      },
      async ({ origin }) => {
        emulator.setFaults(`redirect=${origin}/elsewhere@download`)
        const [id] = rig.downloads.start([refTo(emulator, '/a.mp4')])
        expect(await rig.outcome(id)).toBe('done')
        emulator.setFaults(`redirect=${origin}/loop@download`)
        const [second] = rig.downloads.start([refTo(emulator, '/a.mp4')])
        expect(await rig.outcome(second)).toBe('server.redirected')
      },
    )
  })

  it('from https to plain http is refused', async () => {
    const tls = selfSignedCertificate('localhost', new Date(Date.now() + 86_400_000))
    await withServer(
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/a.mp4' }).end(),
      async ({ origin }) => {
        const source = createDownloadSource({ userAgent: 'test', network: directNetwork([tls.cert]) })
        const request = { signal: new AbortController().signal }
        expect(await codeOf(source.open(`${origin}/a.mp4`, request))).toBe('server.unsafeDownloadUrl')
        const stranger = createDownloadSource({ userAgent: 'test', network: directNetwork() })
        expect(await codeOf(stranger.open(`${origin}/a.mp4`, request))).toBe('network.tls')
      },
      { tls, host: 'localhost' },
    )
  })
})
