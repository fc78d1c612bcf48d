import { expect, it } from 'vitest'
import type { ProfileIndex } from '#main/library/recording-index/index.types.ts'
import { SearchService } from '#main/library/search/search-service.ts'
import { AppError } from '#shared/errors.ts'
import type { SearchPage, SearchQuery } from '#shared/models/search.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { change, facts, memoryIndexes } from '#tests/support/index-rig.ts'

const query = (text: string): SearchQuery => ({
  text,
  within: null,
  from: null,
  until: null,
  minSize: null,
  maxSize: null,
  order: null,
  isGrouped: true,
  offset: 0,
  limit: 10,
})

async function rig() {
  const index = memoryIndexes().of('a')
  await index.apply(change('/A/', { recordings: [facts('abc.mp4')], listedAt: 1 }))
  const asked: string[] = []
  const gate = Promise.withResolvers<undefined>()
  const held: ProfileIndex = {
    ...index,
    search: async (asking): Promise<SearchPage> => {
      asked.push(asking.text)
      await gate.promise
      return await index.search(asking)
    },
  }
  return {
    asked,
    release: () => gate.resolve(undefined),
    search: new SearchService({ activeIndex: () => held }),
  }
}

it('a search supersedes those before it, of which those that waited are never asked', async () => {
  const { search, asked, release } = await rig()
  const searchFor = (text: string) => codeOf(search.search(text, query(text)))
  const first = searchFor('a')
  await expect.poll(() => asked).toEqual(['a'])
  const searches = [first, searchFor('ab'), searchFor('abc')]
  const last = search.search('abcd', query('abc'))
  release()
  expect(await Promise.all(searches)).toEqual(['aborted', 'aborted', 'aborted'])
  expect((await last).total).toBe(1)
  expect(asked).toEqual(['a', 'abc'])
})

it('the pages of one search do not supersede each other', async () => {
  const { search, release } = await rig()
  const pages = [search.search('one', query('abc')), search.search('one', query('abc'))]
  release()
  expect((await Promise.all(pages)).map(({ total }) => total)).toEqual([1, 1])
})

it('a search can be cancelled; one that is over cannot', async () => {
  const { search, release } = await rig()
  const cancelled = codeOf(search.search('one', query('abc')))
  search.cancel('one')
  release()
  expect(await cancelled).toBe('aborted')
  const next = search.search('two', query('abc'))
  search.cancel('one')
  expect((await next).total).toBe(1)
})

it('one that fails leaves the next alone', async () => {
  const index = memoryIndexes().of('a')
  let fails = true
  const search = new SearchService({
    activeIndex: () => ({
      ...index,
      search: (asking) => (fails ? Promise.reject(new Error('disk')) : index.search(asking)),
    }),
  })
  await expect(search.search('one', query(''))).rejects.toThrow('disk')
  fails = false
  expect((await search.search('one', query(''))).total).toBe(0)
})

it('needs somebody who is signed in', async () => {
  const search = new SearchService({
    activeIndex: () => {
      throw new AppError('account.notSignedIn')
    },
  })
  expect(await codeOf(search.search('one', query('')))).toBe('account.notSignedIn')
})
