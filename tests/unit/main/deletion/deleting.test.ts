import { describe, expect, it } from 'vitest'
import type { DialectName } from '#emulator/server.ts'
import { emulate } from '#tests/support/emulate.ts'
import { deletionRig } from '#tests/support/deletion-rig.ts'

const paths = ['/A/one.mp4', '/A/二 +100%.mp4', '/B/three.mp4'] as const

async function threeRecordings(dialect: DialectName = 'default') {
  const emulator = await emulate({ dialect })
  for (const path of paths) emulator.addFile(path, 500_000)
  const rig = deletionRig(emulator)
  return { emulator, ...rig, all: rig.refs(...paths) }
}

const pathsOn = (emulator: { listing(): { path: string }[] }): string[] =>
  emulator
    .listing()
    .map(({ path }) => path)
    .toSorted()

describe('deleting', () => {
  it('removes what was named, tells of it, and is off the list', async () => {
    const { emulator, deletions, all, deleted, waitFor, shown } = await threeRecordings()
    const id = deletions.start(all)
    expect(id).not.toBeNull()
    await waitFor(id, 'gone')
    expect(pathsOn(emulator)).toEqual([])
    expect(deleted.map(({ path }) => path).toSorted()).toEqual([...paths].toSorted())
    expect(new Set(deleted.map(({ profileId }) => profileId))).toEqual(new Set(['profile-a']))
    expect([shown(), deletions.list()]).toEqual([[], []])
  })

  it('asks the server whether each is gone before it says so', async () => {
    const { emulator, deletions, all, waitFor } = await threeRecordings()
    await waitFor(deletions.start(all), 'gone')
    const asked = emulator.state().log.map(({ endpoint, params }) => [endpoint, params['FileName'] ?? null])
    expect(asked.filter(([endpoint]) => endpoint === 'delete')).toHaveLength(3)
    for (const path of paths) expect(asked).toContainEqual(['query', path])
  })

  it('does not believe a server that says yes and does nothing', async () => {
    const { emulator, deletions, all, deleted, waitFor, failuresOf } = await threeRecordings()
    emulator.setFaults('rsp-code=0@delete')
    const id = deletions.start(all.slice(0, 1))
    await waitFor(id, 'over')
    expect(failuresOf(id)).toEqual({ '/A/one.mp4': 'server.deleteNotConfirmed' })
    expect(deleted).toEqual([])
  })

  it('goes by path where the server sends no id', async () => {
    const { emulator, deletions, all, waitFor } = await threeRecordings()
    await waitFor(deletions.start(all.slice(0, 2).map((ref) => ({ ...ref, id: null }))), 'gone')
    expect(pathsOn(emulator)).toEqual(['/B/three.mp4'])
  })

  it.each(['default', 'delete-missing-0', 'delete-missing-4'] as const)(
    'what is already gone is a success (%s)',
    async (dialect) => {
      const { emulator, deletions, all, deleted, waitFor } = await threeRecordings(dialect)
      await emulator.removeFile('/B/three.mp4')
      const gone = all.filter(({ path }) => path === '/B/three.mp4')
      await waitFor(deletions.start(gone), 'gone')
      await waitFor(deletions.start(gone.map((ref) => ({ ...ref, id: null }))), 'gone')
      expect(deleted.map(({ path }) => path)).toEqual(['/B/three.mp4', '/B/three.mp4'])
    },
  )

  it('leaves another recording alone that took the name meanwhile', async () => {
    const { emulator, deletions, all, waitFor } = await threeRecordings()
    await emulator.removeFile('/A/one.mp4')
    emulator.addFile('/A/one.mp4', 700_000)
    await waitFor(deletions.start(all.slice(0, 1)), 'gone')
    expect((await emulator.stored('/A/one.mp4'))?.size).toBe(700_000)
  })

  it('whose answer is lost is looked up: gone is gone', async () => {
    const { emulator, deletions, all, waitFor } = await threeRecordings()
    emulator.setFaults('drop-answer@delete')
    await waitFor(deletions.start(all), 'gone')
    expect(pathsOn(emulator)).toEqual([])
  })

  it.each([
    ['drop@delete', 'network.connectionLost'],
    ['status=500@delete', 'server.httpStatus'],
    ['rsp-code=5@delete', 'api.unknown'],
    ['rsp-code=1@delete', 'api.noPermission'],
    ['html-page@delete', 'server.notCloudRoom'],
  ])('that did not happen (%s) says so for each, and tells of nothing', async (fault, code) => {
    const { emulator, deletions, all, deleted, waitFor, failuresOf, shown } = await threeRecordings()
    emulator.setFaults(fault)
    const id = deletions.start(all)
    await waitFor(id, 'over')
    expect(failuresOf(id)).toEqual(Object.fromEntries(paths.map((path) => [path, code])))
    expect(shown()[0]).toMatchObject({ total: 3, tried: 3, waiting: [] })
    expect(pathsOn(emulator)).toHaveLength(3)
    expect(deleted).toEqual([])
  })

  it('is neither confirmed nor denied when the server is gone afterwards', async () => {
    const { emulator, deletions, all, deleted, waitFor, failuresOf } = await threeRecordings()
    emulator.setFaults('drop-answer@delete', 'drop@query')
    const id = deletions.start(all.slice(0, 1))
    await waitFor(id, 'over')
    expect(failuresOf(id)).toEqual({ '/A/one.mp4': 'network.connectionLost' })
    expect(deleted).toEqual([])
  })

  it('gives each its own outcome, and tries again what failed', async () => {
    const { emulator, deletions, all, deleted, waitFor, failuresOf, shown } = await threeRecordings()
    emulator.setFaults('rsp-code=5@delete*1')
    const id = deletions.start(all)
    await waitFor(id, 'over')
    const failed = Object.keys(failuresOf(id))
    expect(failed).toHaveLength(1)
    expect(pathsOn(emulator)).toEqual(failed)
    expect(deleted).toHaveLength(2)
    deletions.retry(id ?? '')
    expect(shown()[0]).toMatchObject({ state: { kind: 'running' }, total: 1, tried: 0, waiting: failed })
    await waitFor(id, 'gone')
    expect(pathsOn(emulator)).toEqual([])
  })

  it('keeps what failed until it is dismissed', async () => {
    const { emulator, deletions, all, waitFor, stateOf } = await threeRecordings()
    emulator.setFaults('rsp-code=5@delete')
    const id = deletions.start(all)
    await waitFor(id, 'over')
    deletions.dismiss(id ?? '')
    expect(stateOf(id)).toBe('gone')
    expect(deletions.list()).toEqual([])
  })

  it('a lot goes three at a time, two deletions together', async () => {
    const emulator = await emulate({ seed: 'flat:40' })
    const { deletions, refs, waitFor } = deletionRig(emulator)
    const all = refs(...emulator.listing().map(({ path }) => path))
    emulator.setFaults('stall@delete')
    const first = deletions.start(all.slice(0, 20))
    const second = deletions.start(all.slice(20))
    await expect.poll(() => emulator.state().concurrent.delete.current).toBe(3)
    emulator.clearFaults()
    await waitFor(first, 'gone')
    await waitFor(second, 'gone')
    expect(emulator.listing()).toEqual([])
    expect(emulator.state().concurrent.delete.max).toBe(3)
  })

  it('tells of a lot in few messages', async () => {
    const emulator = await emulate({ seed: 'flat:300' })
    const { deletions, refs, waitFor, events } = deletionRig(emulator)
    const began = performance.now()
    await waitFor(deletions.start(refs(...emulator.listing().map(({ path }) => path))), 'gone')
    expect(events.length).toBeLessThan(5 + (performance.now() - began) / 100)
  })
})
