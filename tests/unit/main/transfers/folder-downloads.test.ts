import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Emulator, EmulatorOptions } from '#emulator/server.ts'
import { DIALECT_NAMES } from '#emulator/dialects.ts'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import { AppError } from '#shared/errors.ts'
import type { FolderDownload } from '#shared/models/folder-download.ts'
import { clientOf, emulate, profileOf } from '#tests/support/emulate.ts'
import { filesBelow, sha256OfFile } from '#tests/support/mp4-files.ts'
import { watchTurns } from '#tests/support/processor-time.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { refTo, transfersRig, type TransfersRig } from '#tests/support/transfers-rig.ts'

const size = 310_000

async function desk(options: EmulatorOptions = {}) {
  const emulator = await emulate(options)
  const rig = await transfersRig(emulator)
  return { emulator, rig }
}

/** Waits until nothing is looked for any more; the last that was told. */
async function lookedThrough(rig: TransfersRig, id: string | undefined): Promise<FolderDownload> {
  const last = () => rig.folderDownloads.findLast((told) => told.id === id)
  await expect.poll(() => last()?.state, { timeout: 20_000, interval: 5 }).toMatch(/over|stopped/u)
  const told = last()
  if (!told) throw new Error('nothing was told')
  return told
}

async function allDone(rig: TransfersRig): Promise<void> {
  for (const { id } of rig.engine.list()) expect(await rig.outcome(id)).toBe('done')
}

/** Every file below the downloads is the one of the same path on the server. */
async function expectCopies(
  emulator: Emulator,
  rig: TransfersRig,
  remote: string,
  local: string,
): Promise<void> {
  for (const { path: at } of emulator.listing().filter((file) => file.path.startsWith(remote))) {
    const file = path.join(rig.downloadFolder, local, at.slice(remote.length))
    expect(await sha256OfFile(file), file).toBe(await emulator.expectedSha256(at))
  }
}

describe('a folder', () => {
  it.each(DIALECT_NAMES)(
    'comes with its structure, empty folders too, byte for byte (%s)',
    async (dialect) => {
      const { emulator, rig } = await desk({ dialect })
      const paths = ['a.mp4', 'b.mp4', '五月/a.mp4', '五月/deep/er/a.mp4']
      for (const at of paths) emulator.addFile(`/X/会议/${at}`, size)
      emulator.addFolder('/X/会议/empty/inside/')
      emulator.addFile('/X/other.mp4', size)
      const [id] = await rig.folders.start(['/X/会议/'])
      const told = await lookedThrough(rig, id)
      expect(told).toMatchObject({ folder: '/X/会议/', found: 4, state: 'over', failures: [], failed: 0 })
      await allDone(rig)
      expect(await filesBelow(rig.downloadFolder)).toEqual(
        [
          '会议',
          '会议/a.mp4',
          '会议/b.mp4',
          '会议/empty',
          '会议/empty/inside',
          '会议/五月',
          '会议/五月/a.mp4',
          '会议/五月/deep',
          '会议/五月/deep/er',
          '会议/五月/deep/er/a.mp4',
        ].toSorted(),
      )
      await expectCopies(emulator, rig, '/X/会议/', '会议')
      expect(rig.engine.list()).toHaveLength(4)
    },
  )

  it('of a name that is taken on disk gets a number, and nothing is merged or overwritten', async () => {
    const { emulator, rig } = await desk()
    emulator.addFile('/v1.2/a.mp4', size)
    const theirs = path.join(rig.downloadFolder, 'v1.2')
    await mkdir(theirs, { recursive: true })
    await writeFile(path.join(theirs, 'a.mp4'), 'mine')
    await writeFile(path.join(rig.downloadFolder, 'v1.2 (1)'), 'a file')
    const [id] = await rig.folders.start(['/v1.2/'])
    await lookedThrough(rig, id)
    await allDone(rig)
    expect(await readFile(path.join(theirs, 'a.mp4'), 'utf8')).toBe('mine')
    await expectCopies(emulator, rig, '/v1.2/', 'v1.2 (2)')
  })

  it('is kept apart from one whose name becomes the same', async () => {
    const { emulator, rig } = await desk()
    for (const name of ['a?', 'a*', 'a:', 'a_'])
      emulator.addFile(`/X/${name}/in ${name === 'a?' ? 1 : 2}.mp4`, size)
    emulator.addFolder('/X/CON/')
    emulator.addFolder('/X/.hidden/')
    const [id] = await rig.folders.start(['/X/'])
    await lookedThrough(rig, id)
    await allDone(rig)
    const below = await filesBelow(path.join(rig.downloadFolder, 'X'))
    expect(below.filter((name) => name.endsWith('.mp4'))).toHaveLength(4)
    expect(
      new Set(below.filter((name) => name.endsWith('.mp4')).map((name) => path.dirname(name))).size,
    ).toBe(4)
    expect(below.filter((name) => !name.includes('/')).toSorted()).toEqual(
      ['_CON', '_.hidden', 'a_', 'a_ (1)', 'a_ (2)', 'a_ (3)'].toSorted(),
    )
  })

  it('is kept apart from one that only Windows and macOS take for the same', async () => {
    const { emulator, rig } = await desk()
    for (const name of ['Rooms', 'rooms', 'ROOMS']) emulator.addFile(`/X/${name}/in ${name}.mp4`, size)
    const [id] = await rig.folders.start(['/X/'])
    await lookedThrough(rig, id)
    await allDone(rig)
    const below = await filesBelow(path.join(rig.downloadFolder, 'X'))
    const folders = below.filter((name) => !name.includes('/')).map((name) => name.toLowerCase())
    expect(folders.toSorted()).toEqual(['rooms', 'rooms (1)', 'rooms (2)'])
  })

  it('has all its files although one of them is being downloaded already', async () => {
    const { emulator, rig } = await desk()
    emulator.addFile('/X/a.mp4', size)
    emulator.setFaults('stall@download')
    const [single] = rig.downloads.start([refTo(emulator, '/X/a.mp4')])
    await expect.poll(() => emulator.state().concurrent.download.current).toBe(1)
    const [id] = await rig.folders.start(['/X/'])
    await lookedThrough(rig, id)
    emulator.clearFaults()
    await allDone(rig)
    expect(rig.engine.get(single ?? '')?.state.kind).toBe('done')
    expect(await filesBelow(rig.downloadFolder)).toEqual(['X', 'X/a.mp4', 'a.mp4'])
  })

  it('can be the whole netDisk', async () => {
    const { emulator, rig } = await desk()
    emulator.addFile('/a.mp4', size)
    emulator.addFile('/B/b.mp4', size)
    const [id] = await rig.folders.start(['/'])
    await lookedThrough(rig, id)
    await allDone(rig)
    await expectCopies(emulator, rig, '/', 'netDisk')
  })

  it('of which a part cannot be listed brings the rest, and names that part', async () => {
    const emulator = await emulate()
    const real = clientOf(emulator)
    const rig = await transfersRig(emulator, {
      client: {
        ...real,
        query: (params, options) =>
          params.folder === '/X/bad/'
            ? Promise.reject(new AppError('api.unknown'))
            : real.query(params, options),
      },
    })
    emulator.addFile('/X/a.mp4', size)
    emulator.addFile('/X/bad/b.mp4', size)
    emulator.addFile('/X/good/c.mp4', size)
    const [id] = await rig.folders.start(['/X/'])
    const told = await lookedThrough(rig, id)
    expect(told).toMatchObject({
      found: 2,
      failed: 1,
      failures: [{ folder: '/X/bad/', error: { code: 'api.unknown' } }],
    })
    await allDone(rig)
    expect(rig.engine.list()).toHaveLength(2)
  })

  it('cannot be started where nothing can be written', async () => {
    const { emulator } = await desk()
    emulator.addFile('/X/a.mp4', size)
    const file = path.join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    const rig = await transfersRig(emulator, { downloadFolder: path.join(file, 'below') })
    await expect(rig.folders.start(['/X/'])).rejects.toMatchObject({ code: 'file.notWritable' })
  })
})

describe('looking through folders', () => {
  it('can be stopped; what was found stays in the queue', async () => {
    const { emulator, rig } = await desk()
    for (let index = 0; index < 20; index++) emulator.addFile(`/X/${index}/a.mp4`, size)
    emulator.addFile('/X/a.mp4', size)
    emulator.setFaults({ name: 'stall', endpoint: 'query', path: '/X/3/' })
    const [id = ''] = await rig.folders.start(['/X/'])
    await expect.poll(() => emulator.state().concurrent.query.current).toBeGreaterThan(0)
    await expect.poll(() => rig.engine.list().length).toBeGreaterThan(0)
    rig.folders.stop(id)
    const told = await lookedThrough(rig, id)
    expect(told.state).toBe('stopped')
    emulator.clearFaults()
    await allDone(rig)
    expect(rig.engine.list()).toHaveLength(told.found)
    rig.folders.resumeProfile(profileOf(emulator).id)
    expect(rig.folders.list()).toEqual([])
  })

  it('waits for the network, however long it is away', async () => {
    const emulator = await emulate()
    emulator.addFile('/X/a.mp4', size)
    let isOnline = false
    const rig = await transfersRig(emulator, {
      isOnline: () => isOnline,
      // What was asked just before the network is back may be lost after it.
      retryDelay: () => (isOnline ? 1 : null),
    })
    emulator.setFaults('drop@query')
    const [id] = await rig.folders.start(['/X/'])
    // The client asks three times before it gives up a question.
    await expect.poll(() => emulator.state().requests.query, { timeout: 15_000 }).toBeGreaterThan(4)
    expect(rig.folders.list()).toHaveLength(1)
    isOnline = true
    emulator.clearFaults()
    expect(await lookedThrough(rig, id)).toMatchObject({ found: 1, failed: 0 })
    await allDone(rig)
  })

  it('ends for an account whose secret is forgotten', async () => {
    const { emulator, rig } = await desk()
    emulator.addFile('/X/a.mp4', size)
    emulator.setFaults('stall@query')
    const [id] = await rig.folders.start(['/X/'])
    rig.stopProfile(profileOf(emulator).id)
    expect((await lookedThrough(rig, id)).state).toBe('stopped')
    expect(rig.engine.list()).toEqual([])
  })

  it('of 10,000 recordings queues them in batches and leaves the program its turns', async () => {
    const { emulator, rig } = await desk({ seed: 'flat:10000' })
    rig.engine.limit('download', 1)
    emulator.setFaults('stall@download')
    const folders = new Set(emulator.listing().map(({ path: at }) => at.slice(0, at.lastIndexOf('/') + 1)))
    const [folder = '/'] = folders
    const endTurns = watchTurns()
    const [id] = await rig.folders.start([folder])
    const told = await lookedThrough(rig, id)
    const longestMs = endTurns()
    expect(told.found).toBe(10_000)
    expect(rig.engine.list()).toHaveLength(10_000)
    expect(longestMs).toBeLessThan(500)
    // At most five messages a second.
    expect(rig.folderDownloads.length).toBeLessThan(200)
    rig.engine.cancel({ all: 'both' })
    emulator.clearFaults()
  }, 60_000)

  /** A client that does not come back from listing a folder, as in a process that is killed meanwhile. */
  function stopsAt(real: CloudRoomClient, folder: string): CloudRoomClient {
    return {
      ...real,
      query: (params, options) =>
        params.folder === folder
          ? new Promise((_resolve, reject) => {
              options?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
            })
          : real.query(params, options),
    }
  }

  it.each(['/X/', '/X/b/', '/X/b/c/'])(
    'goes on after a kill while it looks into %s: nothing is missing, nothing is there twice',
    async (folder) => {
      const emulator = await emulate()
      for (const at of ['a.mp4', 'b/b.mp4', 'b/c/c.mp4', 'd/d.mp4', 'd/e/e.mp4']) {
        emulator.addFile(`/X/${at}`, size)
      }
      emulator.addFolder('/X/empty/')
      const home = await temporaryFolder()
      const first = await transfersRig(emulator, {
        folder: home,
        client: stopsAt(clientOf(emulator), folder),
      })
      const [id] = await first.folders.start(['/X/'])
      const expected = folder === '/X/' ? 0 : folder === '/X/b/' ? 3 : 4
      await expect.poll(() => first.engine.list().length).toBe(expected)
      for (const job of first.engine.list()) expect(await first.outcome(job.id)).toBe('done')
      // Gone from the list, as after a while.
      first.engine.clearFinished()

      const second = await transfersRig(emulator, { folder: home })
      second.engine.restore()
      second.resumeProfile(profileOf(emulator).id)
      expect((await lookedThrough(second, id)).state).toBe('over')
      await allDone(second)
      expect(await filesBelow(second.downloadFolder)).toEqual(
        [
          'X',
          'X/a.mp4',
          'X/b',
          'X/b/b.mp4',
          'X/b/c',
          'X/b/c/c.mp4',
          'X/d',
          'X/d/d.mp4',
          'X/d/e',
          'X/d/e/e.mp4',
          'X/empty',
        ].toSorted(),
      )
      await expectCopies(emulator, second, '/X/', 'X')
    },
  )

  it('adds no second download for what is still in the queue', async () => {
    const emulator = await emulate()
    for (let index = 0; index < 80; index++) emulator.addFile(`/X/${index}.mp4`, size)
    emulator.setFaults('stall@download')
    const home = await temporaryFolder()
    const real = clientOf(emulator)
    // The second page never comes.
    const client: CloudRoomClient = {
      ...real,
      query: (params, options) =>
        params.pageNumber === 2
          ? new Promise((_resolve, reject) => {
              options?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
            })
          : real.query(params, options),
    }
    const first = await transfersRig(emulator, { folder: home, client })
    const [id] = await first.folders.start(['/X/'])
    await expect.poll(() => first.engine.list().length).toBe(50)
    await first.folders.close()
    await first.engine.close()
    emulator.clearFaults()
    const second = await transfersRig(emulator, { folder: home })
    second.engine.restore()
    second.resumeProfile(profileOf(emulator).id)
    expect((await lookedThrough(second, id)).found).toBe(80)
    expect(second.engine.list()).toHaveLength(80)
    await allDone(second)
    expect((await filesBelow(second.downloadFolder)).length).toBe(81)
    await rm(second.downloadFolder, { recursive: true })
  })
})
