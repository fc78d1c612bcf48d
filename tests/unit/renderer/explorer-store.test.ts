import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, watch } from 'vue'
import type { ErrorShape } from '#shared/errors.ts'
import type { Bridge, Events } from '#shared/ipc/contract.ts'
import type { FolderOpening } from '#shared/models/folder.ts'
import type { FolderLook, FolderMemory } from '#shared/models/folder-look.ts'
import { defaultListLook, type Settings } from '#shared/models/settings.ts'
import { useExplorer } from '../../../src/renderer/stores/explorer.ts'
import { useListLook } from '../../../src/renderer/stores/list-look.ts'
import { useSettings } from '../../../src/renderer/stores/settings.ts'
import { batch, opening, recording } from './fixtures.ts'

const tiles: FolderLook = { view: 'grid', sort: { column: 'size', direction: 'descending' } }
const nothing: FolderMemory = { lastFolder: '/', looks: [] }

/** The main process, with a memory and with folders as they are set. */
function fakeMain() {
  const folders = new Map<string, FolderOpening | ErrorShape>()
  const asked: { readonly name: string; readonly input: unknown }[] = []
  const listeners = new Map<string, (payload: unknown) => void>()
  const state = { memory: Promise.resolve(nothing), list: defaultListLook }
  const value = (name: string, input: unknown): unknown => {
    if (name === 'folders.memory') return state.memory
    if (name === 'settings.update') {
      state.list = { ...state.list, ...(input as { readonly list: FolderLook }).list }
      return { list: state.list }
    }
    if (name === 'settings.get') return { list: state.list }
    if (name === 'library.openFolder') return folders.get((input as { readonly path: string }).path)
    return null
  }
  const bridge = {
    request: async (name: string, input: unknown) => {
      asked.push({ name, input })
      const answer: unknown = await value(name, input)
      const isError = typeof answer === 'object' && answer !== null && 'code' in answer
      return isError ? { ok: false, error: answer } : { ok: true, value: answer }
    },
    subscribe: (name: string, listener: (payload: unknown) => void) => {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  return {
    folders,
    asked,
    state,
    opened: () =>
      asked.flatMap(({ name, input }) =>
        name === 'library.openFolder' ? [(input as { readonly path: string }).path] : [],
      ),
    tell: <Name extends keyof Events>(name: Name, payload: Events[Name]) => listeners.get(name)?.(payload),
  }
}

const refusal = (code: ErrorShape['code']): ErrorShape => ({ code, params: {}, retryable: false })
const small = recording('small.mp4', { size: 1 })
const large = recording('tall.mp4', { size: 9 })

let main = fakeMain()

beforeEach(() => {
  main = fakeMain()
  main.folders.set('/', opening({ folders: [{ path: '/A/', name: 'A' }] }))
  main.folders.set('/A/', opening({ recordings: [large, small] }))
  setActivePinia(createPinia())
  // Not `start()`: there is no document whose language could be set.
  useSettings().settings = { list: defaultListLook } as Settings
  useExplorer().start()
})

/** Signs in, and waits until the folder has answered. */
async function begin(id: string): Promise<void> {
  const explorer = useExplorer()
  await explorer.begin(id)
  await expect.poll(() => explorer.listing.phase).not.toBe('loading')
}

const names = () => useExplorer().entries.map(({ name }) => name)

it('begins in the folder that was open last, shown as it was left', async () => {
  main.state.memory = Promise.resolve({ lastFolder: '/A/', looks: [{ folder: '/A/', ...tiles }] })
  const explorer = useExplorer()
  await begin('p')
  expect(explorer.path).toBe('/A/')
  expect(names()).toEqual(['tall.mp4', 'small.mp4'])
  expect(useListLook().view).toBe('grid')
  expect(explorer.canGoBack).toBe(false)
  await explorer.up()
  expect([useListLook().view, explorer.sort]).toEqual(['list', defaultListLook.sort])
  expect(main.opened()).toEqual(['/A/', '/'])
})

it.each([
  ['has nothing in it any more', opening()],
  ['is refused by the server', refusal('api.badParameters')],
])('begins at the root when that folder %s', async (_, answer) => {
  main.state.memory = Promise.resolve({ ...nothing, lastFolder: '/gone/' })
  main.folders.set('/gone/', answer)
  const explorer = useExplorer()
  await begin('p')
  await expect.poll(() => explorer.path).toBe('/')
  await expect.poll(names).toEqual(['A'])
  expect(explorer.listing.error).toBeNull()
  expect(explorer.canGoBack).toBe(false)
})

it('begins at the root when that folder is known, and turns out to be gone', async () => {
  main.state.memory = Promise.resolve({ ...nothing, lastFolder: '/gone/' })
  main.folders.set('/gone/', opening({ recordings: [small], asOf: 1, isOver: false }))
  await begin('p')
  await nextTick()
  expect(names()).toEqual(['small.mp4'])
  main.tell('library.batch', batch({ removed: [], complete: true, error: refusal('api.unknown') }))
  await expect.poll(names).toEqual(['A'])
})

it('stays in that folder when the server cannot be asked', async () => {
  main.state.memory = Promise.resolve({ ...nothing, lastFolder: '/A/' })
  main.folders.set('/A/', refusal('network.timeout'))
  const explorer = useExplorer()
  await begin('p')
  await nextTick()
  expect([explorer.path, explorer.listing.phase]).toEqual(['/A/', 'failed'])
})

it('stays in a folder that the user has emptied, and in one that was gone to', async () => {
  main.state.memory = Promise.resolve({ ...nothing, lastFolder: '/A/' })
  main.folders.set('/empty/', opening())
  const explorer = useExplorer()
  await begin('p')
  await nextTick()
  const update = { ...batch({ removed: ['small.mp4', 'tall.mp4'] }), folder: '/A/' }
  main.tell('library.changed', { updates: [update] })
  await nextTick()
  expect([explorer.path, names()]).toEqual(['/A/', []])
  await explorer.openFolder('/empty/')
  await nextTick()
  expect(explorer.path).toBe('/empty/')
})

it('goes to no remembered folder when the user is somewhere by then', async () => {
  const { promise, resolve } = Promise.withResolvers<FolderMemory>()
  main.state.memory = promise
  const explorer = useExplorer()
  const begun = explorer.begin('p')
  await explorer.openFolder('/A/')
  resolve({ lastFolder: '/B/', looks: [{ folder: '/A/', ...tiles }] })
  await begun
  expect([explorer.path, explorer.sort, names()]).toEqual(['/A/', tiles.sort, ['tall.mp4', 'small.mp4']])
})

it('remembers view and order of each folder, and takes one folder’s for all', async () => {
  const explorer = useExplorer()
  const look = useListLook()
  await begin('p')
  expect(look.hasOwn).toBe(false)
  await explorer.openFolder('/A/')
  await explorer.sortBy('size')
  await look.setView('grid')
  expect(main.asked.at(-1)).toEqual({ name: 'folders.keepLook', input: { folder: '/A/', look: tiles } })
  expect(look.hasOwn).toBe(true)
  await explorer.up()
  expect([look.view, explorer.sort.column]).toEqual(['list', 'name'])
  await explorer.back()
  expect([look.view, explorer.sort]).toEqual(['grid', tiles.sort])
  await look.useForAll()
  expect(main.asked.at(-1)?.name).toBe('folders.forgetLooks')
  expect(look.hasOwn).toBe(false)
  await explorer.up()
  expect([look.view, explorer.sort]).toEqual(['grid', tiles.sort])
})

it('takes nothing of one account into another', async () => {
  const explorer = useExplorer()
  await begin('p')
  await explorer.openFolder('/A/')
  await useListLook().setView('grid')
  await begin('q')
  expect([explorer.path, explorer.canGoBack]).toEqual(['/', false])
  await explorer.openFolder('/A/')
  expect(useListLook().view).toBe('list')
})

describe('a server that cannot be reached', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    return () => void vi.useRealTimers()
  })
  const dead: ErrorShape = { code: 'network.refused', params: {}, retryable: true }

  it('is asked again by itself, less and less often, and nothing blinks until it answers', async () => {
    main.folders.set('/A/', dead)
    const explorer = useExplorer()
    await explorer.begin('one')
    await explorer.openFolder('/A/')
    const phases = new Set<string>()
    watch(
      () => explorer.listing,
      ({ phase }) => phases.add(phase),
      { flush: 'sync' },
    )
    const askedOf = (): number => main.opened().filter((path) => path === '/A/').length
    for (const [ms, count] of [
      [4999, 1],
      [1, 2],
      [9999, 2],
      [1, 3],
      [20_000, 4],
      [40_000, 5],
      [60_000, 6],
      [60_000, 7],
    ] as const) {
      await vi.advanceTimersByTimeAsync(ms)
      expect(askedOf()).toBe(count)
    }
    expect([...phases]).toEqual(['failed'])
    main.folders.set('/A/', opening({ recordings: [small] }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(explorer.entries.map(({ name }) => name)).toEqual(['small.mp4'])
    expect([...phases]).toEqual(['failed', 'shown'])
    await vi.advanceTimersByTimeAsync(600_000)
    expect(askedOf()).toBe(8)
  })

  it('is asked again no later because of what we change meanwhile in the list that is shown', async () => {
    const explorer = useExplorer()
    await explorer.begin('one')
    await explorer.openFolder('/A/')
    main.folders.set('/A/', dead)
    await explorer.reload()
    const before = main.opened().length
    for (let change = 0; change < 3; change++) {
      await vi.advanceTimersByTimeAsync(1600)
      const update = { ...batch({ recordings: [recording(`new ${change}.mp4`)] }), folder: '/A/' }
      main.tell('library.changed', { updates: [update] })
    }
    expect([explorer.entries.length, main.opened().length]).toEqual([5, before])
    await vi.advanceTimersByTimeAsync(200)
    expect(main.opened().length).toBe(before + 1)
  })

  it('is left alone once the folder is left, and when it has answered, if only with a no', async () => {
    main.folders.set('/A/', dead)
    const explorer = useExplorer()
    await explorer.begin('one')
    await explorer.openFolder('/A/')
    await explorer.up()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(main.opened()).toEqual(['/', '/A/', '/'])
    main.folders.set('/A/', refusal('api.noPermission'))
    await explorer.openFolder('/A/')
    await vi.advanceTimersByTimeAsync(600_000)
    expect(main.opened()).toEqual(['/', '/A/', '/', '/A/'])
  })
})
