import { expect, it } from 'vitest'
import { entriesOf } from '../../../src/renderer/logic/entries.ts'
import { openingOf } from '../../../src/renderer/logic/opening.ts'
import { folder, recording } from './fixtures.ts'

const select = (folders: readonly string[], recordings: readonly string[]) =>
  openingOf(
    entriesOf(
      folders.map(folder),
      recordings.map((name) => recording(name)),
    ),
  )

it('one thing is opened, whatever it is', () => {
  expect(select(['B'], [])).toEqual({ kind: 'folder', path: '/A/B/' })
  expect(select([], ['a.mp4'])).toMatchObject({ kind: 'recordings', recordings: [{ key: '/A/a.mp4' }] })
})

it('of several the recordings are played, in their order, and no folder is opened', () => {
  const played = { kind: 'recordings', recordings: [{ key: '/A/a.mp4' }, { key: '/A/b.mp4' }] }
  expect(select([], ['a.mp4', 'b.mp4'])).toMatchObject(played)
  expect(select(['B', 'C'], ['a.mp4', 'b.mp4'])).toMatchObject(played)
  expect(select(['B'], ['a.mp4'])).toMatchObject({ kind: 'recordings', recordings: [{ key: '/A/a.mp4' }] })
})

it('nothing, and folders alone, cannot be opened', () => {
  expect(select([], [])).toBeNull()
  expect(select(['B', 'C'], [])).toBeNull()
})
