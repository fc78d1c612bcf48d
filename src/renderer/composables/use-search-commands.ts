import type { MenuCommand } from '#shared/models/settings.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useSearch } from '../stores/search.ts'
import type { Action } from './use-actions.ts'

/** Commands of the search through all folders. */
export function useSearchCommands(): Record<Extract<MenuCommand, 'search' | 'showInFolder'>, Action> {
  const explorer = useExplorer()
  const search = useSearch()

  return {
    search: { unavailable: () => null, run: () => search.call() },
    showInFolder: {
      unavailable: () => (search.isShown && search.selected.length === 1 ? null : ''),
      // Going somewhere ends the search.
      run: () => search.selected.map(({ key, recording }) => explorer.openFolder(recording.folder, key)),
    },
  }
}
