import { nameOf } from '#shared/paths.ts'
import { t } from '../i18n/index.ts'
import type { MenuEntry } from '../logic/context-menu.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useFolderDownloads } from '../stores/folder-downloads.ts'
import { useActions } from './use-actions.ts'
import { useCopyActions } from './use-copy-actions.ts'
import { useToast } from './use-toast.ts'

/** The context menu of a folder that is not in the list, such as one of the tree. */
export function useFolderMenu(): (path: string) => MenuEntry[] {
  const explorer = useExplorer()
  const downloads = useFolderDownloads()
  const actions = useActions()
  const copying = useCopyActions()
  const toast = useToast()
  return (path) => [
    {
      kind: 'action',
      id: 'open',
      label: t('explorer.open'),
      run: () => explorer.openFolder(path),
    },
    {
      kind: 'action',
      id: 'upload',
      label: t('explorer.uploadFiles'),
      disabled: actions.uploadRefusal(true) !== null,
      reason: actions.uploadRefusal(true),
      run: () => actions.uploadInto(path),
    },
    {
      kind: 'action',
      id: 'download',
      label: t('explorer.download'),
      run: () => toast.attempt(() => downloads.download([path])),
    },
    { kind: 'separator' },
    {
      kind: 'action',
      id: 'copyPaths',
      label: t('copy.paths', { count: 1 }),
      run: () => copying.paths([{ kind: 'folder', key: path, name: nameOf(path) }]),
    },
  ]
}
