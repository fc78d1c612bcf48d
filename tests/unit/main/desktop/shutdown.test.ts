import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeMs, installMs, Shutdown, systemEndMs, type ClosedPart } from '#main/desktop/shutdown.ts'
import { testLogger } from '../../../support/test-logger.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const hangs = (): Promise<never> => new Promise(() => undefined)

function rig({
  parts = [],
  install = () => Promise.resolve(),
}: { readonly parts?: readonly ClosedPart[]; readonly install?: () => Promise<unknown> } = {}) {
  const { log, text } = testLogger()
  const order: string[] = []
  const noted = (name: string) => vi.fn(() => void order.push(name))
  const ends = { closeStorage: noted('storage'), quit: noted('quit'), kill: noted('kill') }
  const shutdown = new Shutdown({
    parts: () => parts,
    ...ends,
    install: () => {
      order.push('install')
      return install()
    },
    log,
  })
  return { shutdown, order, text, ...ends }
}

/** Whatever is due within this time happens. */
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

it('closes everything, then the storage, installs, and only then lets the app end', async () => {
  const part = Promise.withResolvers<undefined>()
  const close = vi.fn(() => part.promise)
  const { shutdown, order } = rig({ parts: [{ name: 'transfers', close }] })
  expect(shutdown.hasBegun).toBe(false)
  expect([shutdown.mayEnd(), shutdown.mayEnd()]).toEqual([false, false])
  expect(shutdown.hasBegun).toBe(true)
  await pass(0)
  expect(order).toEqual([])
  part.resolve(undefined)
  await pass(0)
  expect(order).toEqual(['storage', 'install', 'quit'])
  expect(shutdown.mayEnd()).toBe(true)
  expect(close).toHaveBeenCalledOnce()
  expect(vi.getTimerCount()).toBe(0)
})

it('installs when a system that was to end has stayed', async () => {
  const { shutdown, order } = rig()
  shutdown.systemEnds()
  shutdown.systemStays()
  shutdown.mayEnd()
  await pass(0)
  expect(order).toEqual(['storage', 'install', 'quit'])
})

it('is not held up by what cannot be closed', async () => {
  const { shutdown, order, text } = rig({
    parts: [
      {
        name: 'playback',
        close() {
          throw new Error('it is broken')
        },
      },
      { name: 'exports', close: () => Promise.reject(new Error('it is full')) },
    ],
  })
  shutdown.mayEnd()
  await pass(0)
  expect(order).toEqual(['storage', 'install', 'quit'])
  expect(text()).toContain('playback')
  expect(text()).toContain('exports')
})

describe('something that hangs', () => {
  const parts = [
    { name: 'transfers', close: hangs },
    { name: 'library', close: () => Promise.resolve() },
  ]

  it('is not waited for any longer than a person would', async () => {
    const { shutdown, order, kill, text } = rig({ parts })
    shutdown.mayEnd()
    await pass(closeMs - 1)
    expect(order).toEqual([])
    await pass(1)
    // A usual exit would wait for the thread that hangs.
    expect(order).toEqual(['storage', 'install', 'kill'])
    expect(kill).toHaveBeenCalledOnce()
    expect(text()).toContain('transfers')
    expect(text()).not.toContain('library')
  })

  it('never holds up a system that shuts down', async () => {
    const { shutdown, order } = rig({ parts })
    shutdown.systemEnds()
    shutdown.mayEnd()
    await pass(systemEndMs - 1)
    expect(order).toEqual([])
    await pass(1)
    expect(order).toEqual(['storage', 'kill'])
  })

  it('has little time left when the system shuts down meanwhile, however often it says so', async () => {
    const { shutdown, order } = rig({ parts })
    shutdown.mayEnd()
    await pass(1000)
    shutdown.systemEnds()
    await pass(systemEndMs - 1)
    shutdown.systemEnds()
    await pass(1)
    expect(order).toEqual(['storage', 'kill'])
  })

  it('is not an installer, either', async () => {
    const { shutdown, order, text } = rig({ install: hangs })
    shutdown.mayEnd()
    await pass(installMs - 1)
    expect(order).toEqual(['storage', 'install'])
    await pass(1)
    expect(order).toEqual(['storage', 'install', 'kill'])
    expect(text()).toContain('installer')
  })

  it('is no installer that the system waits for', async () => {
    const { shutdown, order } = rig({ install: hangs })
    shutdown.mayEnd()
    await pass(0)
    shutdown.systemEnds()
    await pass(systemEndMs)
    expect(order).toEqual(['storage', 'install', 'kill'])
  })
})

it('installs nothing while the system shuts down', async () => {
  const { shutdown, order } = rig({ parts: [{ name: 'library', close: () => undefined }] })
  shutdown.systemEnds()
  shutdown.mayEnd()
  await pass(0)
  expect(order).toEqual(['storage', 'quit'])
})

it('begins by itself, and has done what waits for nothing when that returns', async () => {
  const done: string[] = []
  const { shutdown, order } = rig({
    parts: ['transfers', 'library'].map((name) => ({ name, close: () => done.push(name) })),
  })
  shutdown.systemEnds()
  shutdown.begin()
  expect(done).toEqual(['transfers', 'library'])
  expect(order).toEqual([])
  shutdown.begin()
  await pass(0)
  expect(order).toEqual(['storage', 'quit'])
  expect(done).toHaveLength(2)
})
