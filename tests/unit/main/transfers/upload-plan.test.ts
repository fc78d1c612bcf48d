import { chmod, mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Emulator, EmulatorOptions } from '#emulator/server.ts'
import { DIALECT_NAMES } from '#emulator/dialects.ts'
import type { ConflictChoice, UploadPlan } from '#shared/models/upload-plan.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { canLink } from '#tests/support/can-link.ts'
import { emulate } from '#tests/support/emulate.ts'
import { sha256OfFile, writeMp4, writeSparseMp4 } from '#tests/support/mp4-files.ts'
import { watchTurns } from '#tests/support/processor-time.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { transfersRig, type TransfersRig } from '#tests/support/transfers-rig.ts'

async function desk(options: EmulatorOptions = {}) {
  const emulator = await emulate(options)
  const rig = await transfersRig(emulator)
  const source = path.join(await temporaryFolder(), 'source')
  await mkdir(source)
  return { emulator, rig, source, ...planning(rig) }
}

function planning(rig: TransfersRig) {
  const plan = async (
    files: readonly string[],
    folder = '/',
    signal = new AbortController().signal,
  ): Promise<UploadPlan> => {
    const picks = await rig.picks.add(files)
    return await rig.uploads.plan(
      picks.map(({ pickId }) => pickId),
      folder,
      { signal },
    )
  }
  /** Carries a plan out with the same choice for every row, and waits for its end. */
  const carryOut = async (made: UploadPlan, choice?: ConflictChoice): Promise<string[]> => {
    const decisions = choice === undefined ? [] : made.rows.map((_, row) => ({ row, choice }))
    const { transferIds, rejected } = await rig.uploads.start(made.planId, decisions)
    expect(rejected).toEqual([])
    return await Promise.all(transferIds.map((id) => rig.outcome(id)))
  }
  return { plan, carryOut }
}

const isWindows = process.platform === 'win32'

const verdicts = ({ rows }: UploadPlan): string[] =>
  rows.map(({ within, name, verdict }) => {
    const why = verdict.kind === 'refused' ? verdict.error.code : verdict.kind
    return `${within}${name}: ${why}`
  })

const pathsOn = (emulator: Emulator): string[] =>
  emulator
    .listing()
    .map(({ path: at }) => at)
    .toSorted()

describe('a plan of files', () => {
  it('says of each why it cannot be uploaded', async () => {
    const { plan, source, emulator } = await desk()
    const { file: good } = await writeMp4(source, 'good.mp4', 1000)
    const text = path.join(source, 'text.txt')
    await writeFile(text, 'text')
    const fake = path.join(source, 'fake.mp4')
    await writeFile(fake, 'MZ this is no video, whatever its name says')
    const empty = path.join(source, 'empty.mp4')
    await writeFile(empty, '')
    const large = await writeSparseMp4(source, 'large.mp4', 500 * 2 ** 20 + 1)
    // Windows has no backslash in names.
    const odd = isWindows ? [] : [(await writeMp4(source, 'back\\slash.mp4', 1000)).file]
    const missing = path.join(source, 'missing.mp4')
    const made = await plan([good, text, fake, empty, large, ...odd, missing], '/A/')
    expect(verdicts(made).toSorted()).toEqual([
      ...(isWindows ? [] : ['back\\slash.mp4: file.badName']),
      'empty.mp4: file.empty',
      'fake.mp4: file.notMp4Content',
      'good.mp4: ok',
      'large.mp4: file.tooLarge',
      'missing.mp4: file.notFound',
      'text.txt: file.notMp4Name',
    ])
    expect(made).toMatchObject({ folder: '/A/', hasFolders: false, leftOut: 0, unasked: null })
    expect(JSON.stringify(made)).not.toContain(source)
    expect(made.rows.find(({ name }) => name === 'good.mp4')?.size).toBe(1000)
    expect(emulator.state().requests.upload).toBe(0)
  })

  it('names picks that are not known', async () => {
    const { rig } = await desk()
    const made = await rig.uploads.plan(['never-picked'], '/', { signal: new AbortController().signal })
    expect(verdicts(made)).toEqual([': file.notFound'])
  })

  it('says what the server has under the name, in either case and composition', async () => {
    const { plan, source, emulator } = await desk()
    emulator.addFile('/A/there.mp4', 400_000, 1_600_000_000_000)
    emulator.addFile('/A/Other Case.MP4', 400_000)
    emulator.addFile('/A/caf\u00e9.mp4', 400_000)
    const files = await Promise.all(
      ['there.mp4', 'other case.mp4', 'cafe\u0301.mp4', 'new.mp4'].map((name) =>
        writeMp4(source, name, 1000),
      ),
    )
    const made = await plan(
      files.map(({ file }) => file),
      '/A/',
    )
    expect(verdicts(made).toSorted()).toEqual([
      'caf\u00e9.mp4: exists',
      'new.mp4: ok',
      'other case.mp4: exists',
      'there.mp4: exists',
    ])
    expect(made.rows.find(({ name }) => name === 'there.mp4')?.verdict).toEqual({
      kind: 'exists',
      remote: { name: 'there.mp4', size: 400_000, sizeIsExact: true, createdAt: 1_600_000_000_000 },
    })
    expect(made.rows.find(({ name }) => name === 'other case.mp4')?.verdict).toMatchObject({
      remote: { name: 'Other Case.MP4' },
    })
  })

  it.each(DIALECT_NAMES)('is right on a server of the dialect %s', async (dialect) => {
    const { plan, source, emulator } = await desk({ dialect })
    for (let index = 0; index < 120; index++) emulator.addFile(`/A/${index}.mp4`, 400_000)
    const { file } = await writeMp4(source, '7.mp4', 1000)
    const { file: fresh } = await writeMp4(source, 'fresh.mp4', 1000)
    expect(verdicts(await plan([file, fresh], '/A/'))).toEqual(['7.mp4: exists', 'fresh.mp4: ok'])
    expect(verdicts(await plan([file], '/nowhere/'))).toEqual(['7.mp4: ok'])
  })

  it('asks little: a folder is listed for many names, and names are asked for in a large folder', async () => {
    const { plan, source, emulator } = await desk()
    for (let index = 0; index < 1000; index++) emulator.addFile(`/A/${index}.mp4`, 400_000)
    const { file } = await writeMp4(source, '1.mp4', 1000)
    emulator.resetCounters()
    expect(verdicts(await plan([file], '/A/'))).toEqual(['1.mp4: exists'])
    expect(emulator.state().requests.query).toBe(2)
    const many = await Promise.all(
      Array.from({ length: 100 }, (_, index) => writeMp4(source, `${index * 11}.mp4`, 1000)),
    )
    emulator.resetCounters()
    const made = await plan(
      many.map((item) => item.file),
      '/A/',
    )
    expect(verdicts(made).filter((line) => line.endsWith('exists'))).toHaveLength(91)
    expect(emulator.state().requests.query).toBeLessThanOrEqual(1 + 21)
  })

  it('knows what is in the queue already', async () => {
    const { plan, rig, source, emulator } = await desk()
    emulator.setFaults('stall@upload')
    const { file } = await writeMp4(source, 'a.mp4', 1000)
    const other = await writeMp4(path.join(source, 'other'), 'A.mp4', 1000)
    const [id] = await rig.upload([file], '/A/')
    expect(verdicts(await plan([file, other.file], '/A/'))).toEqual([
      'a.mp4: transfer.alreadyQueued',
      'A.mp4: queued',
    ])
    expect(verdicts(await plan([file], '/B/'))).toEqual(['a.mp4: ok'])
    emulator.clearFaults()
    await rig.ended(id)
  })

  it('takes the same file once, and knows two that go to the same place', async () => {
    const { plan, carryOut, source, emulator } = await desk()
    const first = await writeMp4(path.join(source, '1'), 'a.mp4', 1000)
    const second = await writeMp4(path.join(source, '2'), 'A.mp4', 2000)
    const third = await writeMp4(path.join(source, '3'), 'a.mp4', 3000)
    const made = await plan([first.file, second.file, third.file, first.file])
    expect(verdicts(made)).toEqual(['a.mp4: ok', 'A.mp4: twice', 'a.mp4: twice'])
    expect(await carryOut(made, 'keepBoth')).toEqual(['done', 'done', 'done'])
    expect(pathsOn(emulator)).toEqual(['/A (1).mp4', '/a (2).mp4', '/a.mp4'])
    expect((await emulator.stored('/a.mp4'))?.sha256).toBe(first.sha256)
    expect((await emulator.stored('/A (1).mp4'))?.sha256).toBe(second.sha256)
    expect((await emulator.stored('/a (2).mp4'))?.sha256).toBe(third.sha256)
  })

  it('is made without a server that cannot be reached, and says so', async () => {
    const { plan, source, emulator } = await desk()
    emulator.setFaults('drop@query')
    const { file } = await writeMp4(source, 'a.mp4', 1000)
    const made = await plan([file])
    expect(verdicts(made)).toEqual(['a.mp4: ok'])
    expect(made.unasked?.code).toBe('network.connectionLost')
  })

  it('is not made when the server refuses the account', async () => {
    const { plan, source, emulator } = await desk()
    emulator.setFaults('rsp-code=3@query')
    const { file } = await writeMp4(source, 'a.mp4', 1000)
    expect(await codeOf(plan([file]))).toBe('api.wrongSecret')
  })
})

describe('a plan of folders', () => {
  it('has all recordings in them, leaves the rest out, and names what cannot be read', async () => {
    const { plan, source } = await desk()
    const root = path.join(source, 'Recordings 2024')
    await writeMp4(root, 'top.mp4', 1000)
    await writeMp4(path.join(root, '五月', 'deep'), 'a.MP4', 1000)
    await writeMp4(path.join(root, '.git'), 'hidden.mp4', 1000)
    await writeMp4(path.join(root, '__MACOSX'), 'hidden.mp4', 1000)
    await writeMp4(root, '._top.mp4', 1000)
    for (const name of ['.DS_Store', 'Thumbs.db', 'desktop.ini']) await writeFile(path.join(root, name), 'x')
    for (const name of ['notes.txt', 'picture.jpg']) await writeFile(path.join(root, name), 'x')
    await writeFile(path.join(root, 'fake.mp4'), 'not a video')
    if (canLink) {
      await symlink(root, path.join(root, 'loop'))
      await symlink(path.join(root, 'top.mp4'), path.join(root, 'linked.mp4'))
    }
    const locked = path.join(root, 'locked')
    await writeMp4(locked, 'secret.mp4', 1000)
    await chmod(locked, 0)
    onTestFinished(() => chmod(locked, 0o700))
    const made = await plan([root, path.join(source, 'Recordings 2024', 'top.mp4')], '/A/')
    // Root reads everything, and Windows has no such modes.
    const isRead = isWindows || process.getuid?.() === 0
    expect(verdicts(made).toSorted()).toEqual(
      [
        'Recordings 2024/fake.mp4: file.notMp4Content',
        isRead ? 'Recordings 2024/locked/secret.mp4: ok' : 'Recordings 2024/locked/: file.folderNotReadable',
        ...(canLink ? ['Recordings 2024/linked.mp4: ok', 'Recordings 2024/loop/: file.linkedFolder'] : []),
        'Recordings 2024/top.mp4: ok',
        'Recordings 2024/五月/deep/a.MP4: ok',
        'top.mp4: ok',
      ].toSorted(),
    )
    expect(made).toMatchObject({ hasFolders: true, leftOut: 2 })
  })

  it('makes their structure again on the server, byte for byte', async () => {
    const { plan, carryOut, source, emulator } = await desk()
    const root = path.join(source, 'Root')
    const files = await Promise.all([
      writeMp4(root, 'a.mp4', 1000),
      writeMp4(path.join(root, 'x'), 'a.mp4', 2000),
      writeMp4(path.join(root, 'x', 'y y'), 'a.mp4', 3000),
    ])
    const made = await plan([root], '/目标/')
    expect(await carryOut(made)).toEqual(['done', 'done', 'done'])
    expect(pathsOn(emulator)).toEqual(['/目标/Root/a.mp4', '/目标/Root/x/a.mp4', '/目标/Root/x/y y/a.mp4'])
    expect((await emulator.stored('/目标/Root/x/y y/a.mp4'))?.sha256).toBe(files[2].sha256)
    // The second time everything is there.
    const again = await plan([root], '/目标/')
    expect(again.rows.map(({ verdict }) => verdict.kind)).toEqual(['exists', 'exists', 'exists'])
    expect(await carryOut(again)).toEqual([])
  })

  it('lists files folder by folder, as a file manager does', async () => {
    const { plan, source } = await desk()
    const names = ['z.mp4', 'b/10.mp4', 'b/2.mp4', 'B.mp4', 'a/x.mp4', 'a.mp4']
    for (const name of names) await writeMp4(path.join(source, path.dirname(name)), path.basename(name), 100)
    const { rows } = await plan([source])
    expect(rows.map(({ within, name }) => `${within}${name}`)).toEqual(
      ['a.mp4', 'B.mp4', 'z.mp4', 'a/x.mp4', 'b/2.mp4', 'b/10.mp4'].map((name) => `source/${name}`),
    )
  })

  it('asks once about a tree that the server does not have', async () => {
    const { plan, source, emulator } = await desk()
    for (let index = 0; index < 40; index++) {
      await writeMp4(path.join(source, 'tree', `${index % 4}`, `${index}`), 'a.mp4', 100)
    }
    emulator.resetCounters()
    expect((await plan([path.join(source, 'tree')], '/A/')).rows).toHaveLength(40)
    expect(emulator.state().requests.query).toBe(1)
  })

  it('ends when it is aborted, also while the server is asked', async () => {
    const { plan, source, emulator } = await desk()
    await writeMp4(path.join(source, 'tree'), 'a.mp4', 100)
    emulator.setFaults('stall@query')
    const controller = new AbortController()
    const made = codeOf(plan([path.join(source, 'tree')], '/', controller.signal))
    await expect.poll(() => emulator.state().concurrent.query.current).toBe(1)
    controller.abort()
    expect(await made).toBe('aborted')
    expect(await codeOf(plan([source], '/', controller.signal))).toBe('aborted')
  })

  it('has 10,000 files at most, and says so', async () => {
    const { plan, source, rig } = await desk()
    const root = path.join(source, 'many')
    await mkdir(root)
    const names = Array.from({ length: 10_001 }, (_, index) => path.join(root, `${index}.mp4`))
    for (let at = 0; at < names.length; at += 500) {
      await Promise.all(names.slice(at, at + 500).map((name) => writeFile(name, '')))
    }
    await expect(plan([root])).rejects.toMatchObject({
      code: 'transfer.tooManyFiles',
      params: { max: 10_000 },
    })
    await rename(path.join(root, '0.mp4'), path.join(source, 'one less.mp4'))
    const progress: number[] = []
    const [pick] = await rig.picks.add([root])
    const made = await rig.uploads.plan([pick?.pickId ?? ''], '/', {
      signal: new AbortController().signal,
      onProgress: (found, checked) => {
        expect(checked).toBeLessThanOrEqual(found)
        progress.push(checked)
      },
    })
    expect(made.rows).toHaveLength(10_000)
    expect(progress.at(-1)).toBe(10_000)
  })
})

describe('carrying a plan out', () => {
  /** One free name, one that is taken and one that is refused. */
  async function mixed() {
    const rig = await desk()
    rig.emulator.addFile('/taken.mp4', 400_000)
    rig.emulator.addFile('/taken (1).mp4', 400_000)
    const old = await rig.emulator.stored('/taken.mp4')
    const free = await writeMp4(rig.source, 'free.mp4', 1000)
    const taken = await writeMp4(rig.source, 'taken.mp4', 2000)
    await writeFile(path.join(rig.source, 'text.txt'), 'x')
    const made = await rig.plan([free.file, taken.file, path.join(rig.source, 'text.txt')])
    return { ...rig, made, free, taken, old }
  }

  it('skips conflicts unless told otherwise', async () => {
    const { carryOut, made, emulator, free, old } = await mixed()
    expect(await carryOut(made)).toEqual(['done'])
    expect((await emulator.stored('/free.mp4'))?.sha256).toBe(free.sha256)
    expect(await emulator.stored('/taken.mp4')).toEqual(old)
  })

  it('keeps both under the next free name, which the queue shows from the start', async () => {
    const { rig, made, emulator, taken, old } = await mixed()
    emulator.setFaults('stall@upload')
    const { transferIds } = await rig.uploads.start(made.planId, [{ row: 1, choice: 'keepBoth' }])
    expect(transferIds.map((id) => rig.engine.get(id)?.remotePath)).toEqual(['/free.mp4', '/taken (2).mp4'])
    emulator.clearFaults()
    for (const id of transferIds) expect(await rig.outcome(id)).toBe('done')
    expect((await emulator.stored('/taken (2).mp4'))?.sha256).toBe(taken.sha256)
    expect(await emulator.stored('/taken.mp4')).toEqual(old)
  })

  it('replaces', async () => {
    const { carryOut, made, emulator, taken } = await mixed()
    expect(await carryOut(made, 'replace')).toEqual(['done', 'done'])
    expect((await emulator.stored('/taken.mp4'))?.sha256).toBe(taken.sha256)
    expect(pathsOn(emulator)).toEqual(['/free.mp4', '/taken (1).mp4', '/taken.mp4'])
  })

  it('replaces what the server spells otherwise under the name it has there', async () => {
    const { plan, carryOut, source, emulator } = await desk()
    emulator.addFile('/Talk.MP4', 400_000)
    const { file, sha256 } = await writeMp4(source, 'talk.mp4', 1000)
    expect(await carryOut(await plan([file]), 'replace')).toEqual(['done'])
    expect(pathsOn(emulator)).toEqual(['/Talk.MP4'])
    expect((await emulator.stored('/Talk.MP4'))?.sha256).toBe(sha256)
  })

  it('happens once, and not after it was discarded or for another account', async () => {
    const { rig, made } = await mixed()
    await rig.uploads.start(made.planId, [])
    expect(await codeOf(rig.uploads.start(made.planId, []))).toBe('transfer.planGone')
    const second = await mixed()
    second.rig.uploads.discard(second.made.planId)
    expect(await codeOf(second.rig.uploads.start(second.made.planId, []))).toBe('transfer.planGone')
  })

  it('refuses what has come into the queue meanwhile', async () => {
    const { rig, made, free, emulator } = await mixed()
    emulator.setFaults('stall@upload')
    const [id] = await rig.upload([free.file])
    const { transferIds, rejected } = await rig.uploads.start(made.planId, [])
    expect(transferIds).toEqual([])
    expect(rejected).toMatchObject([{ name: 'free.mp4', error: { code: 'transfer.alreadyQueued' } }])
    emulator.clearFaults()
    await rig.ended(id)
  })

  it('of 5,000 files leaves the program its turns', async () => {
    const { plan, rig, source } = await desk()
    const root = path.join(source, 'many')
    await mkdir(root)
    for (let index = 0; index < 5000; index++) await writeSparseMp4(root, `${index}.mp4`, 100)
    rig.engine.limit('upload', 1)
    const made = await plan([root])
    const endTurns = watchTurns()
    const { transferIds } = await rig.uploads.start(made.planId, [])
    const longestMs = endTurns()
    rig.engine.cancel({ all: 'both' })
    expect(transferIds).toHaveLength(5000)
    expect(longestMs).toBeLessThan(500)
  })
})

describe('a plan about failed uploads', () => {
  it('offers the same decisions, and carries them out on the same jobs', async () => {
    const { rig, emulator, source, carryOut } = await desk()
    const files = await Promise.all(['a.mp4', 'b.mp4', 'c.mp4'].map((name) => writeMp4(source, name, 1000)))
    for (const name of ['a', 'b', 'c']) emulator.addFile(`/A/${name}.mp4`, 400_000)
    const ids = await rig.upload(
      files.map(({ file }) => file),
      '/A/',
    )
    for (const id of ids) expect(await rig.outcome(id)).toBe('api.alreadyExists')
    const made = await rig.uploads.planAgain(ids, { signal: new AbortController().signal })
    expect(verdicts(made)).toEqual(['a.mp4: exists', 'b.mp4: exists', 'c.mp4: exists'])
    expect(made.folder).toBe('/A/')
    const { transferIds } = await rig.uploads.start(made.planId, [
      { row: 0, choice: 'keepBoth' },
      { row: 1, choice: 'replace' },
    ])
    expect(transferIds).toEqual(ids.slice(0, 2))
    for (const id of transferIds) expect(await rig.outcome(id)).toBe('done')
    expect(rig.engine.list().map(({ id }) => id)).toEqual(ids.slice(0, 2))
    expect((await emulator.stored('/A/a (1).mp4'))?.sha256).toBe(files[0]?.sha256)
    expect((await emulator.stored('/A/b.mp4'))?.sha256).toBe(await sha256OfFile(files[1]?.file ?? ''))
    expect((await emulator.stored('/A/c.mp4'))?.size).toBe(400_000)
    expect(await codeOf(rig.uploads.planAgain(ids, { signal: new AbortController().signal }))).toBe(
      'transfer.unknown',
    )
    expect(await codeOf(carryOut(made))).toBe('transfer.planGone')
  })

  it('covers several folders, and what is wrong with the file now', async () => {
    const { rig, emulator, source } = await desk()
    emulator.setFaults('rsp-code=9@upload')
    const one = await writeMp4(source, 'one.mp4', 1000)
    const two = await writeMp4(source, 'two.mp4', 1000)
    const [first] = await rig.upload([one.file], '/A/')
    const [second] = await rig.upload([two.file], '/B/C/')
    const ids = [first ?? '', second ?? '']
    for (const id of ids) await rig.ended(id)
    emulator.clearFaults()
    await writeFile(two.file, 'not a video any more')
    const made = await rig.uploads.planAgain(ids, { signal: new AbortController().signal })
    expect(made.folder).toBe('/')
    expect(verdicts(made)).toEqual(['A/one.mp4: ok', 'B/C/two.mp4: file.notMp4Content'])
    const { transferIds } = await rig.uploads.start(made.planId, [])
    expect(transferIds).toEqual([first])
    expect(await rig.outcome(first)).toBe('done')
    // A refused one stays listed with its reason.
    expect(rig.engine.get(second ?? '')?.state.kind).toBe('failed')
  })
})
