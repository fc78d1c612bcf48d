import { watch } from 'vue'
import { t } from '../i18n/index.ts'
import { asksBeforeDeleting } from '../logic/deletion-list.ts'
import { refOf, type RecordingEntry } from '../logic/entries.ts'
import { shortcutHint } from '../logic/shortcuts.ts'
import { useDeletion } from '../stores/deletion.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useSettings } from '../stores/settings.ts'
import { useToast } from './use-toast.ts'

export interface DeletionActions {
  /** Deletes, after the countdown; asks first when there is reason to. */
  readonly remove: (recordings: readonly RecordingEntry[]) => Promise<void>
  /** Deletes without asking. */
  readonly begin: (recordings: readonly RecordingEntry[]) => Promise<void>
  readonly undo: (id: string) => Promise<void>
}

export function useDeletionActions(): DeletionActions {
  const deletion = useDeletion()
  const dialogs = useDialogs()
  const settings = useSettings()
  const toast = useToast()
  const seconds = (): number => settings.settings?.undoSeconds ?? 0

  async function begin(recordings: readonly RecordingEntry[]): Promise<void> {
    const refs = recordings.map((entry) => refOf(entry.recording))
    await toast.attempt(async () => {
      await deletion.begin(refs)
      if (seconds() === 0) return
      const keys = shortcutHint('undoDelete', settings.platform)
      dialogs.announce(t('delete.begun', { count: refs.length, keys }))
    })
  }

  return {
    begin,
    remove: async (recordings) => {
      if (asksBeforeDeleting(recordings.length, seconds())) dialogs.show({ kind: 'delete', recordings })
      else await begin(recordings)
    },
    undo: async (id) => {
      const saved = await toast.attempt(() => deletion.undo(id))
      if (saved !== undefined && saved > 0) dialogs.announce(t('delete.undone', { count: saved }))
    },
  }
}

/** What became of deletions: a short message for those that went well, words for those who do not see the bar. */
export function useDeletionNews(): void {
  const deletion = useDeletion()
  const dialogs = useDialogs()
  const toast = useToast()
  watch(
    () => deletion.ended,
    (ended) => {
      if (ended === null) return
      if (ended.failed > 0) dialogs.announce(t('delete.failedTitle', { count: ended.failed }))
      else toast.done(t('delete.done', { count: ended.deleted }))
    },
  )
}
