import { describe, expect, it, vi } from 'vitest'
import type { Reply } from '#shared/ipc/contract.ts'
import type { FolderMemory } from '#shared/models/folder-look.ts'
import type { FolderBatch, FolderOpening } from '#shared/models/folder.ts'
import { noRecordings } from '#shared/recording-columns.ts'
import { EarlyFolder } from '../../../src/preload/early-folder.ts'

const state = { loaded: 0, total: 0, complete: false, asOf: null }
const batch = (error = null): FolderBatch => ({
  ...state,
  listingId: 'one',
  error,
  isOver: false,
  recordings: noRecordings,
  removed: [],
  folders: [],
  removedFolders: [],
})

async function rig({ isOver = false, isKnown = true } = {}) {
  const opening: FolderOpening = {
    ...state,
    isOver,
    listingId: 'one',
    folder: { path: '/A/', name: 'A' },
    folders: [],
    recordings: noRecordings,
  }
  const main = {
    open: vi.fn((): Promise<Reply<FolderOpening>> => Promise.resolve({ ok: true, value: opening })),
    close: vi.fn(() => Promise.resolve(null)),
  }
  const memory: Reply<FolderMemory> = isKnown
    ? { ok: true, value: { lastFolder: '/A/', looks: [] } }
    : { ok: false, error: { code: 'account.notSignedIn', params: {}, retryable: false } }
  const early = new EarlyFolder(Promise.resolve(memory), main)
  await Promise.resolve()
  return { early, main, opening }
}

describe('the folder that was open last', () => {
  it('is asked for before the page asks, and given once', async () => {
    const { early, main, opening } = await rig()
    expect(main.open.mock.calls).toEqual([['/A/']])
    expect(await early.take('/A/')?.answer).toEqual({ ok: true, value: opening })
    expect(early.take('/A/')).toBeNull()
    expect(main.close).not.toHaveBeenCalled()
  })

  it('comes with what main has told of it meanwhile', async () => {
    const { early } = await rig()
    const told = batch()
    early.batch(told)
    expect(early.take('/A/')?.batches).toEqual([told])
  })

  it('is closed when the page goes elsewhere', async () => {
    const { early, main } = await rig()
    expect(early.take('/B/')).toBeNull()
    await expect.poll(() => main.close.mock.calls).toEqual([['one']])
    expect(early.take('/A/')).toBeNull()
  })

  it('is not closed when it is over already', async () => {
    const { early, main } = await rig({ isOver: true })
    expect(early.take('/B/')).toBeNull()
    await Promise.resolve()
    expect(main.close).not.toHaveBeenCalled()
  })

  it('is dropped when main has told of something newer', async () => {
    const { early, main } = await rig()
    early.outdated()
    expect(early.take('/A/')).toBeNull()
    await expect.poll(() => main.close.mock.calls).toEqual([['one']])
  })

  it('is dropped when more comes than is kept', async () => {
    const { early } = await rig()
    for (let count = 0; count < 65; count++) early.batch(batch())
    expect(early.take('/A/')).toBeNull()
  })

  it('is not asked for before somebody is signed in', async () => {
    const { early, main } = await rig({ isKnown: false })
    expect(early.take('/A/')).toBeNull()
    expect(main.open).not.toHaveBeenCalled()
  })
})
