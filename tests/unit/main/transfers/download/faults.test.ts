import { stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { clientOf } from '#tests/support/emulate.ts'
import { downloadRig, jobId, modes, remotePath, type Mode } from './rig.ts'

// Each fault at each place of a file: `npm run test:faults`. This is what else there is to them.
const size = 3_000_000
const cuts = ['0', '1', '50%', String(size - 1)]
const everyMode = Object.keys(modes) as Mode[]

describe.each(everyMode)('over %s connection(s), a download that meets', (mode) => {
  it.each(cuts.flatMap((at) => [`drop-at=${at}`, `truncate=${at}`]))('%s ends whole', async (fault) => {
    const rig = await downloadRig({ mode })
    rig.emulator.setFaults(`${fault}*1`)
    const codes = await rig.runUntilDone(2)
    expect(codes.every((code) => code === 'network.connectionLost')).toBe(true)
    await rig.expectDone()
  })

  it.each(cuts)('stall-at=%s times out and ends whole', async (at) => {
    const rig = await downloadRig({ mode, stall: 300 })
    rig.emulator.setFaults(`stall-at=${at}*1`)
    const codes = await rig.runUntilDone(2)
    expect(codes.every((code) => code === 'network.timeout')).toBe(true)
    await rig.expectDone()
  })

  it.each<[string, ErrorCode]>([
    ['drop-at=50%', 'network.connectionLost'],
    ['truncate=0', 'network.connectionLost'],
    ['stall-at=1000', 'network.timeout'],
    ['status=503', 'server.httpStatus'],
    ['status=403', 'server.httpStatus'],
    ['rate-limit=1', 'server.busy'],
    ['html-page', 'server.notCloudRoom'],
    ['wrong-length=1', 'server.lengthMismatch'],
    ['drop@download', 'network.connectionLost'],
  ])('%s for ever fails as %s, with nothing under the final name', async (fault, code) => {
    // A short limit only where it is what ends the run: a busy machine may be late itself.
    const rig = await downloadRig({ mode, ...(fault.startsWith('stall') ? { stall: 100 } : {}) })
    rig.emulator.setFaults(fault.includes('@') ? fault : `${fault}@download`)
    expect(await codeOf(rig.run())).toBe(code)
    expect(await rig.files()).not.toContain('meeting.mp4')
    rig.emulator.clearFaults()
    await rig.run()
    await rig.expectDone()
  })

  it.each(['status=404', 'status=410'])(
    '%s for ever says that it is gone and keeps nothing',
    async (fault) => {
      const rig = await downloadRig({ mode })
      rig.emulator.setFaults('drop-at=50%')
      await codeOf(rig.run())
      rig.emulator.setFaults(`${fault}@download`)
      expect(await codeOf(rig.run())).toBe('server.notFound')
      expect(await rig.files()).toEqual([])
      expect(rig.parts.get(jobId)).toBeNull()
    },
  )

  it.each(['wrong-content-range', 'ignore-range', 'change-etag', 'change-etag=each'])(
    '%s for ever ends whole, from the start and after an interruption',
    async (fault) => {
      const rig = await downloadRig({ mode })
      rig.emulator.setFaults(fault)
      await rig.run()
      await rig.expectDone()

      const interrupted = await downloadRig({ mode })
      interrupted.emulator.setFaults('drop-at=50%')
      await codeOf(interrupted.run())
      interrupted.emulator.setFaults(fault)
      await interrupted.runUntilDone(3)
      await interrupted.expectDone()
    },
  )

  it('an address that has expired meanwhile asks for another, at the start and in between', async () => {
    const rig = await downloadRig({ mode, rateKbps: 40_000 })
    let isSwitched = false
    const running = rig.run({
      onReport: ({ transferredBytes = 0 }) => {
        if (transferredBytes < 500_000 || isSwitched) return
        isSwitched = true
        rig.emulator.setFaults('expired-url')
      },
    })
    await running
    await rig.expectDone()
  })

  it('an address that expires at once says so', async () => {
    const rig = await downloadRig({ mode })
    rig.emulator.setFaults('expired-url=0', 'latency=20@download')
    expect(await codeOf(rig.run())).toBe('server.httpStatus')
  })

  it('redirects follows them, with its range', async () => {
    const rig = await downloadRig({ mode, dialect: 'other-host' })
    rig.emulator.setFaults('drop-at=60%*1')
    await rig.runUntilDone(2)
    await rig.expectDone()

    const redirected = await downloadRig({ mode })
    const { downUrl } = await urlOf(redirected.emulator)
    redirected.emulator.setFaults(`redirect=${downUrl}@download*2`)
    await redirected.run()
    await redirected.expectDone()
  })

  it('bytes that are not what the server’s MD5 says are thrown away', async () => {
    for (const dialect of ['content-md5', 'etag-md5'] as const) {
      const rig = await downloadRig({ mode, dialect })
      for (const at of [0, 1_500_000, size - 1]) {
        rig.emulator.setFaults(`corrupt=${at}*1`)
        const code = await codeOf(rig.run())
        expect(code).toBe('server.checksumMismatch')
        expect(await rig.files()).toEqual([])
      }
      rig.emulator.clearFaults()
      await rig.run()
      await rig.expectDone()
    }
  })

  it('a Content-MD5 that is never right fails for ever; a tag that is no MD5 after all is believed', async () => {
    const rig = await downloadRig({ mode, dialect: 'content-md5' })
    rig.emulator.setFaults('corrupt=5')
    for (let run = 0; run < 3; run++) expect(await codeOf(rig.run())).toBe('server.checksumMismatch')
    expect(await rig.files()).toEqual([])

    const tagged = await downloadRig({ mode, dialect: 'etag-md5' })
    tagged.emulator.setFaults('corrupt=5')
    expect(await codeOf(tagged.run())).toBe('server.checksumMismatch')
    const { localPath } = await tagged.run()
    expect((await stat(localPath)).size).toBe(size)
  })

  it.each(['no-range', 'no-validators', 'etag-md5', 'content-md5', 'size-units', 'relative-url'] as const)(
    'the dialect %s ends whole, also after an interruption',
    async (dialect) => {
      const rig = await downloadRig({ mode, dialect })
      rig.emulator.setFaults('drop-at=70%*1')
      await rig.runUntilDone(2)
      await rig.expectDone()
    },
  )

  it('a recording that was replaced while it was interrupted comes down as the new one', async () => {
    for (const newSize of [size, size - 700_000, size + 700_000]) {
      const rig = await downloadRig({ mode })
      rig.emulator.setFaults('drop-at=60%')
      await codeOf(rig.run())
      rig.emulator.clearFaults()
      await rig.emulator.removeFile(remotePath)
      rig.emulator.addFile(remotePath, newSize)
      await rig.run()
      await rig.expectDone()
    }
  })

  it('a recording that was deleted while it was interrupted leaves nothing behind', async () => {
    const rig = await downloadRig({ mode })
    rig.emulator.setFaults('drop-at=60%')
    await codeOf(rig.run())
    await rig.emulator.removeFile(remotePath)
    expect(await codeOf(rig.run())).toBe('server.notFound')
    expect(await rig.files()).toEqual([])
    expect(rig.parts.jobIds()).toEqual([])
  })

  it('has the recording’s time when done', async () => {
    const rig = await downloadRig({ mode })
    const { localPath } = await rig.run()
    const listed = rig.emulator.listing()[0]?.ctimeMs ?? 0
    expect(localPath).toBe(path.join(rig.folder, 'meeting.mp4'))
    expect(Math.abs((await stat(localPath)).mtimeMs - listed)).toBeLessThan(1000)
  })
})

async function urlOf(emulator: Emulator): Promise<{ downUrl: string }> {
  const recording = await clientOf(emulator).find(remotePath)
  if (!recording?.downUrl) throw new Error('no address')
  return { downUrl: recording.downUrl }
}
