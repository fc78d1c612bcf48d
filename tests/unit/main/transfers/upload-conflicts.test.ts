import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Emulator, EmulatorOptions } from '#emulator/server.ts'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import type { UploadConflict } from '#main/transfers/job.ts'
import { clientOf, emulate, profileOf } from '#tests/support/emulate.ts'
import { mp4Bytes, writeMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { transfersRig, type TransfersRig } from '#tests/support/transfers-rig.ts'

const target = '/A/a.mp4'

/** What the server has under the name, as someone saw it who decided about it. */
function seen(emulator: Emulator): UploadConflict {
  const file = emulator.listing().find(({ path }) => path === target)
  if (!file) throw new Error('nothing to replace')
  return { kind: 'replace', old: { id: file.id, size: file.size, createdAt: file.ctimeMs } }
}

function addUpload(rig: TransfersRig, emulator: Emulator, file: string, onConflict: UploadConflict): string {
  const id = randomUUID()
  rig.engine.add(
    {
      direction: 'upload',
      id,
      profileId: profileOf(emulator).id,
      localFile: file,
      remoteFolder: '/A/',
      name: path.basename(file),
      onConflict,
      createdAt: 0,
    },
    path.basename(file),
    null,
  )
  return id
}

/** An upload onto a name that is taken, under faults that begin with it. */
async function uploadOnto(
  onConflict: (emulator: Emulator) => UploadConflict,
  options: {
    faults?: readonly string[]
    server?: EmulatorOptions
    client?: (real: CloudRoomClient) => CloudRoomClient
  } = {},
) {
  const emulator = await emulate(options.server)
  emulator.addFile(target, 400_000)
  const old = await emulator.stored(target)
  const decision = onConflict(emulator)
  emulator.setFaults(...(options.faults ?? []))
  const folder = await temporaryFolder()
  const rig = await transfersRig(emulator, {
    folder,
    client: options.client?.(clientOf(emulator)) ?? clientOf(emulator),
  })
  const written = await writeMp4(path.join(folder, 'source'), 'a.mp4', 500_000)
  const id = addUpload(rig, emulator, written.file, decision)
  const replacing = () => rig.engine.get(id)?.replacing
  return { emulator, rig, id, ...written, old, folder, replacing, stored: () => emulator.stored(target) }
}

/** Never comes back, as in a process that is killed meanwhile; ends when the test has ended it. */
function stopsFor(): { readonly forever: () => Promise<never>; readonly end: () => void } {
  const gate = Promise.withResolvers<never>()
  gate.promise.catch(() => undefined)
  return { forever: () => gate.promise, end: () => gate.reject(new Error('killed')) }
}

describe('keeping both', () => {
  it('takes the next name that is free on the server and in the queue', async () => {
    const {
      emulator,
      rig,
      id,
      sha256: digest,
      old,
      folder,
    } = await uploadOnto(() => ({ kind: 'keepBoth' }), {
      faults: ['stall@query'],
    })
    emulator.addFile('/A/a (1).mp4', 400_000)
    const other = await writeMp4(path.join(folder, 'other'), 'a (2).mp4', 1000)
    const second = addUpload(rig, emulator, other.file, { kind: 'refuse' })
    emulator.clearFaults()
    expect(await rig.outcome(id)).toBe('done')
    expect(await rig.outcome(second)).toBe('done')
    expect(rig.engine.get(id)).toMatchObject({
      remotePath: '/A/a (3).mp4',
      name: 'a (3).mp4',
      replacing: null,
    })
    expect((await emulator.stored('/A/a (3).mp4'))?.sha256).toBe(digest)
    expect((await emulator.stored('/A/a (2).mp4'))?.sha256).toBe(other.sha256)
    expect(await emulator.stored(target)).toEqual(old)
  })

  it('keeps the plain name when that has become free', async () => {
    const {
      emulator,
      rig,
      id,
      stored,
      sha256: digest,
    } = await uploadOnto(() => ({ kind: 'keepBoth' }), {
      faults: ['stall@query'],
    })
    await emulator.removeFile(target)
    emulator.clearFaults()
    expect(await rig.outcome(id)).toBe('done')
    expect((await stored())?.sha256).toBe(digest)
  })

  it('goes on to the next name when one is taken while the file is on its way', async () => {
    const {
      emulator,
      rig,
      id,
      sha256: digest,
    } = await uploadOnto(() => ({ kind: 'keepBoth' }), {
      faults: ['upload-stall-at=50%*1'],
    })
    await expect.poll(() => rig.engine.get(id)?.remotePath).toBe('/A/a (1).mp4')
    await expect.poll(() => emulator.state().concurrent.upload.current).toBe(1)
    emulator.addFile('/A/a (1).mp4', 400_000)
    emulator.clearFaults()
    expect(await rig.outcome(id)).toBe('done')
    expect((await emulator.stored('/A/a (2).mp4'))?.sha256).toBe(digest)
  })

  it('is one file after a lost answer, too', async () => {
    const {
      emulator,
      rig,
      id,
      sha256: digest,
    } = await uploadOnto(() => ({ kind: 'keepBoth' }), {
      faults: ['upload-drop-after-store', 'drop@query+2'],
    })
    expect(await rig.outcome(id)).toBe('network.connectionLost')
    emulator.clearFaults()
    rig.engine.retry({ ids: [id] })
    expect(await rig.outcome(id)).toBe('done')
    expect(
      emulator
        .listing()
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(['/A/a (1).mp4', target])
    expect((await emulator.stored('/A/a (1).mp4'))?.sha256).toBe(digest)
  })
})

describe('replacing', () => {
  it.each([{}, { dialect: 'size-units' as const }, { dialect: 'ctime-epoch-number' as const }])(
    'deletes the old copy and uploads the new one (%j)',
    async (server) => {
      const { rig, id, stored, sha256: digest, emulator } = await uploadOnto(seen, { server })
      expect(await rig.outcome(id)).toBe('done')
      expect((await stored())?.sha256).toBe(digest)
      expect(rig.engine.get(id)?.replacing).toBeNull()
      expect(emulator.state().requests).toMatchObject({ delete: 1, upload: 1 })
      expect(rig.changedFolders).toEqual(['/A/', '/A/'])
    },
  )

  it('leaves another recording alone that has taken the name meanwhile', async () => {
    const { emulator, rig, id, stored } = await uploadOnto(seen, { faults: ['stall@query'] })
    await emulator.removeFile(target)
    emulator.addFile(target, 450_000)
    const theirs = await stored()
    emulator.clearFaults()
    expect(await rig.outcome(id)).toBe('api.alreadyExists')
    expect(await stored()).toEqual(theirs)
    expect(emulator.state().requests).toMatchObject({ delete: 0, upload: 0 })
  })

  describe('keeps the old copy', () => {
    it.each([
      ['the server does not answer', ['drop@query'], 'network.connectionLost'],
      ['deleting is refused', ['rsp-code=1@delete'], 'api.noPermission'],
      ['the request to delete is lost', ['drop@delete'], 'network.connectionLost'],
    ])('when %s', async (_what, faults, code) => {
      const { rig, id, stored, old, replacing, emulator } = await uploadOnto(seen, { faults })
      expect(await rig.outcome(id)).toBe(code)
      expect(replacing()).toBeNull()
      expect(await stored()).toEqual(old)
      expect(emulator.state().requests.upload).toBe(0)
    })

    it('when the new one has gone from the disk, or is no longer what it was', async () => {
      const gone = await uploadOnto(seen, { faults: ['stall@query'] })
      await rm(gone.file)
      gone.emulator.clearFaults()
      expect(await gone.rig.outcome(gone.id)).toMatch(/^file\.(?:notFound|notReadable)$/u)
      expect(await gone.stored()).toEqual(gone.old)
      const changed = await uploadOnto(seen, { faults: ['stall@query'] })
      await expect.poll(() => changed.rig.engine.get(changed.id)?.totalBytes).toBe(500_000)
      await writeFile(changed.file, mp4Bytes(300_000))
      changed.emulator.clearFaults()
      expect(await changed.rig.outcome(changed.id)).toBe('file.changedDuringUpload')
      expect(await changed.stored()).toEqual(changed.old)
    })

    it('when the netDisk is known to have no room', async () => {
      const { rig, id, stored, old, emulator, folder } = await uploadOnto(seen, { faults: ['stall@query'] })
      const first = await writeMp4(path.join(folder, 'other'), 'first.mp4', 400_000)
      const other = addUpload(rig, emulator, first.file, { kind: 'refuse' })
      rig.engine.pause({ ids: [id] })
      emulator.setFaults('rsp-code=10@upload')
      expect(await rig.outcome(other)).toBe('api.noCapacity')
      rig.engine.resume({ ids: [id] })
      expect(await rig.outcome(id)).toBe('api.noCapacity')
      expect(await stored()).toEqual(old)
      expect(emulator.state().requests.delete).toBe(0)
    })
  })

  it('goes on when only the answer to deleting is lost', async () => {
    const { rig, id, stored, sha256: digest } = await uploadOnto(seen, { faults: ['drop-answer@delete'] })
    expect(await rig.outcome(id)).toBe('done')
    expect((await stored())?.sha256).toBe(digest)
  })

  it('says that the old copy may be gone when nobody can be asked, and settles it with the next try', async () => {
    const {
      rig,
      id,
      stored,
      replacing,
      emulator,
      sha256: digest,
    } = await uploadOnto(seen, {
      faults: ['drop-answer@delete', 'drop@query+1'],
    })
    expect(await rig.outcome(id)).toBe('network.connectionLost')
    expect(replacing()).toBe('deleting')
    expect(await stored()).toBeNull()
    emulator.clearFaults()
    rig.engine.retry({ ids: [id] })
    expect(await rig.outcome(id)).toBe('done')
    expect((await stored())?.sha256).toBe(digest)
  })

  it.each([
    [10, 'api.noCapacity'],
    [6, 'api.invalidFileType'],
  ])(
    'that is refused (%d) after the old copy was deleted says so, and a retry makes it good',
    async (rsp, code) => {
      const {
        rig,
        id,
        stored,
        replacing,
        emulator,
        sha256: digest,
      } = await uploadOnto(seen, {
        faults: [`rsp-code=${rsp}@upload`],
      })
      expect(await rig.outcome(id)).toBe(code)
      expect(replacing()).toBe('deleted')
      expect(await stored()).toBeNull()
      emulator.clearFaults()
      rig.uploads.roomMayBeFree()
      rig.engine.retry({ ids: [id] })
      expect(await rig.outcome(id)).toBe('done')
      expect(replacing()).toBeNull()
      expect((await stored())?.sha256).toBe(digest)
    },
  )

  it('does not give up over the network once the old copy is deleted', async () => {
    const {
      rig,
      id,
      stored,
      replacing,
      emulator,
      sha256: digest,
    } = await uploadOnto(seen, {
      faults: ['drop@upload'],
    })
    // This rig gives every other upload up at once.
    await expect.poll(() => rig.engine.get(id)?.state.kind).toBe('waiting')
    expect(replacing()).toBe('deleted')
    emulator.clearFaults()
    rig.engine.retry({ ids: [id] })
    expect(await rig.outcome(id)).toBe('done')
    expect((await stored())?.sha256).toBe(digest)
  })

  it('that is cancelled while the new copy is sent says that the old one is gone', async () => {
    const { rig, id, stored, replacing, emulator } = await uploadOnto(seen, {
      faults: ['upload-stall-at=50%'],
    })
    await expect.poll(() => emulator.state().concurrent.upload.current).toBe(1)
    rig.engine.cancel({ ids: [id] })
    expect(rig.engine.get(id)?.state.kind).toBe('cancelled')
    expect(replacing()).toBe('deleted')
    emulator.setFaults('upload-drop-before-store')
    await expect.poll(() => emulator.state().concurrent.upload.current).toBe(0)
    expect(await stored()).toBeNull()
    expect(replacing()).toBe('deleted')
  })

  it('that is cancelled while the old copy is deleted learns how that ended, and sends nothing', async () => {
    const { rig, id, stored, replacing, emulator } = await uploadOnto(seen, { faults: ['stall@delete'] })
    await expect.poll(replacing).toBe('deleting')
    rig.engine.cancel({ ids: [id] })
    expect(rig.engine.get(id)?.state.kind).toBe('cancelled')
    emulator.clearFaults()
    await expect.poll(replacing).toBe('deleted')
    expect(await stored()).toBeNull()
    expect(emulator.state().requests.upload).toBe(0)
  })

  it('that is paused while the old copy is deleted goes on from there', async () => {
    const {
      rig,
      id,
      stored,
      replacing,
      emulator,
      sha256: digest,
    } = await uploadOnto(seen, {
      faults: ['stall@delete'],
    })
    await expect.poll(replacing).toBe('deleting')
    rig.engine.pause({ ids: [id] })
    emulator.clearFaults()
    await expect.poll(replacing).toBe('deleted')
    expect(rig.engine.get(id)?.state.kind).toBe('paused')
    rig.engine.resume({ ids: [id] })
    expect(await rig.outcome(id)).toBe('done')
    expect((await stored())?.sha256).toBe(digest)
  })

  describe('in a process that is killed', () => {
    /** Runs until the client does not come back, then goes on in a second process on the same database. */
    async function killedAt(
      stops: (real: CloudRoomClient, forever: () => Promise<never>) => Partial<CloudRoomClient>,
    ) {
      const stopped = stopsFor()
      const first = await uploadOnto(seen, {
        client: (real) => ({ ...real, ...stops(real, stopped.forever) }),
      })
      const { emulator, folder, id } = first
      const goOn = async () => {
        const second = await transfersRig(emulator, { folder })
        second.engine.restore()
        const kept = second.engine.get(id)?.replacing
        second.engine.resumeProfile(profileOf(emulator).id)
        const outcome = await second.outcome(id)
        const after = await first.stored()
        first.rig.engine.cancel({ ids: [id] })
        stopped.end()
        return { kept, outcome, after, jobs: second.engine.list().length }
      }
      return { ...first, goOn }
    }

    it('before it has deleted: the old copy is there, and is replaced', async () => {
      const {
        goOn,
        replacing,
        stored,
        old,
        sha256: digest,
      } = await killedAt((_real, forever) => ({ remove: forever }))
      await expect.poll(replacing).toBe('deleting')
      expect(await stored()).toEqual(old)
      const { kept, outcome, after, jobs } = await goOn()
      expect({ kept, outcome, jobs }).toEqual({ kept: 'deleting', outcome: 'done', jobs: 1 })
      expect(after?.sha256).toBe(digest)
    })

    it('after it has deleted and before it knows: the new copy is uploaded', async () => {
      const {
        goOn,
        stored,
        sha256: digest,
      } = await killedAt((real, forever) => ({
        remove: async (recording) => {
          await real.remove(recording)
          await forever()
        },
      }))
      await expect.poll(stored).toBeNull()
      const { kept, outcome, after } = await goOn()
      expect({ kept, outcome }).toEqual({ kept: 'deleting', outcome: 'done' })
      expect(after?.sha256).toBe(digest)
    })

    it('between deleting and uploading: the new copy is uploaded', async () => {
      const {
        goOn,
        replacing,
        stored,
        sha256: digest,
      } = await killedAt((_real, forever) => ({ upload: forever }))
      await expect.poll(replacing).toBe('deleted')
      expect(await stored()).toBeNull()
      const { kept, outcome, after } = await goOn()
      expect({ kept, outcome }).toEqual({ kept: 'deleted', outcome: 'done' })
      expect(after?.sha256).toBe(digest)
    })

    it('after the new copy has arrived: it is neither deleted nor sent again', async () => {
      const {
        goOn,
        emulator,
        stored,
        sha256: digest,
      } = await killedAt((real, forever) => ({
        upload: async (request) => {
          await real.upload(request)
          await forever()
        },
      }))
      await expect.poll(async () => (await stored())?.sha256).toBe(digest)
      const { outcome, after } = await goOn()
      expect(outcome).toBe('done')
      expect(after?.sha256).toBe(digest)
      expect(emulator.state().requests).toMatchObject({ delete: 1, upload: 1 })
    })
  })
})

describe('a decision about a failed upload', () => {
  it('starts it over with that decision', async () => {
    const { rig, id, stored, old, emulator, sha256: digest } = await uploadOnto(() => ({ kind: 'refuse' }))
    expect(await rig.outcome(id)).toBe('api.alreadyExists')
    expect(rig.engine.resolve(id, 'a.mp4', { kind: 'keepBoth' })).toBe(true)
    await expect.poll(() => rig.engine.get(id)?.state.kind).toBe('done')
    expect((await emulator.stored('/A/a (1).mp4'))?.sha256).toBe(digest)
    expect(await stored()).toEqual(old)
    expect(rig.engine.resolve(id, 'a.mp4', { kind: 'keepBoth' })).toBe(false)
    expect(rig.engine.resolve('unknown', 'a.mp4', { kind: 'keepBoth' })).toBe(false)
  })
})
