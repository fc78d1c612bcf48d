import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Bridge, Events, RequestInput } from '#shared/ipc/contract.ts'
import type { SearchPage } from '#shared/models/search.ts'
import { packRecordings } from '#shared/recording-columns.ts'
import { selectOnly } from '../../../src/renderer/logic/selection.ts'
import { useDeletion } from '../../../src/renderer/stores/deletion.ts'
import { useExplorer } from '../../../src/renderer/stores/explorer.ts'
import { useSearch } from '../../../src/renderer/stores/search.ts'
import { recording } from './fixtures.ts'

type Question = RequestInput<'search.query'>

/** The main process: holds every question until it is answered. */
function fakeMain() {
  const questions: { readonly asked: Question; readonly answer: (page: SearchPage) => void }[] = []
  const listeners = new Map<string, (payload: unknown) => void>()
  const bridge = {
    request: (name: string, input: unknown) =>
      name === 'search.query'
        ? new Promise((resolve) => {
            const answer = (value: SearchPage): void => resolve({ ok: true, value })
            questions.push({ asked: input as Question, answer })
          })
        : Promise.resolve({ ok: true, value: name === 'deletion.list' ? [] : null }),
    subscribe: (name: string, listener: (payload: unknown) => void) => {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  return {
    questions,
    tell: <Name extends keyof Events>(name: Name, payload: Events[Name]) => listeners.get(name)?.(payload),
  }
}

/** One page of the results in `/A/`. */
function page(names: readonly string[], total = names.length): SearchPage {
  return {
    groups: [
      {
        folder: { path: '/A/', name: 'A' },
        count: total,
        bytes: 1000 * total,
        bytesAreExact: true,
        recordings: packRecordings(names.map((name) => recording(name))),
      },
    ],
    places: null,
    total,
    folders: 1,
    bytes: 1000 * total,
    bytesAreExact: true,
    scope: { folders: 2, foldersLeft: 0, recordings: 10 },
  }
}

let main = fakeMain()
const namesOf = (search: ReturnType<typeof useSearch>) => search.entries.map(({ name }) => name)

beforeEach(() => {
  main = fakeMain()
  setActivePinia(createPinia())
  useSearch().start()
})

/** Types, and waits until that was asked for. */
async function type(text: string): Promise<(typeof main.questions)[number]> {
  const before = main.questions.length
  useSearch().text = text
  await expect.poll(() => main.questions.length).toBe(before + 1)
  const question = main.questions[before]
  if (question === undefined) throw new Error('Nothing was asked')
  return question
}

it('asks once for what is typed in one go, and with the words that it has come to', async () => {
  const search = useSearch()
  for (const text of ['k', 'ki', 'kic', ' kick ']) {
    search.text = text
    await nextTick()
  }
  await expect.poll(() => main.questions.length).toBe(1)
  expect(main.questions[0]?.asked).toMatchObject({ text: 'kick', offset: 0 })
})

it('drops an answer that comes after the one to a later question', async () => {
  const search = useSearch()
  const first = await type('a')
  const second = await type('ab')
  expect(second.asked.searchId).not.toBe(first.asked.searchId)
  second.answer(page(['ab.mp4']))
  await expect.poll(() => namesOf(search)).toEqual(['ab.mp4'])
  first.answer(page(['a.mp4', 'ab.mp4']))
  await nextTick()
  expect(namesOf(search)).toEqual(['ab.mp4'])
  expect(search.answered).toBe('ab')
})

it('keeps what is selected after the last key, however late its answer', async () => {
  const search = useSearch()
  const first = await type('a')
  first.answer(page(['a.mp4', 'ab.mp4']))
  await expect.poll(() => namesOf(search)).toHaveLength(2)
  const second = await type('ab')
  search.select(selectOnly('/A/ab.mp4'))
  second.answer(page(['ab.mp4']))
  await expect.poll(() => namesOf(search)).toHaveLength(1)
  expect(search.selected.map(({ name }) => name)).toEqual(['ab.mp4'])
})

it('keeps the results while the next words are looked for, and selects none of the new ones', async () => {
  const search = useSearch()
  const first = await type('a')
  first.answer(page(['a.mp4', 'ab.mp4']))
  await expect.poll(() => namesOf(search)).toHaveLength(2)
  search.select(selectOnly('/A/ab.mp4'))
  const second = await type('ab')
  expect(namesOf(search)).toHaveLength(2)
  second.answer(page(['ab.mp4']))
  await expect.poll(() => namesOf(search)).toHaveLength(1)
  expect(search.selected).toEqual([])
})

it('loads all pages under one id, and gives up when something else is asked for', async () => {
  const search = useSearch()
  const first = await type('a')
  first.answer(page(['1.mp4', '2.mp4'], 4))
  await expect.poll(() => search.results?.isComplete).toBe(false)
  const all = search.loadAll()
  await expect.poll(() => main.questions.length).toBe(2)
  expect(main.questions[1]?.asked).toMatchObject({ searchId: first.asked.searchId, offset: 2 })
  main.questions[1]?.answer(page(['3.mp4', '4.mp4'], 4))
  expect(await all).toBe(true)
  expect(namesOf(search)).toEqual(['1.mp4', '2.mp4', '3.mp4', '4.mp4'])

  const other = await type('ab')
  other.answer(page(['1.mp4'], 3))
  await expect.poll(() => search.results?.loaded).toBe(1)
  const given = search.loadAll()
  await expect.poll(() => main.questions.length).toBe(4)
  await type('abc')
  main.questions[3]?.answer(page(['2.mp4'], 3))
  expect(await given).toBe(false)
  expect(namesOf(search)).toEqual(['1.mp4'])
})

it('lets go of what was deleted at once, and looks again', async () => {
  const search = useSearch()
  const first = await type('a')
  first.answer(page(['1.mp4', '2.mp4']))
  await expect.poll(() => search.results?.total).toBe(2)
  const update = {
    folder: '/A/',
    recordings: packRecordings([]),
    removed: ['1.mp4'],
    folders: [],
    removedFolders: [],
  }
  main.tell('library.changed', { updates: [update] })
  expect(namesOf(search)).toEqual(['2.mp4'])
  await expect.poll(() => main.questions.length).toBe(2)
  // Who wants all of them waits for the answer.
  const all = search.loadAll()
  main.questions[1]?.answer(page(['2.mp4', '3.mp4']))
  expect(await all).toBe(true)
  expect(namesOf(search)).toEqual(['2.mp4', '3.mp4'])
})

it('ends when the words and filters are gone, and when one goes somewhere', async () => {
  const search = useSearch()
  await type('a')
  search.narrow({ size: 'small' })
  search.text = ''
  await nextTick()
  expect(search.isShown).toBe(true)
  search.narrow({ size: 'any' })
  expect(search.isShown).toBe(false)
  await type('a')
  expect(search.isShown).toBe(true)
  void useExplorer().openFolder('/')
  await nextTick()
  expect(search.isShown).toBe(false)
  expect(search.text).toBe('')
})

it('another order asks for the same results from their beginning, and what is selected stays', async () => {
  const search = useSearch()
  const first = await type('mp4')
  expect(first.asked.order).toBeUndefined()
  first.answer(page(['a.mp4', 'b.mp4']))
  await expect.poll(() => namesOf(search)).toHaveLength(2)
  search.select(selectOnly('/A/b.mp4'))
  const before = search.searches
  void search.sortBy('size')
  await expect.poll(() => main.questions.length).toBe(2)
  expect(main.questions[1]?.asked).toMatchObject({
    text: 'mp4',
    offset: 0,
    isGrouped: true,
    order: { column: 'size', direction: 'descending' },
  })
  main.questions[1]?.answer(page(['b.mp4', 'a.mp4']))
  await expect.poll(() => namesOf(search)).toEqual(['b.mp4', 'a.mp4'])
  expect(search.searches).toBe(before + 1)
  expect(search.selected.map(({ name }) => name)).toEqual(['b.mp4'])
  // The next search begins with the best matches.
  search.close()
  expect((await type('a')).asked.order).toBeUndefined()
})

it('what is about to be deleted counts neither as a result nor by its size', async () => {
  const search = useSearch()
  ;(await type('a')).answer(page(['1.mp4', '2.mp4', '3.mp4']))
  await expect.poll(() => search.visible?.total).toBe(3)
  await useDeletion().start()
  const deletion = {
    id: 'x',
    state: { kind: 'countdown', until: 0 },
    total: 1,
    tried: 0,
    waiting: ['/A/2.mp4'],
    failures: [],
  } as const
  main.tell('deletion.changed', { kind: 'begun', deletion })
  expect(namesOf(search)).toEqual(['1.mp4', '3.mp4'])
  expect(search.visible).toMatchObject({ total: 2, loaded: 2, bytes: 2000, folders: 1 })
  main.tell('deletion.changed', { kind: 'gone', id: 'x', isDone: false })
  expect(search.visible).toMatchObject({ total: 3, bytes: 3000 })
})
