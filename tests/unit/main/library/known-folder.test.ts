import { describe, expect, it } from 'vitest'
import type { EmulatorOptions } from '#emulator/server.ts'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import { factsOf } from '#shared/recording-columns.ts'
import { FirstView } from '#main/first-view.ts'
import { clientOf, emulate } from '#tests/support/emulate.ts'
import { change, facts, indexRig } from '#tests/support/index-rig.ts'
import { expectWellFormed, libraryRig, pathsIn, type LibraryRigOptions } from '#tests/support/library-rig.ts'

/** A folder that was listed to its end at 1000. */
async function knownFolder(options: EmulatorOptions = { seed: 'flat:120' }, over: LibraryRigOptions = {}) {
  const emulator = await emulate(options)
  const { indexes } = await indexRig()
  let time = 1000
  const rig = libraryRig(emulator, { indexes, now: () => time, ...over })
  const before = await rig.list('/all/')
  time = 2000
  return { emulator, indexes, before, ...rig }
}

describe('before the first view', () => {
  it('a known folder is shown without asking the server, and asked about once there is a view', async () => {
    const firstView = new FirstView()
    const { emulator, indexes, before } = await knownFolder()
    const { library, batches } = libraryRig(emulator, { indexes, firstView })
    await emulator.removeFile(before.shown[0] ?? '')
    emulator.resetCounters()
    const opening = await library.openFolder('/all/')
    expect(opening).toMatchObject({ loaded: 120, complete: true, asOf: 1000, isOver: false })
    expect(emulator.state().requests.query).toBe(0)
    firstView.paint()
    await expect.poll(() => batches.at(-1)?.isOver).toBe(true)
    expect(batches.flatMap(({ removed }) => removed)).toEqual([before.shown[0]?.slice('/all/'.length)])
    // From now on both are asked at the same time.
    emulator.resetCounters()
    await library.openFolder('/all/')
    await expect.poll(() => emulator.state().requests.query).toBeGreaterThan(0)
  })

  it('a folder that is left is never asked about', async () => {
    const firstView = new FirstView()
    const { emulator, indexes } = await knownFolder()
    const { library } = libraryRig(emulator, { indexes, firstView })
    emulator.resetCounters()
    library.closeFolder((await library.openFolder('/all/')).listingId)
    firstView.paint()
    const other = await library.openFolder('/')
    expect(other.folders.map(({ path }) => path)).toEqual(['/all/'])
    expect(emulator.state().requests.query).toBe(1)
  })

  it('a folder that is not known is asked for at once', async () => {
    const emulator = await emulate({ seed: 'flat:120' })
    const { list } = libraryRig(emulator, { firstView: new FirstView() })
    expect((await list('/all/')).shown).toEqual(pathsIn(emulator, '/all/'))
  })
})

describe('a folder that is known', () => {
  it('is there before the server has answered, with its age, and is over when nothing has changed', async () => {
    const { emulator, library, before, batches } = await knownFolder()
    emulator.setFaults('stall@query')
    const opening = await library.openFolder('/all/')
    expect(opening).toMatchObject({ loaded: 120, total: 120, complete: true, asOf: 1000, isOver: false })
    expect(factsOf(opening.recordings).map(({ name }) => `/all/${name}`)).toEqual(before.shown)
    emulator.clearFaults()
    await expect.poll(() => batches.at(-1)?.listingId).toBe(opening.listingId)
    const ours = batches.filter(({ listingId }) => listingId === opening.listingId)
    expect(ours).toHaveLength(1)
    expect(ours[0]).toMatchObject({ complete: true, isOver: true, asOf: null, error: null, removed: [] })
    expect(ours[0]?.recordings.count).toBe(0)
  })

  it('gets only what has changed on the server', async () => {
    const { emulator, list, before } = await knownFolder()
    const [gone = '', changed = ''] = before.shown
    await emulator.removeFile(gone)
    const { size = 0 } = emulator.listing().find(({ path }) => path === changed) ?? {}
    await emulator.removeFile(changed)
    emulator.addFile(changed, size + 1000)
    emulator.addFile('/all/new.mp4', 500_000)
    emulator.addFolder('/all/new/')
    const again = await list('/all/')
    expectWellFormed({ ...again, paths: [] })
    expect(again.batches.flatMap(({ removed }) => removed)).toEqual([gone.slice('/all/'.length)])
    const fresh = again.batches.flatMap(({ recordings }) => factsOf(recordings))
    expect(fresh.map(({ name }) => `/all/${name}`).toSorted()).toEqual([changed, '/all/new.mp4'].toSorted())
    expect(again.folders).toEqual(['/all/new/'])
    expect(again.shown).toEqual(pathsIn(emulator, '/all/'))
    // And the index has learnt it.
    const once = await list('/all/')
    expect(once.opening).toMatchObject({ loaded: 120, asOf: 2000 })
    expect(once.batches).toHaveLength(1)
    expect(once.shown).toEqual(pathsIn(emulator, '/all/'))
  })

  it('loses subfolders that are gone, with everything that was known in them', async () => {
    const emulator = await emulate({ seed: 'demo' })
    const { indexes } = await indexRig()
    const { list, profileId } = libraryRig(emulator, { indexes })
    await list('/')
    await list('/Projects/')
    const seesNoProjects: CloudRoomClient = {
      ...clientOf(emulator),
      query: async (params, options) => {
        const page = await clientOf(emulator).query(params, options)
        return { ...page, folders: page.folders.filter(({ name }) => name !== 'Projects') }
      },
    }
    const later = libraryRig(emulator, { indexes, client: seesNoProjects })
    const again = await later.list('/')
    expect(again.end).toMatchObject({ complete: true })
    expect(again.batches.flatMap(({ removedFolders }) => removedFolders)).toEqual(['/Projects/'])
    await expect.poll(() => indexes.of(profileId).openFolder('/Projects/', 1)).toBeNull()
  })

  it.each(['drop@query', 'status=503@query', 'rsp-code=1@query'])(
    'stays, with its age and the reason, when the server cannot be asked (%s)',
    async (fault) => {
      const { emulator, list, before } = await knownFolder()
      emulator.setFaults(fault)
      const again = await list('/all/')
      expect(again.shown).toEqual(before.shown)
      expect(again.end).toMatchObject({ complete: true, isOver: true, asOf: 1000 })
      expect(again.end.error).not.toBeNull()
    },
  )

  it('loses nothing when only a part can be listed', async () => {
    const { emulator, list, before } = await knownFolder()
    const [gone = ''] = before.shown
    await emulator.removeFile(gone)
    emulator.addFile('/all/new.mp4', 500_000)
    emulator.setFaults('rsp-code=5@query+1')
    const again = await list('/all/')
    expect(again.end).toMatchObject({ complete: true, asOf: 1000, error: { code: 'api.unknown' } })
    expect(again.shown).toEqual([...before.shown, '/all/new.mp4'].toSorted())
    emulator.clearFaults()
    const once = await list('/all/')
    expect(once.opening).toMatchObject({ asOf: 1000, loaded: 121 })
    expect(once.shown).toEqual(pathsIn(emulator, '/all/'))
  })

  it('in part is a part, also when it is opened again', async () => {
    const emulator = await emulate({ seed: 'flat:200' })
    const { indexes } = await indexRig()
    const rig = libraryRig(emulator, { indexes })
    emulator.setFaults('rsp-code=5@query+1')
    const first = await rig.list('/all/')
    expect(first.end).toMatchObject({ complete: false, loaded: 50, total: 200 })
    const again = await rig.list('/all/')
    expect(again.opening).toMatchObject({
      complete: false,
      asOf: null,
      loaded: 50,
      total: 200,
      isOver: false,
    })
    expect(again.end).toMatchObject({ complete: false, error: { code: 'api.unknown' } })
    emulator.clearFaults()
    const whole = await rig.list('/all/')
    expectWellFormed(whole)
    expect(whole.end).toMatchObject({ complete: true, total: 200 })
  })

  it('that was left while it loaded is known as far as it went', async () => {
    const emulator = await emulate({ seed: 'flat:1000' })
    const { indexes } = await indexRig()
    const { library, profileId } = libraryRig(emulator, { indexes })
    emulator.setFaults('stall@query+4')
    const { listingId } = await library.openFolder('/all/')
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(6)
    library.closeFolder(listingId)
    const index = indexes.of(profileId)
    await expect
      .poll(async () => await index.openFolder('/all/', 1))
      .toMatchObject({ listedAt: null, total: 1000, recordings: 200 })
  })

  it('with more rows than one message takes comes in several, then what has changed', async () => {
    const emulator = await emulate({ seed: 'flat:60' })
    const { indexes } = await indexRig()
    const { list, profileId } = libraryRig(emulator, { indexes })
    const rows = Array.from({ length: 20_500 }, (_, index) => facts(`gone ${index}.mp4`))
    await indexes.of(profileId).apply(change('/all/', { recordings: rows, total: 20_500, listedAt: 1000 }))
    const again = await list('/all/')
    expectWellFormed(again)
    expect(again.opening).toMatchObject({ loaded: 10_000, total: 20_500, complete: false, asOf: 1000 })
    expect(again.batches.slice(0, 2).map(({ loaded, complete }) => [loaded, complete])).toEqual([
      [20_000, false],
      [20_500, true],
    ])
    expect(again.shown).toEqual(pathsIn(emulator, '/all/'))
  })
})

describe('what we change ourselves', () => {
  it('is in the index and on the page at once', async () => {
    const { emulator, library, updates, indexes, profileId, before } = await knownFolder()
    const [path = ''] = before.shown
    library.removed(profileId, [path])
    expect(updates.map(({ folder, removed }) => [folder, removed])).toEqual([['/all/', [path.slice(5)]]])
    emulator.addFile('/all/new/sub/a.mp4', 500_000)
    updates.length = 0
    await library.recheck(profileId, '/all/new/sub/a.mp4')
    expect(
      updates.map(({ folder, folders, recordings }) => [folder, folders.length, recordings.count]),
    ).toEqual([
      ['/', 1, 0],
      ['/all/', 1, 0],
      ['/all/new/', 1, 0],
      ['/all/new/sub/', 0, 1],
    ])
    const index = indexes.of(profileId)
    expect(await index.openFolder('/all/', 1)).toMatchObject({
      recordings: 119,
      folders: [{ path: '/all/new/', name: 'new' }],
    })
    expect(await index.openFolder('/all/new/sub/', 1)).toMatchObject({ listedAt: null, recordings: 1 })
    await emulator.removeFile('/all/new/sub/a.mp4')
    await library.recheck(profileId, '/all/new/sub/a.mp4')
    expect(updates.at(-1)).toMatchObject({ folder: '/all/new/sub/', removed: ['a.mp4'] })
  })

  it('counts more than a listing that began before', async () => {
    const { emulator, indexes, before } = await knownFolder()
    const [deleted = '', alsoDeleted = ''] = before.shown
    const gate = Promise.withResolvers<undefined>()
    const client = clientOf(emulator)
    const held: CloudRoomClient = {
      ...client,
      query: async (params, options) => {
        // Read before the changes, arriving after them.
        const page = await client.query(params, options)
        if (params.folder === '/all/' && params.pageNumber !== 1) await gate.promise
        return page
      },
    }
    const { library, batches, profileId } = libraryRig(emulator, { indexes, client: held })
    emulator.resetCounters()
    const { listingId } = await library.openFolder('/all/')
    await expect.poll(() => emulator.state().requests.query).toBe(3)
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(0)
    await emulator.removeFile(deleted)
    await emulator.removeFile(alsoDeleted)
    emulator.addFile('/all/new.mp4', 500_000)
    for (const path of [deleted, alsoDeleted, '/all/new.mp4']) await library.recheck(profileId, path)
    gate.resolve(undefined)
    await expect.poll(() => batches.at(-1)).toMatchObject({ listingId, isOver: true })
    const again = batches.flatMap(({ recordings }) => factsOf(recordings).map(({ name }) => `/all/${name}`))
    expect(again).toEqual([])
    expect(batches.flatMap(({ removed }) => removed)).toEqual([])
    expect(batches.at(-1)).toMatchObject({ complete: true, loaded: 119, total: 119 })
    const names = factsOf(await indexes.of(profileId).rowsAfter('/all/', '', 1000)).map(({ name }) => name)
    expect(names.map((name) => `/all/${name}`).toSorted()).toEqual(pathsIn(emulator, '/all/'))
  })

  it('that cannot be looked up leaves everything as it is', async () => {
    const { emulator, library, updates, profileId } = await knownFolder()
    emulator.setFaults('drop@query')
    await library.recheck(profileId, '/all/new.mp4')
    expect(updates).toEqual([])
  })
})

describe('without an index', () => {
  it('folders are listed all the same, and nothing is called whole later', async () => {
    const emulator = await emulate({ seed: 'flat:120' })
    const { indexes } = await indexRig()
    const rig = libraryRig(emulator, { indexes })
    await rig.list('/all/')
    await indexes.close()
    const again = await rig.list('/all/')
    expectWellFormed(again)
    expect(again.opening).toMatchObject({ asOf: null, loaded: 50 })
    expect(again.end).toMatchObject({ complete: true, total: 120 })
    expect(rig.logText()).toContain('index')
  })
})
