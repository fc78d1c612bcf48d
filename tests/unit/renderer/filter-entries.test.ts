import { describe, expect, it } from 'vitest'
import { entriesOf } from '../../../src/renderer/logic/entries.ts'
import { filterEntries } from '../../../src/renderer/logic/filter-entries.ts'
import { folder, recording } from './fixtures.ts'

const rows = entriesOf(
  [folder('会议录像')],
  ['Weekly Review 38.mp4', '周例会 第38周.mp4', 'Ａ１.mp4'].map((name) => recording(name)),
)
const found = (filter: string): string[] => filterEntries(rows, filter).map(({ name }) => name)

describe('the filter', () => {
  it('finds every word anywhere in a name, in any case', () => {
    expect(found('38')).toEqual(['Weekly Review 38.mp4', '周例会 第38周.mp4'])
    expect(found('REVIEW  week')).toEqual(['Weekly Review 38.mp4'])
    expect(found('会')).toEqual(['会议录像', '周例会 第38周.mp4'])
    expect(found('nothing')).toEqual([])
  })

  it('takes full-width letters and digits for what they are', () => {
    expect(found('a1')).toEqual(['Ａ１.mp4'])
    expect(found('３８')).toHaveLength(2)
  })

  it('leaves the list alone while it is empty', () => {
    expect(filterEntries(rows, ' 　')).toBe(rows)
  })

  it('goes through 100,000 names', () => {
    const many = entriesOf(
      [],
      Array.from({ length: 100_000 }, (_, index) => recording(`rec-${index}.mp4`)),
    )
    expect(filterEntries(many, '9999')).toHaveLength(19)
  })
})
