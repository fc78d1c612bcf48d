import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Bridge, RequestInput } from '#shared/ipc/contract.ts'
import type { Subfolders } from '#shared/models/folder.ts'
import { useFolderTree } from '../../../src/renderer/stores/folder-tree.ts'

type Question = RequestInput<'library.subfolders'>

/** The main process: holds every question about subfolders until it is answered; null refuses as when the page lists the folder. */
function fakeMain() {
  const questions: { readonly asked: Question; readonly answer: (value: Subfolders | null) => void }[] = []
  const bridge = {
    request: (name: string, input: unknown) =>
      name === 'library.subfolders'
        ? new Promise((resolve) => {
            const answer = (value: Subfolders | null): void =>
              resolve(
                value === null
                  ? { ok: false, error: { code: 'aborted', params: {}, retryable: false } }
                  : { ok: true, value },
              )
            questions.push({ asked: input as Question, answer })
          })
        : Promise.resolve({ ok: true, value: null }),
    subscribe: () => () => undefined,
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  return questions
}

const folders = (isWhole: boolean, ...names: string[]): Subfolders => ({
  folders: names.map((name) => ({ path: `/${name}/`, name })),
  isWhole,
})

let questions = fakeMain()
beforeEach(() => {
  questions = fakeMain()
  setActivePinia(createPinia())
})

it('a place is looked up on the server even while what is known of its folder is still being looked up', async () => {
  const tree = useFolderTree()
  const suggested = tree.load('/', false)
  const found = tree.find(['A'])
  await expect.poll(() => questions.length).toBe(1)
  questions[0]?.answer(folders(false))
  await expect.poll(() => questions[1]?.asked).toEqual({ path: '/', mayAsk: true })
  questions[1]?.answer(folders(true, 'A'))
  await suggested
  expect(await found).toEqual({ kind: 'folder', path: '/A/' })
})

it('nothing is said to be missing in a folder that is not known whole', async () => {
  const tree = useFolderTree()
  const found = tree.find(['A', 'b.mp4'])
  await expect.poll(() => questions.length).toBe(1)
  // The page is listing the root just now: the answer comes another way.
  questions[0]?.answer(null)
  await expect.poll(() => questions[1]?.asked.path).toBe('/A/')
  questions[1]?.answer(null)
  expect(await found).toEqual({ kind: 'recording', path: '/A/b.mp4', folder: '/A/' })
})

it('what is not there is named, and where it was looked for; case does not matter', async () => {
  const tree = useFolderTree()
  const found = tree.find(['projects', 'nowhere'])
  await expect.poll(() => questions.length).toBe(1)
  questions[0]?.answer(folders(true, 'Projects'))
  await expect.poll(() => questions[1]?.asked.path).toBe('/Projects/')
  questions[1]?.answer({ folders: [], isWhole: true })
  expect(await found).toEqual({ kind: 'missing', name: 'nowhere', within: '/Projects/' })
})

it('names lead as far as is known without a question, in any case', async () => {
  const tree = useFolderTree()
  const found = tree.find(['projects'], false)
  await expect.poll(() => questions[0]?.asked).toEqual({ path: '/', mayAsk: false })
  questions[0]?.answer(folders(false, 'Projects'))
  expect(await found).toEqual({ kind: 'folder', path: '/Projects/' })
  expect(tree.known([])).toBe('/')
  expect(tree.known(['PROJECTS'])).toBe('/Projects/')
  expect(tree.known(['Projects', 'deep'])).toBe('/Projects/deep/')
  expect(questions).toHaveLength(1)
})

it('two who look into a folder at once ask once', async () => {
  const tree = useFolderTree()
  const both = Promise.all([tree.load('/', true), tree.unfold('/')])
  await expect.poll(() => questions.length).toBe(1)
  questions[0]?.answer(folders(true, 'A'))
  await both
  expect(questions).toHaveLength(1)
  expect(tree.rows.map(({ path }) => path)).toEqual(['/', '/A/'])
})
