import { describe, expect, it } from 'vitest'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import type { FaultSpec } from '#emulator/server.ts'
import { clientOf, emulate } from '#tests/support/emulate.ts'
import { expectWellFormed, libraryRig, pathsIn, type Listed } from '#tests/support/library-rig.ts'

/** Lists 120 recordings (pages of 50, 50 and 20) beside another folder, under a fault. */
async function listUnder(
  fault: FaultSpec | string,
  dialect: 'default' | 'deep-files' = 'default',
): Promise<Listed> {
  const emulator = await emulate({ seed: 'flat:120', dialect })
  emulator.addFile('/elsewhere/other.mp4', 500_000)
  emulator.setFaults(fault)
  const listed = await libraryRig(emulator).list('/all/')
  expectWellFormed(listed)
  // Whatever happens: never silently a part.
  if (listed.end.complete) expect(listed.paths.toSorted()).toEqual(pathsIn(emulator, '/all/'))
  else expect(listed.end.error).not.toBeNull()
  return listed
}

describe('a page that is wrong once', () => {
  it.each([
    'missing-page=1*1',
    'missing-page=2*1',
    'missing-page=3*1',
    'duplicate-page=2*1',
    'duplicate-page=3*1',
  ])('(%s) is asked for again, and the listing is complete', async (fault) => {
    const listed = await listUnder(fault)
    expect(listed.end).toMatchObject({ complete: true, error: null, total: 120 })
  })
})

describe('a page that stays wrong', () => {
  it.each(['missing-page=1', 'missing-page=2', 'missing-page=3', 'duplicate-page=2', 'duplicate-page=3'])(
    '(%s) makes the listing end with an error and what could be had',
    async (fault) => {
      const listed = await listUnder(fault)
      expect(listed.end).toMatchObject({ complete: false, error: { code: 'server.malformed' } })
      expect(listed.end.total).toBe(120)
      const isLast = fault.endsWith('3')
      expect(listed.paths).toHaveLength(isLast ? 100 : 70)
    },
  )

  it.each(['status=500@query+1', 'rsp-code=5@query+1', 'malformed-json@query+1', 'drop@query+1'])(
    '(%s) is named',
    async (fault) => {
      const { end, opening, paths } = await listUnder(fault)
      expect(opening).toMatchObject({ loaded: 50, total: 120, complete: false })
      expect(end.complete).toBe(false)
      expect(end.error?.code).toMatch(/^(?:server|api|network)\./u)
      expect(paths).toHaveLength(50)
    },
  )

  it('in the middle leaves the pages around it', async () => {
    const emulator = await emulate({ seed: 'flat:500' })
    const client = clientOf(emulator)
    const broken: CloudRoomClient = {
      ...client,
      query: (params, options) =>
        params.pageNumber === 7
          ? client.query({ ...params, folder: 'broken' }, options)
          : client.query(params, options),
    }
    const listed = await libraryRig(emulator, { client: broken }).list('/all/')
    expectWellFormed(listed)
    expect(listed.end).toMatchObject({ complete: false, error: { code: 'api.badParameters' }, total: 500 })
  })
})

describe('what looks wrong but is not', () => {
  it('a page that fails once is asked for again by the client', async () => {
    const listed = await listUnder('status=503@query+1*1')
    expect(listed.end).toMatchObject({ complete: true, total: 120 })
  })

  it.each([0, 10, 50, 70])('a count of everything, with %d recordings in the folder', async (count) => {
    const emulator = await emulate({ seed: 'flat:120', dialect: 'file-num-everything' })
    emulator.addFolder('/B/')
    for (let index = 0; index < count; index++) emulator.addFile(`/B/${index}.mp4`, 500_000)
    const listed = await libraryRig(emulator).list('/B/')
    expectWellFormed(listed)
    expect(listed.end).toMatchObject({ complete: true, error: null, total: count })
  })

  it('a count that includes subfolders', async () => {
    const emulator = await emulate()
    const client = clientOf(emulator)
    for (let index = 0; index < 60; index++) emulator.addFile(`/A/${index}.mp4`, 500_000)
    for (let index = 0; index < 9; index++) emulator.addFile(`/A/sub/${index}.mp4`, 500_000)
    emulator.addFile('/elsewhere/other.mp4', 500_000)
    const recursive: CloudRoomClient = {
      ...client,
      query: async (params, options) => {
        const page = await client.query(params, options)
        const below = emulator.listing().filter(({ path }) => path.startsWith(params.folder ?? '/'))
        return { ...page, total: below.length }
      },
    }
    const listed = await libraryRig(emulator, { client: recursive }).list('/A/')
    expectWellFormed(listed)
    expect(listed.end).toMatchObject({ complete: true, error: null, total: 60 })
  })

  it('recordings that are deleted while pages are read on a server that freezes nothing', async () => {
    const emulator = await emulate({ seed: 'flat:120' })
    emulator.setFaults('ignore-search-time')
    const client = clientOf(emulator)
    const [gone] = pathsIn(emulator, '/all/')
    const shifting: CloudRoomClient = {
      ...client,
      query: async (params, options) => {
        const page = await client.query(params, options)
        if (params.pageNumber === 1 && gone !== undefined && (await emulator.stored(gone)) !== null) {
          await emulator.removeFile(gone)
        }
        return page
      },
    }
    const listed = await libraryRig(emulator, { client: shifting }).list('/all/')
    expectWellFormed(listed)
    expect(listed.end).toMatchObject({ complete: true, total: 119 })
  })

  it('recordings that are added while pages are read on a server that freezes nothing', async () => {
    const emulator = await emulate({ seed: 'flat:120' })
    emulator.setFaults('ignore-search-time')
    const client = clientOf(emulator)
    let added = 0
    const shifting: CloudRoomClient = {
      ...client,
      query: async (params, options) => {
        const page = await client.query(params, options)
        if (params.pageNumber === 1 && added++ === 0) emulator.addFile('/all/new.mp4', 500_000)
        return page
      },
    }
    const listed = await libraryRig(emulator, { client: shifting }).list('/all/')
    expectWellFormed(listed)
    expect(listed.end.complete).toBe(true)
    expect(listed.paths.length).toBeGreaterThanOrEqual(120)
  })
})
