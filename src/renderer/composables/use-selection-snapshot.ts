import { retain } from '../logic/selection.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useSearch } from '../stores/search.ts'
import { useShownList } from '../stores/shown-list.ts'

/**
 * Remembers what is shown and selected, for what is decided later: acting then selects again what was selected and is still
 * there, and does nothing once another folder or search is shown.
 */
export function useSelectionSnapshot(): () => (act: () => unknown) => void {
  const explorer = useExplorer()
  const search = useSearch()
  const shown = useShownList()
  const placeNow = (): string | number => (search.isShown ? search.searches : explorer.path)

  return () => {
    const { order, selection } = shown
    const place = placeNow()
    return (act) => {
      if (placeNow() !== place) return
      if (shown.selection !== selection) shown.select(retain(selection, order, shown.order))
      act()
    }
  }
}
