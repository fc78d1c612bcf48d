import type { ListColumn, MenuCommand } from '#shared/models/settings.ts'
import { t } from '../i18n/index.ts'
import type { MenuEntry } from '../logic/context-menu.ts'
import { useListLook } from '../stores/list-look.ts'
import { useActions } from './use-actions.ts'

/** What the menu does with the column that it is opened at. */
export interface ColumnMoves {
  readonly widen: (column: ListColumn, direction: -1 | 1) => unknown
  readonly move: (column: ListColumn, direction: -1 | 1) => unknown
}

/** The menu of one column's header: its width and place, and which columns there are. */
export function useColumnMenu({ widen, move }: ColumnMoves): (column: ListColumn) => MenuEntry[] {
  const actions = useActions()
  const look = useListLook()

  const choice = (column: Exclude<ListColumn, 'name'>): MenuEntry => {
    const command: MenuCommand = `column.${column}`
    return {
      kind: 'action',
      id: command,
      label: t(`explorer.${column}`),
      isChecked: look.isShown(column),
      run: () => actions.run(command),
    }
  }

  return (column) => [
    {
      kind: 'action',
      id: 'wider',
      label: t('explorer.wider'),
      shortcut: 'columnWider',
      run: () => widen(column, 1),
    },
    {
      kind: 'action',
      id: 'narrower',
      label: t('explorer.narrower'),
      shortcut: 'columnNarrower',
      run: () => widen(column, -1),
    },
    {
      kind: 'action',
      id: 'moveLeft',
      label: t('explorer.moveLeft'),
      shortcut: 'columnLeft',
      disabled: look.neighbour(column, -1) === null,
      run: () => move(column, -1),
    },
    {
      kind: 'action',
      id: 'moveRight',
      label: t('explorer.moveRight'),
      shortcut: 'columnRight',
      disabled: look.neighbour(column, 1) === null,
      run: () => move(column, 1),
    },
    { kind: 'separator' },
    ...(look.isMixed ? [choice('folder')] : []),
    ...(['size', 'duration', 'time', 'start', 'room', 'platform'] as const).map(choice),
    { kind: 'separator' },
    {
      kind: 'action',
      id: 'resetColumns',
      label: t('explorer.resetColumns'),
      disabled: look.isDefault,
      run: () => actions.run('resetColumns'),
    },
  ]
}
