import { useActions } from './use-actions.ts'
import { foldedName, folded } from '../logic/filter-entries.ts'
import { rowStep } from '../logic/row-steps.ts'
import { clear, extendTo, move, moveFocus, selectOnly, toggle } from '../logic/selection.ts'
import { hasModifier } from '../logic/shortcuts.ts'
import { tileStep } from '../logic/tiles.ts'
import { findByPrefix, nothingTyped, typed } from '../logic/type-to-find.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useSearch } from '../stores/search.ts'
import { useSettings } from '../stores/settings.ts'
import { useShownList } from '../stores/shown-list.ts'

/** Keys of the list that is shown, a folder's or a search's: moving, selecting and type-to-find. Commands are handled by useCommands. */
export function useListKeys(options: {
  readonly rowsPerPage: () => number
  /** Of tiles; a list has one. */
  readonly columns?: () => number
}): {
  onKeydown: (event: KeyboardEvent) => void
} {
  const explorer = useExplorer()
  const search = useSearch()
  const shown = useShownList()
  const settings = useSettings()
  const actions = useActions()
  let typing = nothingTyped

  function step(event: KeyboardEvent): number | null {
    const delta = rowStep(event.key, options.rowsPerPage())
    const columns = options.columns?.() ?? 1
    if (columns === 1) return delta
    if (event.key === 'ArrowRight') return 1
    if (event.key === 'ArrowLeft') return -1
    const at = shown.order.indexOf.get(shown.selection.focus ?? '')
    if (delta === null || at === undefined || !Number.isFinite(delta)) return delta
    return tileStep(at, delta, columns, shown.order.keys.length)
  }

  function find(character: string): void {
    typing = typed(typing, character, Date.now())
    const focused = shown.order.indexOf.get(shown.selection.focus ?? '') ?? -1
    const { entries } = shown
    const startsWith = (index: number, text: string): boolean => {
      const entry = entries[index]
      return entry !== undefined && foldedName(entry).startsWith(text)
    }
    const key = shown.order.keys[findByPrefix(entries.length, startsWith, folded(typing.text), focused)]
    if (key !== undefined) shown.select(selectOnly(key))
  }

  /** Space: part of a name while typing one, else a quick look; with the modifier, the key that selects. */
  function space(isToggle: boolean): void {
    const { focus } = shown.selection
    if (typing.text !== '' && Date.now() - typing.at < 1000) {
      find(' ')
      return
    }
    if (focus === null) return
    if (isToggle) {
      shown.select(toggle(shown.selection, focus))
      return
    }
    if (!shown.selection.keys.has(focus)) shown.select(selectOnly(focus))
    actions.run('preview')
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.isComposing || event.altKey || isHeaderButton(event.target)) return
    const mod = hasModifier(event, settings.platform)
    const delta = step(event)
    if (delta !== null && !mod) {
      shown.select(move(shown.selection, delta, shown.order, event.shiftKey))
    } else if (delta !== null && settings.platform !== 'darwin') {
      // Ctrl goes somewhere without letting go of what is selected, as in Explorer.
      const next = event.shiftKey ? move : moveFocus
      shown.select(next(shown.selection, delta, shown.order, true))
    } else if (event.key === 'Escape') {
      if (shown.selection.keys.size > 0) shown.select(clear(shown.selection))
      else if (search.isShown) search.close()
      else if (explorer.filter !== null) explorer.narrow(null)
      else return
    } else if (event.key === ' ') {
      if (event.shiftKey && shown.selection.focus !== null) {
        shown.select(extendTo(shown.selection, shown.selection.focus, shown.order))
      } else space(mod)
    } else if (event.key === 'Enter' && !mod && !event.shiftKey && shown.selection.keys.size === 0) {
      // Cleared selection, but the keyboard is still on a row.
      if (shown.selection.focus === null) return
      void actions.openKey(shown.selection.focus)
    } else if (Array.from(event.key).length === 1 && !mod && !event.ctrlKey && !event.metaKey) find(event.key)
    else return
    event.preventDefault()
  }

  return { onKeydown }
}

const isHeaderButton = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button') !== null
