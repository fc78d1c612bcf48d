import { describe, expect, it } from 'vitest'
import { columnLooks } from '#shared/ipc/schemas.ts'
import { defaultListLook, type ColumnLook, type ListColumn } from '#shared/models/settings.ts'
import {
  columnTemplate,
  isDefaultLook,
  neighbour,
  shownColumns,
  widthOf,
  withMoved,
  withToggled,
  withWidth,
} from '../../../src/renderer/logic/columns.ts'

const own = defaultListLook.columns
const none = { areNamed: false, areMixed: false, areTimed: true }
const named = { areNamed: true, areMixed: false, areTimed: true }
const ids = (looks: readonly ColumnLook[]): ListColumn[] => looks.map(({ id }) => id)
const look = (looks: readonly ColumnLook[], id: ListColumn) => looks.find((column) => column.id === id)

describe('columns', () => {
  it('that are read from names appear where there is something to read', () => {
    expect(ids(shownColumns(own, none))).toEqual(['name', 'size', 'duration', 'time'])
    expect(ids(shownColumns(own, named))).toEqual([
      'name',
      'size',
      'duration',
      'time',
      'start',
      'room',
      'platform',
    ])
    expect(ids(shownColumns(own, { areNamed: false, areMixed: true, areTimed: false }))).toEqual([
      'name',
      'folder',
      'size',
      'time',
    ])
    expect(ids(shownColumns(withToggled(own, 'room'), named))).not.toContain('room')
  })

  it('give the name what is left until it is resized', () => {
    const two = shownColumns(own, none).slice(0, 2)
    expect(columnTemplate(two)).toBe('minmax(220px, 1fr) 96px')
    expect(columnTemplate(withWidth(two, 'name', 300))).toBe('300px 96px minmax(0, 1fr)')
    expect(columnTemplate(withWidth(two, 'size', 120.4))).toBe('minmax(220px, 1fr) 120px')
  })

  it('are never too narrow to grab nor wider than any screen, and get their own width back', () => {
    expect(look(withWidth(own, 'size', -50), 'size')?.width).toBe(56)
    expect(look(withWidth(own, 'size', 99_999), 'size')?.width).toBe(1200)
    const back = withWidth(withWidth(own, 'size', 300), 'size', null)
    expect(isDefaultLook(back)).toBe(true)
    expect(widthOf({ id: 'size', width: null, isShown: true })).toBe(96)
  })

  it('are moved to a place, the name being first for ever', () => {
    expect(ids(withMoved(own, 'room', 'size'))).toEqual([
      'name',
      'folder',
      'room',
      'size',
      'duration',
      'time',
      'start',
      'platform',
    ])
    expect(ids(withMoved(own, 'size', 'start'))).toEqual([
      'name',
      'folder',
      'duration',
      'time',
      'start',
      'size',
      'room',
      'platform',
    ])
    expect(withMoved(own, 'name', 'size')).toBe(own)
    expect(withMoved(own, 'size', 'name')).toBe(own)
    expect(withToggled(own, 'name')).toBe(own)
  })

  it('have neighbours among those that are shown', () => {
    const shown = shownColumns(withToggled(own, 'time'), named)
    expect([neighbour(shown, 'size', 1), neighbour(shown, 'size', -1)]).toEqual(['duration', null])
    expect([neighbour(shown, 'platform', 1), neighbour(shown, 'name', 1)]).toEqual([null, null])
  })

  it('can be remembered after any change', () => {
    const changed = withMoved(withToggled(withWidth(own, 'name', 5), 'size'), 'platform', 'time')
    expect(columnLooks.safeParse(changed).success).toBe(true)
    expect(isDefaultLook(changed)).toBe(false)
  })
})
