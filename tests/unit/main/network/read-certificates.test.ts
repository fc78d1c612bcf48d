import { EventEmitter } from 'node:events'
import { rootCertificates } from 'node:tls'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { readCertificates, type ReadCertificatesOptions } from '#main/network/read-certificates.ts'
import { testLogger } from '#tests/support/test-logger.ts'

function rig(platform: NodeJS.Platform) {
  const worker = new EventEmitter()
  const seen = { workers: 0, reads: 0 }
  const options: ReadCertificatesOptions = {
    platform,
    createWorker() {
      seen.workers++
      return worker as unknown as Pick<Worker, 'once'>
    },
    log: testLogger().log,
    read() {
      seen.reads++
      return ['read here']
    },
  }
  return { worker, seen, options }
}

describe('the system’s certificates', () => {
  it('are read by a thread on a Mac, where that takes seconds', async () => {
    const { worker, seen, options } = rig('darwin')
    const certificates = readCertificates(options)
    worker.emit('message', ['read there'])
    expect(await certificates).toEqual(['read there'])
    expect(seen).toEqual({ workers: 1, reads: 0 })
  })

  it.each(['win32', 'linux'] as const)('are read without one on %s', async (platform) => {
    const { seen, options } = rig(platform)
    expect(await readCertificates(options)).toEqual(['read here'])
    expect(seen).toEqual({ workers: 0, reads: 1 })
  })

  it.each([
    ['fails', 'error', new Error('no')],
    ['ends without an answer', 'exit', 1],
  ])('are read without it when the thread %s', async (_what, event, value) => {
    const { worker, seen, options } = rig('darwin')
    const certificates = readCertificates(options)
    worker.emit(event, value)
    expect(await certificates).toEqual(['read here'])
    expect(seen).toEqual({ workers: 1, reads: 1 })
  })

  it('come from the thread as they are read here', async () => {
    const file = new URL('../../../../src/main/network/certificates-worker.ts', import.meta.url)
    const { options } = rig('darwin')
    const certificates = await readCertificates({ ...options, createWorker: () => new Worker(file) })
    expect(certificates).toEqual(expect.arrayContaining(rootCertificates.slice(0, 3)))
  })
})
