import { describe, expect, it } from 'vitest'
import type { DialectName } from '#emulator/server.ts'
import type { Recording, RecordingRef } from '#shared/models/recording.ts'
import { LibraryService } from '#main/library/library-service.ts'
import { AppError } from '#shared/errors.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { emulate } from '#tests/support/emulate.ts'
import { memoryIndexes } from '#tests/support/index-rig.ts'
import { libraryRig } from '#tests/support/library-rig.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const refOf = ({ id, path, size, sizeIsExact, createdAt }: Recording): RecordingRef => ({
  id,
  path,
  size,
  sizeIsExact,
  createdAt,
})

/** Three recordings in two folders, listed. */
async function threeRecordings(dialect: DialectName = 'default') {
  const emulator = await emulate({ dialect })
  for (const path of ['/A/one.mp4', '/A/二 +100%.mp4', '/B/three.mp4']) emulator.addFile(path, 500_000)
  const rig = libraryRig(emulator)
  const recordings = [...(await rig.list('/A/')).recordings, ...(await rig.list('/B/')).recordings]
  const changed = () => rig.updates.map(({ folder, removed }) => ({ folder, removed }))
  return { emulator, ...rig, changed, refs: recordings.map(refOf) }
}

describe('deleting', () => {
  it('removes what was named, and tells which folders have changed', async () => {
    const { emulator, library, refs, changed } = await threeRecordings()
    const outcomes = await library.delete(refs)
    expect(outcomes).toEqual(refs.map(({ path }) => ({ path, error: null })))
    expect(emulator.listing()).toEqual([])
    expect(changed()).toEqual([
      { folder: '/A/', removed: expect.arrayContaining(['one.mp4', '二 +100%.mp4']) as unknown },
      { folder: '/B/', removed: ['three.mp4'] },
    ])
  })

  it('goes by path where the server sends no id', async () => {
    const { emulator, library, refs } = await threeRecordings()
    await library.delete(refs.slice(0, 2).map((ref) => ({ ...ref, id: null })))
    expect(emulator.listing().map(({ path }) => path)).toEqual(['/B/three.mp4'])
  })

  it.each(['default', 'delete-missing-0', 'delete-missing-4'] as const)(
    'what is already gone is a success (%s)',
    async (dialect) => {
      const { emulator, library, refs, changed } = await threeRecordings(dialect)
      await emulator.removeFile('/B/three.mp4')
      const [gone] = refs.filter(({ path }) => path === '/B/three.mp4')
      expect(await library.delete(gone ? [gone, { ...gone, id: null }] : [])).toEqual([
        { path: '/B/three.mp4', error: null },
        { path: '/B/three.mp4', error: null },
      ])
      expect(changed()).toEqual([{ folder: '/B/', removed: ['three.mp4', 'three.mp4'] }])
    },
  )

  it('whose answer is lost is looked up: gone is gone', async () => {
    const { emulator, library, refs } = await threeRecordings()
    emulator.setFaults('drop-answer@delete')
    expect((await library.delete(refs)).map(({ error }) => error)).toEqual([null, null, null])
    expect(emulator.listing()).toEqual([])
  })

  it.each([
    ['drop@delete', 'network.connectionLost'],
    ['status=500@delete', 'server.httpStatus'],
    ['rsp-code=5@delete', 'api.unknown'],
    ['rsp-code=1@delete', 'api.noPermission'],
    ['html-page@delete', 'server.notCloudRoom'],
  ])('that did not happen (%s) says so, and changes no folder', async (fault, code) => {
    const { emulator, library, refs, changed } = await threeRecordings()
    emulator.setFaults(fault)
    const outcomes = await library.delete(refs)
    expect(outcomes.map(({ path, error }) => [path, error?.code])).toEqual(
      refs.map(({ path }) => [path, code]),
    )
    expect(emulator.listing()).toHaveLength(3)
    expect(changed()).toEqual([])
  })

  it('gives each its own outcome', async () => {
    const { emulator, library, refs, changed } = await threeRecordings()
    emulator.setFaults('rsp-code=5@delete*1')
    const outcomes = await library.delete(refs)
    const failed = outcomes.filter(({ error }) => error !== null)
    expect(failed).toHaveLength(1)
    expect(emulator.listing().map(({ path }) => path)).toEqual(failed.map(({ path }) => path))
    expect(changed().flatMap(({ removed }) => removed)).toHaveLength(2)
  })

  it('is neither confirmed nor denied when the server is gone afterwards', async () => {
    const { emulator, library, refs } = await threeRecordings()
    emulator.setFaults('drop-answer@delete', 'drop@query')
    const outcomes = await library.delete(refs.slice(0, 1))
    expect(outcomes[0]?.error?.code).toBe('network.connectionLost')
  })

  it('a lot goes a few at a time', async () => {
    const emulator = await emulate({ seed: 'flat:60' })
    const { library, list } = libraryRig(emulator)
    const { recordings } = await list('/all/')
    emulator.setFaults('stall@delete')
    const deleting = library.delete(recordings.map(refOf))
    await expect.poll(() => emulator.state().concurrent.delete.current).toBe(4)
    emulator.clearFaults()
    const outcomes = await deleting
    expect(outcomes.every(({ error }) => error === null)).toBe(true)
    expect(emulator.listing()).toEqual([])
    expect(emulator.state().concurrent.delete.max).toBe(4)
  })

  it('is refused when nobody is signed in', async () => {
    const refuse = () => {
      throw new AppError('account.notSignedIn')
    }
    const indexes = memoryIndexes()
    const library = new LibraryService({
      accounts: {
        requireActive: refuse,
        clientFor: refuse,
        state: { session: { status: 'starting' }, profiles: [] },
      },
      indexOf: (id) => indexes.of(id),
      onBatch: () => undefined,
      onChange: () => undefined,
      log: testLogger().log,
    })
    expect(await codeOf(library.delete([]))).toBe('account.notSignedIn')
    expect(await codeOf(library.openFolder('/'))).toBe('account.notSignedIn')
  })
})
