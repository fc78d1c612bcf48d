import type { ResultColumn } from '#shared/models/search.ts'
import type { ListColumn, ListView, MenuCommand } from '#shared/models/settings.ts'
import { t } from '../i18n/index.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useListLook } from '../stores/list-look.ts'
import { useSearch } from '../stores/search.ts'
import type { Action } from './use-actions.ts'
import { useToast } from './use-toast.ts'

type ListCommand = Extract<
  MenuCommand,
  | `sort.${string}`
  | `view.${string}`
  | `column.${string}`
  | 'groupResults'
  | 'resetColumns'
  | 'useLookForAll'
  | 'filter'
>

/** Commands on how the list is shown. */
export function useListCommands(): Record<ListCommand, Action> {
  const explorer = useExplorer()
  const look = useListLook()
  const search = useSearch()
  const toast = useToast()

  const sort = (column: ResultColumn): Action => ({
    unavailable: () => (look.shown.some(({ id }) => id === column) ? null : ''),
    isOn: () => (search.isShown ? search.sort : explorer.sort)?.column === column,
    run: () => {
      if (search.isShown) return search.sortBy(column)
      return column === 'folder' ? undefined : toast.attempt(() => explorer.sortBy(column))
    },
  })
  /** Tiles have no columns. */
  const noColumns = (): string | null => (look.view === 'grid' && !search.isShown ? '' : null)
  const column = (id: ListColumn): Action => ({
    unavailable: noColumns,
    isOn: () => look.isShown(id),
    run: () => toast.attempt(() => look.toggle(id)),
  })

  const view = (id: ListView): Action => ({
    // Results are grouped by their folders.
    unavailable: () => (search.isShown ? '' : null),
    isOn: () => look.view === id,
    run: () => toast.attempt(() => look.setView(id)),
  })

  async function useLookForAll(): Promise<void> {
    await toast.attempt(async () => {
      await look.useForAll()
      toast.done(t('explorer.looksAreAlike'))
    })
  }

  return {
    'view.list': view('list'),
    'view.grid': view('grid'),
    'sort.name': sort('name'),
    'sort.size': sort('size'),
    'sort.time': sort('time'),
    'sort.start': sort('start'),
    'sort.room': sort('room'),
    'sort.platform': sort('platform'),
    'sort.folder': sort('folder'),
    'sort.best': {
      unavailable: () => (search.isShown ? null : ''),
      isOn: () => search.isShown && search.sort === null,
      run: () => search.sortByMatch(),
    },
    groupResults: {
      unavailable: () => (search.isShown ? null : ''),
      isOn: () => search.isGrouped,
      run: () => toast.attempt(() => search.group(!search.isGrouped)),
    },
    'column.folder': { ...column('folder'), unavailable: () => (look.isMixed ? null : '') },
    'column.size': column('size'),
    'column.duration': column('duration'),
    'column.time': column('time'),
    'column.start': column('start'),
    'column.room': column('room'),
    'column.platform': column('platform'),
    resetColumns: {
      unavailable: () => (look.isDefault ? '' : noColumns()),
      run: () => toast.attempt(look.reset),
    },
    useLookForAll: { unavailable: () => (look.hasOwn && !search.isShown ? null : ''), run: useLookForAll },
    filter: {
      unavailable: () => (!search.isShown && explorer.listing.phase === 'shown' ? null : ''),
      run: () => explorer.narrow(explorer.filter ?? '', true),
    },
  }
}
