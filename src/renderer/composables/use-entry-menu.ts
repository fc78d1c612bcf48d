import type { MenuCommand } from '#shared/models/settings.ts'
import { t } from '../i18n/index.ts'
import type { MenuEntry } from '../logic/context-menu.ts'
import { useLocalCopies } from '../stores/local-copies.ts'
import { useSearch } from '../stores/search.ts'
import { useShownList } from '../stores/shown-list.ts'
import { useActions } from './use-actions.ts'
import { useSelectionSnapshot } from './use-selection-snapshot.ts'

/** The menu of the selection, or of the folder or search itself when nothing is selected. */
export function useEntryMenu(): () => MenuEntry[] {
  const actions = useActions()
  const copies = useLocalCopies()
  const search = useSearch()
  const shown = useShownList()

  /** Commands act on what is shown and selected, which may be something else by the time that one is chosen. */
  const takeSnapshot = useSelectionSnapshot()

  return () => {
    const withSnapshot = takeSnapshot()
    const item = (command: MenuCommand, label: string): MenuEntry => {
      const reason = actions.commands[command].unavailable()
      return {
        kind: 'action',
        id: command,
        label,
        shortcut: command,
        disabled: reason !== null,
        reason,
        run: () => withSnapshot(() => actions.run(command)),
      }
    }
    return shown.selected.length > 0 ? ofSelection(item) : ofPlace(item)
  }

  function ofSelection(item: (command: MenuCommand, label: string) => MenuEntry): MenuEntry[] {
    const count = shown.selected.length
    // What would be fetched is here already, as it was before it changed.
    const isChanged = shown.selected.every(({ key }) => copies.markOf(key) === 'changed')
    return [
      item('open', t('explorer.open')),
      ...(search.isShown ? [item('showInFolder', t('search.showInFolder'))] : []),
      item('preview', t('explorer.preview')),
      item('playInWindow', t('explorer.playInWindow')),
      item('openInSystem', t('player.openInSystem')),
      item('revealCopy', t('explorer.revealCopy')),
      item('trim', t('trim.open')),
      item('download', t(isChanged ? 'explorer.downloadAgain' : 'explorer.download')),
      { kind: 'separator' },
      item('copyNames', t('copy.names', { count })),
      item('copyPaths', t('copy.paths', { count })),
      item('copyLinks', t('copy.links', { count })),
      { kind: 'separator' },
      item('delete', t('explorer.delete')),
      { kind: 'separator' },
      item('selectAll', t('explorer.selectAll')),
      item('clearSelection', t('explorer.clearSelection')),
    ]
  }

  function ofPlace(item: (command: MenuCommand, label: string) => MenuEntry): MenuEntry[] {
    const ofFolder: MenuEntry[] = [
      item('upload', t('explorer.uploadFiles')),
      item('uploadFolder', t('explorer.uploadFolder')),
      { kind: 'separator' },
      item('filter', t('explorer.filter')),
      item('up', t('explorer.up')),
      item('useLookForAll', t('explorer.useLookForAll')),
      { kind: 'separator' },
    ]
    return [
      ...(search.isShown ? [] : ofFolder),
      item('selectAll', t('explorer.selectAll')),
      item('refresh', t('explorer.refresh')),
      { kind: 'separator' },
      item('exportList', t('copy.exportList')),
    ]
  }
}
