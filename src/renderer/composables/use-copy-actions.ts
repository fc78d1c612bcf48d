import { maxLinks } from '#shared/models/export.ts'
import { request } from '../bridge.ts'
import { t } from '../i18n/index.ts'
import { chunk } from '../logic/chunk.ts'
import { refOf, type Entry, type RecordingEntry } from '../logic/entries.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useSettings } from '../stores/settings.ts'
import { useToast } from './use-toast.ts'

/** Recordings of a list that cross to main in one message. */
const pieceSize = 5000
/** A warning that was read holds for as long as the window does. */
let wasWarned = false

export interface CopyActions {
  readonly names: (entries: readonly Entry[]) => Promise<void>
  readonly paths: (entries: readonly Entry[]) => Promise<void>
  /** Warns once of what a link is. */
  readonly links: (recordings: readonly RecordingEntry[]) => Promise<void>
  /** Copies links without a warning. */
  readonly linksAnyway: (recordings: readonly RecordingEntry[]) => Promise<void>
  /** Why links of so many cannot be copied; null when they can. */
  readonly tooManyLinks: (count: number) => string | null
  /** Saves a list as CSV. `name`: of the list. `total`: recordings that there are where these are a part of them. */
  readonly exportList: (name: string, recordings: readonly RecordingEntry[], total?: number) => Promise<void>
}

export function useCopyActions(): CopyActions {
  const toast = useToast()
  const dialogs = useDialogs()
  const settings = useSettings()

  async function copy(lines: readonly string[]): Promise<void> {
    await toast.attempt(async () => {
      await navigator.clipboard.writeText(lines.join('\n'))
      toast.done(t('copy.done', { count: lines.length }))
    })
  }

  async function linksAnyway(recordings: readonly RecordingEntry[]): Promise<void> {
    wasWarned = true
    const result = await toast.attempt(() =>
      request('links.copy', { recordings: recordings.map((entry) => refOf(entry.recording)) }),
    )
    if (result === undefined) return
    const { copied, failed } = result
    toast.done(
      failed > 0 ? t('copy.someLinks', { count: copied, failed }) : t('copy.linksDone', { count: copied }),
    )
  }

  async function exportList(
    name: string,
    recordings: readonly RecordingEntry[],
    total = recordings.length,
  ): Promise<void> {
    await toast.attempt(async () => {
      const { id } = await request('export.begin', { listName: name })
      if (id === null) return
      try {
        for (const piece of chunk(recordings, pieceSize)) {
          await request('export.append', { id, recordings: piece.map((entry) => refOf(entry.recording)) })
        }
        await request('export.finish', { id })
      } catch (error) {
        await request('export.abandon', { id })
        throw error
      }
      const count = recordings.length
      toast.done(count === total ? t('copy.exported', { count }) : t('copy.exportedSome', { count, total }))
    })
  }

  return {
    names: (entries) => copy(entries.map(({ name }) => name)),
    paths: (entries) => copy(entries.map(({ key }) => key)),
    links: async (recordings) => {
      const warns = settings.settings?.warnsOfLinks !== false && !wasWarned
      if (warns) dialogs.show({ kind: 'links', recordings })
      else await linksAnyway(recordings)
    },
    linksAnyway,
    tooManyLinks: (count) => (count > maxLinks ? t('copy.tooManyLinks', { limit: maxLinks }) : null),
    exportList,
  }
}
