import { describe, expect, it } from 'vitest'
import { DIALECT_NAMES } from '#emulator/server.ts'
import type { CloudRoomClient, QueryPage } from '#main/api/client.types.ts'
import type { FolderOpening } from '#shared/models/folder.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { clientOf, emulate } from '#tests/support/emulate.ts'
import { expectWellFormed, libraryRig, pathsIn } from '#tests/support/library-rig.ts'

describe('a folder', () => {
  it.each([1, 49, 50, 51, 100, 120, 1000])('with %d recordings is listed whole', async (count) => {
    const emulator = await emulate({ seed: `flat:${count}` })
    const rig = libraryRig(emulator)
    const listed = await rig.list('/all/')
    expectWellFormed(listed)
    expect(listed.opening.recordings.count).toBe(Math.min(50, count))
    expect(listed.opening.complete).toBe(count < 50)
    expect(listed.end).toMatchObject({ complete: true, total: count })
    expect(listed.paths.toSorted()).toEqual(pathsIn(emulator, '/all/'))
    expect(JSON.stringify(rig.batches)).not.toContain('downUrl')
    expect(emulator.state().concurrent.query.max).toBeLessThanOrEqual(6)
  })

  it('with nothing in it is complete at once', async () => {
    const emulator = await emulate()
    emulator.addFolder('/Empty/')
    const { opening } = await libraryRig(emulator).list('/Empty/')
    expect(opening).toMatchObject({
      complete: true,
      loaded: 0,
      total: 0,
      folders: [],
      folder: { path: '/Empty/', name: 'Empty' },
    })
  })

  it('asks for all pages under the moment of the first one', async () => {
    const emulator = await emulate({ seed: 'flat:120' })
    const client = clientOf(emulator)
    const slow: CloudRoomClient = {
      ...client,
      query: async (params, options) => {
        const page = await client.query(params, options)
        if (params.pageNumber === 1) emulator.addFile('/all/added meanwhile.mp4', 500_000)
        return page
      },
    }
    const listed = await libraryRig(emulator, { client: slow }).list('/all/')
    expectWellFormed(listed)
    expect(listed.end).toMatchObject({ complete: true, total: 120 })
    expect(listed.paths).not.toContain('/all/added meanwhile.mp4')
  })

  it('is the same whatever variant the server speaks', { timeout: 60_000 }, async () => {
    const reference = await emulate({ seed: 'demo' })
    const folders = ['/', '/2021-09-22/', '/会议录像/', '/会议录像/销售部/', '/Empty folder/']
    const expected = folders.map((folder) => pathsIn(reference, folder))
    const subfolders = new Map<string, readonly string[]>()
    for (const dialect of DIALECT_NAMES) {
      const emulator = await emulate({ seed: 'demo', dialect })
      const { list } = libraryRig(emulator)
      for (const [index, folder] of folders.entries()) {
        const listed = await list(folder)
        expectWellFormed(listed)
        expect({ dialect, folder, paths: listed.paths.toSorted(), end: listed.end }).toMatchObject({
          dialect,
          folder,
          paths: expected[index],
          end: { complete: true, error: null },
        })
        const known = subfolders.get(folder) ?? listed.folders.toSorted()
        subfolders.set(folder, known)
        expect({ dialect, folders: listed.folders.toSorted() }).toEqual({ dialect, folders: known })
      }
      await emulator.close()
    }
  })

  it.each([0, 3, 50, 51, 120])('without a count ends where its %d recordings end', async (count) => {
    const emulator = await emulate({ seed: count === 0 ? 'empty' : `flat:${count}` })
    const client = clientOf(emulator)
    const uncounted: CloudRoomClient = {
      ...client,
      query: async (params, options) => ({ ...(await client.query(params, options)), total: null }),
    }
    const listed = await libraryRig(emulator, { client: uncounted }).list('/all/')
    expectWellFormed(listed)
    expect(listed.end).toMatchObject({ complete: true, total: count })
  })

  it('without a count on a server that repeats its last page for ever ends, too', async () => {
    const emulator = await emulate({ seed: 'flat:120' })
    const client = clientOf(emulator)
    const clamped: CloudRoomClient = {
      ...client,
      query: async (params, options) => {
        const pageNumber = Math.min(3, params.pageNumber ?? 1)
        return { ...(await client.query({ ...params, pageNumber }, options)), total: null }
      },
    }
    const listed = await libraryRig(emulator, { client: clamped }).list('/all/')
    expectWellFormed(listed)
    expect(listed.end).toMatchObject({ complete: true, total: 120 })
    expect(emulator.state().requests.query).toBeLessThan(20)
  })

  it.each(['file-num-everything', 'deep-files'] as const)('ends early enough where %s', async (dialect) => {
    const emulator = await emulate({ seed: 2000, dialect })
    const folder = pathsIn(emulator, '/').length === 0 ? (emulator.listing()[0]?.path ?? '') : ''
    const date = folder.slice(0, folder.lastIndexOf('/') + 1)
    const listed = await libraryRig(emulator).list(date)
    expectWellFormed(listed)
    expect(listed.paths.toSorted()).toEqual(pathsIn(emulator, date))
    expect(listed.end.complete).toBe(true)
    expect(emulator.state().requests.query).toBeLessThan(20)
  })

  it('does not end early when a page has only entries that cannot be read', async () => {
    const emulator = await emulate({ seed: 'flat:200' })
    const client = clientOf(emulator)
    const unreadable: CloudRoomClient = {
      ...client,
      query: async (params, options): Promise<QueryPage> => {
        const page = await client.query(params, options)
        return params.pageNumber === 2 ? { ...page, recordings: [] } : page
      },
    }
    const listed = await libraryRig(emulator, { client: unreadable }).list('/all/')
    expectWellFormed(listed)
    expect(listed.end).toMatchObject({ complete: true, total: 150 })
  })
})

describe('opening', () => {
  it('is refused when nobody is signed in, or with the reason of the first page', async () => {
    const emulator = await emulate()
    const { library } = libraryRig(emulator)
    emulator.setFaults('rsp-code=1@query')
    expect(await codeOf(library.openFolder('/'))).toBe('api.noPermission')
    emulator.setFaults('html-page@query')
    expect(await codeOf(library.openFolder('/'))).toBe('server.notCloudRoom')
  })

  it('is stopped by leaving: no more requests, no more batches', async () => {
    const emulator = await emulate({ seed: 'flat:1000' })
    const { library, batches } = libraryRig(emulator)
    emulator.setFaults('stall@query+1')
    const { listingId } = await library.openFolder('/all/')
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(6)
    library.closeFolder(listingId)
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(0)
    emulator.clearFaults()
    const asked = emulator.state().requests.query
    // Another listing comes to its end: by now the stopped one would have gone on.
    await libraryRig(emulator).list('/all/')
    expect(batches).toEqual([])
    expect(emulator.state().requests.query - asked).toBeLessThanOrEqual(20)
    library.closeFolder('unknown')
  })

  it('while the first page is awaited can be stopped as well', async () => {
    const emulator = await emulate({ seed: 'flat:10' })
    const { library } = libraryRig(emulator)
    emulator.setFaults('stall@query')
    const opening = codeOf(library.openFolder('/all/'))
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(1)
    library.closeAll()
    expect(await opening).toBe('aborted')
  })

  it('many folders stops the oldest of them', async () => {
    const emulator = await emulate({ seed: 'flat:60' })
    const client = clientOf(emulator)
    const gate = Promise.withResolvers<undefined>()
    const held: CloudRoomClient = {
      ...client,
      query: async (params, options) => {
        if (params.pageNumber === 2) await gate.promise
        return await client.query(params, options)
      },
    }
    const { library, batches } = libraryRig(emulator, { client: held })
    const openings: FolderOpening[] = []
    for (let count = 0; count < 20; count++) openings.push(await library.openFolder('/all/'))
    gate.resolve(undefined)
    const ended = () => batches.filter(({ complete }) => complete).map(({ listingId }) => listingId)
    await expect.poll(() => ended().length).toBe(16)
    const newest = openings.slice(4).map(({ listingId }) => listingId)
    expect(ended().toSorted()).toEqual(newest.toSorted())
  })
})
