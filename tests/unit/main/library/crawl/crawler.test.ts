import { describe, expect, it, onTestFinished } from 'vitest'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import { Crawler, type CrawlerOptions } from '#main/library/crawl/crawler.ts'
import type { RecordingIndexes } from '#main/library/recording-index/recording-indexes.ts'
import type { CrawlState } from '#shared/models/crawl.ts'
import type { Emulator, EmulatorOptions } from '#emulator/server.ts'
import { clientOf, emulate } from '#tests/support/emulate.ts'
import { indexRig } from '#tests/support/index-rig.ts'
import { libraryRig } from '#tests/support/library-rig.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const fast = { startAfter: 0, gap: 1, backoff: 5, longestBackoff: 20, idle: 5 }

interface RigOptions extends Partial<Pick<CrawlerOptions, 'isBusy' | 'pace' | 'now'>> {
  readonly indexes?: RecordingIndexes
  readonly client?: CloudRoomClient
}

async function rig(emulator: Emulator, options: RigOptions = {}) {
  const indexes = options.indexes ?? (await indexRig()).indexes
  const client = options.client ?? clientOf(emulator)
  const library = libraryRig(emulator, { indexes, client })
  const states: CrawlState[] = []
  const crawler = new Crawler({
    list: (account, folder, signal) => library.library.listForIndex(account, folder, signal),
    indexOf: (id) => indexes.of(id),
    isBusy: () => library.library.isListing,
    publish: (state) => states.push(state),
    log: testLogger().log,
    ...options,
    pace: { ...fast, ...options.pace },
  })
  onTestFinished(() => crawler.follow(null))
  const account = { profileId: library.profileId, client }
  const start = () => {
    crawler.enable(true)
    crawler.follow(account)
  }
  const idle = () => expect.poll(() => crawler.state.status, { timeout: 15_000, interval: 5 }).toBe('idle')
  return { ...library, indexes, index: indexes.of(library.profileId), crawler, account, states, start, idle }
}

async function crawled(options: EmulatorOptions, over: RigOptions = {}) {
  const emulator = await emulate(options)
  const crawl = await rig(emulator, over)
  crawl.start()
  await crawl.idle()
  return { emulator, ...crawl }
}

const everything = {
  text: '',
  within: null,
  from: null,
  until: null,
  minSize: null,
  maxSize: null,
  order: null,
  isGrouped: true,
  offset: 0,
  limit: 1000,
} as const

describe('the crawl', () => {
  it('lists every folder that there is, one request at a time, and says how far it is', async () => {
    const { emulator, index, states } = await crawled({ seed: 'demo' })
    expect((await index.search(everything)).total).toBe(emulator.listing().length)
    expect(await index.counts()).toMatchObject({ recordings: emulator.listing().length })
    expect(emulator.state().concurrent.query.max).toBe(1)
    expect(states[0]).toMatchObject({ status: 'running', folders: 0, foldersLeft: 0 })
    const left = states.filter(({ status }) => status === 'running').map(({ foldersLeft }) => foldersLeft)
    expect(Math.max(...left)).toBeGreaterThan(10)
    expect(states.at(-1)).toMatchObject({ status: 'idle', foldersLeft: 0, error: null })
    expect(states.at(-1)?.recordings).toBe(emulator.listing().length)
  })

  it('keeps its distance between requests', async () => {
    const { emulator } = await crawled({ seed: 600 }, { pace: { gap: 60 } })
    const times = emulator.state().log.map(({ time }) => time)
    expect(times.length).toBeGreaterThan(12)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual((times.length - 1) * 55)
  })

  it('does not list again what is known, and goes on where it was after a restart', async () => {
    const emulator = await emulate({ seed: 2000 })
    const { indexes, folder } = await indexRig()
    const first = await rig(emulator, { indexes })
    first.start()
    await expect.poll(async () => (await first.index.counts()).listedFolders).toBeGreaterThan(3)
    first.crawler.follow(null)
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(0)
    const { listedFolders } = await first.index.counts()
    await indexes.close()
    emulator.resetCounters()
    const again = await rig(emulator, { indexes: (await indexRig(folder)).indexes })
    again.start()
    await again.idle()
    expect(await again.index.counts()).toEqual({ folders: 11, listedFolders: 11, recordings: 2000 })
    // Each folder has 200 recordings: four pages.
    expect(emulator.state().requests.query).toBeLessThanOrEqual((11 - listedFolders) * 5)
  })

  it('waits while the user lists something, and leaves that folder to them', async () => {
    const emulator = await emulate({ seed: 'flat:300' })
    const { library, crawler, start, idle, batches } = await rig(emulator)
    emulator.setFaults('stall@query+1')
    const { listingId } = await library.openFolder('/all/')
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(5)
    const asked = emulator.state().requests.query
    start()
    await expect.poll(() => crawler.state.status).toBe('paused')
    expect(emulator.state().requests.query).toBe(asked)
    emulator.clearFaults()
    await expect.poll(() => batches.at(-1)).toMatchObject({ listingId, isOver: true })
    await idle()
    // Only the root was left to list.
    expect(emulator.state().requests.query).toBe(asked + 1)
  })

  it('stops listing a folder that the user opens', async () => {
    const emulator = await emulate({ seed: 'flat:300' })
    const client = clientOf(emulator)
    const gate = Promise.withResolvers<undefined>()
    let isHeld = true
    const held: CloudRoomClient = {
      ...client,
      query: async (params, options) => {
        if (isHeld && params.folder === '/all/' && params.pageNumber === 3) await gate.promise
        return await client.query(params, options)
      },
    }
    const { library, index, start, idle, list } = await rig(emulator, { client: held })
    start()
    await expect.poll(async () => (await index.openFolder('/all/', 1))?.recordings).toBe(100)
    isHeld = false
    const listed = await list('/all/')
    expect(listed.opening).toMatchObject({ complete: false, loaded: 100, total: 300 })
    expect(listed.end).toMatchObject({ complete: true, total: 300 })
    gate.resolve(undefined)
    await idle()
    expect(await index.counts()).toEqual({ folders: 2, listedFolders: 2, recordings: 300 })
    expect(library.isListing).toBe(false)
  })

  it('waits while there are many transfers', async () => {
    const emulator = await emulate({ seed: 'demo' })
    let isBusy = true
    const { crawler, start, idle } = await rig(emulator, { isBusy: () => isBusy })
    start()
    await expect.poll(() => crawler.state.status).toBe('paused')
    expect(emulator.state().requests.query).toBe(0)
    isBusy = false
    await idle()
  })

  it('backs off when the server cannot be asked, and goes on by itself', async () => {
    const emulator = await emulate({ seed: 'demo' })
    const { crawler, states, start, idle } = await rig(emulator)
    emulator.setFaults('drop@query')
    start()
    await expect.poll(() => states.filter(({ status }) => status === 'waiting').length).toBeGreaterThan(2)
    const waits = states.filter(({ status }) => status === 'waiting')
    expect(waits[0]?.error?.code).toBe('network.connectionLost')
    expect(waits.every(({ until }) => until !== null)).toBe(true)
    emulator.clearFaults()
    await idle()
    expect(crawler.state.error).toBeNull()
  })

  it('goes round a folder that cannot be listed', async () => {
    const emulator = await emulate({ seed: 'demo' })
    const client = clientOf(emulator)
    const broken: CloudRoomClient = {
      ...client,
      query: (params, options) =>
        client.query(params.folder === '/Projects/' ? { ...params, folder: 'broken' } : params, options),
    }
    const { index, start, idle } = await rig(emulator, { client: broken })
    start()
    await idle()
    const { folders, listedFolders } = await index.counts()
    expect(folders - listedFolders).toBe(1)
    expect(await index.openFolder('/Projects/', 1)).toBeNull()
  })

  it('ends when the account is refused, until somebody signs in again', async () => {
    const emulator = await emulate({ seed: 'demo' })
    const { crawler, account, start, idle } = await rig(emulator)
    emulator.setFaults('rsp-code=3@query')
    start()
    await expect
      .poll(() => crawler.state)
      .toMatchObject({ status: 'waiting', until: null, error: { code: 'api.wrongSecret' } })
    expect(emulator.state().requests.query).toBe(1)
    emulator.clearFaults()
    crawler.follow(account)
    await idle()
  })

  it('stops at once when it is turned off, and when nobody is signed in', async () => {
    const emulator = await emulate({ seed: 'demo' })
    const { crawler, start, states } = await rig(emulator)
    expect(crawler.state.status).toBe('off')
    emulator.setFaults('stall@query+2')
    start()
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(1)
    crawler.enable(false)
    expect(states.at(-1)?.status).toBe('off')
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(0)
    crawler.enable(true)
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(1)
    crawler.follow(null)
    expect(states.at(-1)?.status).toBe('off')
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(0)
  })

  it('lists again what was listed too long ago, and learns what is new', async () => {
    let time = 1_000_000
    const { emulator, index, crawler } = await crawled(
      { seed: 'demo' },
      { now: () => time, pace: { staleAfter: 1000 } },
    )
    emulator.addFile('/Projects/brand new/a.mp4', 500_000)
    expect((await index.search({ ...everything, text: 'brand new' })).total).toBe(0)
    // What was listed by the library's own clock counts as listed just now.
    time = Date.now() + 2000
    await expect.poll(async () => (await index.search({ ...everything, text: 'brand new' })).total).toBe(1)
    expect(crawler.state.error).toBeNull()
  })
})
