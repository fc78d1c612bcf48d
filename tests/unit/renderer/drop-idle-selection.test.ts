import { describe, expect, it } from 'vitest'
import { dropIdleSelection } from '../../../src/renderer/composables/drop-idle-selection.ts'

/** A page with a selection of some type. @param field selector of the field that has the focus, if one has */
function pageWith(type: string, field?: string) {
  let dropped = 0
  const focused = field === undefined ? null : { matches: (selectors: string) => selectors.includes(field) }
  const page = Object.assign(new EventTarget(), {
    activeElement: focused as Element | null,
    getSelection: () => ({ type, removeAllRanges: () => (dropped += 1) }),
  })
  dropIdleSelection(page)
  return { dispatch: (name: string) => page.dispatchEvent(new Event(name)), dropped: () => dropped }
}

describe('a selection without a visible place', () => {
  it('is dropped after a press and after a drag', () => {
    const { dispatch, dropped } = pageWith('None')
    dispatch('mouseup')
    expect(dropped()).toBe(1)
    dispatch('dragend')
    expect(dropped()).toBe(2)
  })

  it.each(['Range', 'Caret'])('is not what somebody has selected (%s)', (type) => {
    const { dispatch, dropped } = pageWith(type)
    dispatch('mouseup')
    expect(dropped()).toBe(0)
  })

  it('is left alone while a field has the focus: its caret belongs to it', () => {
    const { dispatch, dropped } = pageWith('None', 'input')
    dispatch('mouseup')
    expect(dropped()).toBe(0)
  })
})
