import { useActions } from './use-actions.ts'
import { foldedName, folded } from '../logic/filter-entries.ts'
import { clear, extendTo, move, moveFocus, selectOnly, toggle } from '../logic/selection.ts'
import { hasModifier } from '../logic/shortcuts.ts'
import { findByPrefix, nothingTyped, typed } from '../logic/type-to-find.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useSettings } from '../stores/settings.ts'

/** Keys of the list itself: moving, selecting and type-to-find. Commands are handled by useCommands. */
export function useListKeys(options: { rowsPerPage: () => number }): {
  onKeydown: (event: KeyboardEvent) => void
} {
  const explorer = useExplorer()
  const settings = useSettings()
  const actions = useActions()
  let search = nothingTyped

  function step(event: KeyboardEvent): number | null {
    switch (event.key) {
      case 'ArrowDown':
        return 1
      case 'ArrowUp':
        return -1
      case 'PageDown':
        return Math.max(1, options.rowsPerPage() - 1)
      case 'PageUp':
        return -Math.max(1, options.rowsPerPage() - 1)
      case 'Home':
        return -Infinity
      case 'End':
        return Infinity
      default:
        return null
    }
  }

  function find(character: string): void {
    search = typed(search, character, Date.now())
    const focused = explorer.order.indexOf.get(explorer.selection.focus ?? '') ?? -1
    const { entries } = explorer
    const startsWith = (index: number, text: string): boolean => {
      const entry = entries[index]
      return entry !== undefined && foldedName(entry).startsWith(text)
    }
    const key = explorer.order.keys[findByPrefix(entries.length, startsWith, folded(search.text), focused)]
    if (key !== undefined) explorer.select(selectOnly(key))
  }

  /** Space: part of a name while typing one, else the key that selects. */
  function space(isToggle: boolean): void {
    const { focus } = explorer.selection
    if (search.text !== '' && Date.now() - search.at < 1000) {
      find(' ')
      return
    }
    if (focus === null) return
    explorer.select(isToggle ? toggle(explorer.selection, focus) : selectOnly(focus))
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.isComposing || event.altKey || isHeaderButton(event.target)) return
    const mod = hasModifier(event, settings.platform)
    const delta = step(event)
    if (delta !== null && !mod) {
      explorer.select(move(explorer.selection, delta, explorer.order, event.shiftKey))
    } else if (delta !== null && settings.platform !== 'darwin') {
      // Ctrl goes somewhere without letting go of what is selected, as in Explorer.
      const next = event.shiftKey ? move : moveFocus
      explorer.select(next(explorer.selection, delta, explorer.order, true))
    } else if (event.key === 'Escape') {
      if (explorer.selection.keys.size > 0) explorer.select(clear(explorer.selection))
      else if (explorer.filter !== null) explorer.narrow(null)
      else return
    } else if (event.key === ' ') {
      if (event.shiftKey && explorer.selection.focus !== null) {
        explorer.select(extendTo(explorer.selection, explorer.selection.focus, explorer.order))
      } else space(mod)
    } else if (event.key === 'Enter' && !mod && explorer.selection.keys.size === 0) {
      // Cleared selection, but the keyboard is still on a row.
      if (explorer.selection.focus === null) return
      void actions.openKey(explorer.selection.focus)
    } else if (Array.from(event.key).length === 1 && !mod && !event.ctrlKey && !event.metaKey) find(event.key)
    else return
    event.preventDefault()
  }

  return { onKeydown }
}

const isHeaderButton = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button') !== null
