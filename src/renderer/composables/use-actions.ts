import type { FolderDownload } from '#shared/models/folder-download.ts'
import type { MenuCommand } from '#shared/models/settings.ts'
import { nameOf } from '#shared/paths.ts'
import { inject, provide, type InjectionKey } from 'vue'
import { t } from '../i18n/index.ts'
import { refOf, type Entry, type RecordingEntry } from '../logic/entries.ts'
import { shortName } from '../logic/format.ts'
import { openingOf } from '../logic/opening.ts'
import { clear, selectAll } from '../logic/selection.ts'
import { shortcutHint } from '../logic/shortcuts.ts'
import { useDeletion } from '../stores/deletion.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useFolderDownloads } from '../stores/folder-downloads.ts'
import { useLocalCopies } from '../stores/local-copies.ts'
import { useNetwork } from '../stores/network.ts'
import { useSearch } from '../stores/search.ts'
import { useSettings } from '../stores/settings.ts'
import { useShownList } from '../stores/shown-list.ts'
import { useTransfers } from '../stores/transfers.ts'
import { useUpdates } from '../stores/updates.ts'
import { useUploads, type UploadResult } from '../stores/uploads.ts'
import { useCopyActions } from './use-copy-actions.ts'
import { useDeletionActions } from './use-deletion-actions.ts'
import { useLayoutCommands } from './use-layout-commands.ts'
import { useListCommands } from './use-list-commands.ts'
import { usePlayActions } from './use-play-actions.ts'
import { useSearchCommands } from './use-search-commands.ts'
import { useToast } from './use-toast.ts'
import { useTransferCommands } from './use-transfer-commands.ts'

export interface Action {
  /** null = available; '' = unavailable for an obvious reason; else the reason in words. */
  readonly unavailable: () => string | null
  /** Of a command that is on or off. */
  readonly isOn?: () => boolean
  readonly run: () => unknown
}

export interface Actions {
  readonly commands: Readonly<Record<MenuCommand, Action>>
  /** Runs a command if it is available now. Answers whether it was. */
  readonly run: (command: MenuCommand) => boolean
  readonly hint: (command: MenuCommand) => string
  /** Enter or double-click on a row. */
  readonly openKey: (key: string) => Promise<void>
  readonly uploadFiles: (files: readonly File[], folder: string) => Promise<void>
  /** Files that the system gave the app to open, if any. */
  readonly uploadOpened: () => Promise<void>
  /** Shows the file dialog, for a folder that need not be the shown one. */
  readonly uploadInto: (folder: string) => Promise<void>
  /** Why nothing can be uploaded now into the folder that is shown, or into another one; null: it can. */
  readonly uploadRefusal: (isOther: boolean) => string | null
  readonly clearSelection: () => void
}

const key: InjectionKey<Actions> = Symbol('actions')

/** What the user can do in the explorer: one place for toolbar, menus, keys and the native menu. */
export function provideActions(): Actions {
  const explorer = useExplorer()
  const search = useSearch()
  const network = useNetwork()
  const shown = useShownList()
  const transfers = useTransfers()
  const updates = useUpdates()
  const uploads = useUploads()
  const folders = useFolderDownloads()
  const deletion = useDeletion()
  const deleting = useDeletionActions()
  const copying = useCopyActions()
  const playing = usePlayActions()
  const copies = useLocalCopies()
  const dialogs = useDialogs()
  const settings = useSettings()
  const toast = useToast()

  const when = (isPossible: boolean): string | null => (isPossible ? null : '')

  /** Commands on recordings: the selection must be recordings and nothing else. */
  function onRecordings(folderReason: string): string | null {
    if (shown.selected.length === 0) return ''
    return shown.selectedRecordings.length === shown.selected.length ? null : folderReason
  }

  /** Into the folder that is shown, or into another one. */
  function uploadRefusal(isOther: boolean): string | null {
    if (!network.isOnline) return t('explorer.uploadOffline')
    // Results are from many folders; the one behind them is not what one looks at.
    return search.isShown && !isOther ? t('explorer.uploadBehindSearch') : null
  }

  async function openKey(of: string): Promise<void> {
    const entry = shown.entries.find((candidate) => candidate.key === of)
    if (entry === undefined) return
    await open([entry])
  }

  async function open(entries: readonly Entry[]): Promise<void> {
    const opening = openingOf(entries)
    if (opening?.kind === 'folder') await explorer.openFolder(opening.path)
    else if (opening !== null) await playing.open(opening.recordings)
  }

  function openRefusal(): string | null {
    const opening = openingOf(shown.selected)
    if (opening === null) return shown.selected.length > 1 ? t('explorer.oneFolderAtATime') : ''
    return opening.kind === 'folder' ? null : playing.tooMany(opening.recordings.length)
  }

  function onFirst(run: (entry: RecordingEntry) => unknown): void {
    const [entry] = shown.selectedRecordings
    if (entry !== undefined) run(entry)
  }

  async function download(): Promise<void> {
    const refs = shown.selectedRecordings.map((entry) => refOf(entry.recording))
    const paths = shown.selected.filter((entry) => entry.kind === 'folder').map((entry) => entry.key)
    if (paths.length > 0) await toast.attempt(() => folders.download(paths))
    if (refs.length === 0) return
    const count = await toast.attempt(() => transfers.download(refs))
    if (count !== undefined && count > 0) toast.done(t('explorer.downloadsStarted', { count }))
  }

  function reportFolder(ended: FolderDownload): void {
    const folder = shortName(nameOf(ended.folder) || t('explorer.root'))
    // Its notice says so.
    if (ended.failed > 0) return
    if (ended.state === 'stopped') toast.done(t('folderDownload.stopped', { folder, count: ended.found }))
    else toast.done(t('folderDownload.started', { folder, count: ended.found }))
  }
  folders.onEnd(reportFolder)

  function reportUpload(result: UploadResult | null | undefined): void {
    // What was rejected has its dialog, which also says how many were started.
    if (!result || result.rejected.length > 0 || result.started === 0) return
    toast.done(t('explorer.uploadsStarted', { count: result.started }))
  }

  async function uploadInto(folder: string): Promise<void> {
    reportUpload(await toast.attempt(() => uploads.pickFiles(folder)))
  }

  async function refresh(): Promise<void> {
    await (search.isShown ? search.reload() : explorer.reload())
    if ((search.isShown ? search.error : explorer.listing.error) === null)
      dialogs.announce(t('explorer.refreshed'))
  }

  /** All results of a search that are wanted are loaded first. */
  async function selectEverything(): Promise<void> {
    if (search.isShown && (await toast.attempt(search.loadAll)) !== true) return
    shown.select(selectAll(shown.selection, shown.order))
  }

  async function exportList(): Promise<void> {
    if (!search.isShown) await exportFolder()
    else if ((await toast.attempt(search.loadAll)) === true)
      await copying.exportList(t('search.listName'), search.entries)
  }

  /** What is shown, as everywhere; what a filter keeps is not the folder, and neither named nor told of as if it were. */
  async function exportFolder(): Promise<void> {
    const { recordings } = explorer
    const total = explorer.all.filter(({ kind }) => kind === 'recording').length
    const folder = nameOf(explorer.path)
    const isWhole = recordings.length === total
    const list = shortName(folder || t('explorer.root'))
    const filter = shortName((explorer.filter ?? '').trim())
    const name = isWhole ? folder : t('copy.filteredList', { list, filter })
    await copying.exportList(name, recordings, total)
  }

  const commands: Record<MenuCommand, Action> = {
    // From the results of a search, back is where the user was before.
    back: {
      unavailable: () => when(search.isShown || explorer.canGoBack),
      run: () => (search.isShown ? search.close() : explorer.back()),
    },
    forward: { unavailable: () => when(explorer.canGoForward), run: () => explorer.forward() },
    up: { unavailable: () => when(explorer.canGoUp), run: () => explorer.up() },
    refresh: { unavailable: () => null, run: refresh },
    upload: { unavailable: () => uploadRefusal(false), run: () => uploadInto(explorer.path) },
    uploadFolder: {
      unavailable: () => uploadRefusal(false),
      run: async () => reportUpload(await toast.attempt(() => uploads.pickFolders(explorer.path))),
    },
    download: { unavailable: () => when(shown.selected.length > 0), run: download },
    open: { unavailable: openRefusal, run: () => open(shown.selected) },
    preview: {
      unavailable: () => when(shown.selectedRecordings.length > 0),
      run: () => onFirst(playing.quickLook),
    },
    playInWindow: {
      unavailable: () => when(shown.selectedRecordings.length > 0),
      run: () => onFirst(playing.inWindow),
    },
    openInSystem: {
      unavailable: () => when(shown.selected.length === 1 && shown.selectedRecordings.length === 1),
      run: () => onFirst(playing.inSystem),
    },
    revealCopy: {
      unavailable: () => {
        const [only] = shown.selectedRecordings
        if (only === undefined || shown.selected.length !== 1) return ''
        return copies.has(only.key) ? null : t('explorer.notOnDisk')
      },
      run: () => onFirst((entry) => toast.attempt(() => copies.reveal(entry.recording))),
    },
    trim: {
      unavailable: () => {
        const [only] = shown.selectedRecordings
        if (only === undefined || shown.selected.length !== 1) return ''
        return copies.has(only.key) ? null : t('trim.notOnDisk')
      },
      run: () =>
        onFirst((entry) =>
          dialogs.show({
            kind: 'player',
            playlist: [entry],
            start: 0,
            playsOn: false,
            quick: false,
            trims: true,
          }),
        ),
    },
    delete: {
      unavailable: () => onRecordings(t('explorer.foldersNotDeletable')),
      run: () => deleting.remove(shown.selectedRecordings),
    },
    undoDelete: {
      unavailable: () => when(deletion.undoable !== undefined),
      run: () => deleting.undo(deletion.undoable?.id ?? ''),
    },
    selectAll: {
      unavailable: () => when(shown.entries.length > 0),
      run: selectEverything,
    },
    clearSelection: {
      unavailable: () => when(shown.selection.keys.size > 0),
      run: () => shown.select(clear(shown.selection)),
    },
    ...useLayoutCommands(),
    ...useListCommands(),
    ...useSearchCommands(),
    ...useTransferCommands(),
    copyNames: {
      unavailable: () => when(shown.selected.length > 0),
      run: () => copying.names(shown.selected),
    },
    copyPaths: {
      unavailable: () => when(shown.selected.length > 0),
      run: () => copying.paths(shown.selected),
    },
    copyLinks: {
      unavailable: () =>
        onRecordings(t('copy.foldersHaveNoLink')) ?? copying.tooManyLinks(shown.selectedRecordings.length),
      run: () => copying.links(shown.selectedRecordings),
    },
    exportList: {
      unavailable: () => {
        if (search.isShown) return when(search.entries.length > 0)
        // A part must not pass for the whole.
        if (!explorer.listing.complete) return t('copy.listIncomplete')
        return when(explorer.recordings.length > 0)
      },
      run: exportList,
    },
    toggleTransfers: {
      unavailable: () => null,
      // From a key or the menu, the keyboard goes along; a toolbar button keeps it.
      run: () =>
        transfers.showPanel(!transfers.isPanelOpen, document.activeElement?.closest('button') === null),
    },
    help: { unavailable: () => null, run: () => dialogs.show({ kind: 'help' }) },
    shortcuts: {
      unavailable: () => null,
      run: () => dialogs.show({ kind: 'settings', section: 'shortcuts' }),
    },
    settings: { unavailable: () => null, run: () => dialogs.show({ kind: 'settings' }) },
    checkForUpdates: { unavailable: () => when(updates.isOn), run: updates.checkAndShow },
    switchAccount: { unavailable: () => null, run: () => (dialogs.isAccountMenuOpen = true) },
    signOut: { unavailable: () => null, run: () => dialogs.show({ kind: 'signOut' }) },
  }

  const actions: Actions = {
    commands,
    run: (command) => {
      if (commands[command].unavailable() !== null) return false
      commands[command].run()
      return true
    },
    hint: (command) => shortcutHint(command, settings.platform),
    openKey,
    uploadFiles: async (files, folder) =>
      reportUpload(await toast.attempt(() => uploads.uploadDropped(files, folder))),
    uploadOpened: async () => reportUpload(await toast.attempt(() => uploads.uploadOpened(explorer.path))),
    uploadInto,
    uploadRefusal,
    clearSelection: () => shown.select(clear(shown.selection)),
  }
  provide(key, actions)
  return actions
}

/** The actions of the explorer that this component is in. */
export function useActions(): Actions {
  const actions = inject(key)
  if (actions === undefined) throw new Error('useActions() outside the explorer')
  return actions
}
