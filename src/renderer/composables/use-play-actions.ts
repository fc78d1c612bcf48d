import { t } from '../i18n/index.ts'
import { refOf, type RecordingEntry } from '../logic/entries.ts'
import { maxOpenedInSystem } from '../logic/opening.ts'
import { undecodableCodec } from '../logic/undecodable.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { usePreviews } from '../stores/previews.ts'
import { useSettings } from '../stores/settings.ts'
import { useShownList } from '../stores/shown-list.ts'
import { useTransfers } from '../stores/transfers.ts'
import { useUndecodable } from '../stores/undecodable.ts'
import { playApart, type PlaylistPlace } from './play-apart.ts'
import { useSystemPlayer } from './use-system-player.ts'
import { useToast } from './use-toast.ts'

export interface PlayActions {
  /** Enter or a double-click: with the player that the user wants, several one after the other. */
  readonly open: (entries: readonly [RecordingEntry, ...RecordingEntry[]]) => Promise<void>
  /** Why that player does not take so many at a time; null: it does. */
  readonly tooMany: (count: number) => string | null
  readonly quickLook: (entry: RecordingEntry) => void
  /** In the player's own window. */
  readonly inWindow: (entry: RecordingEntry) => Promise<void>
  readonly inSystem: (entry: RecordingEntry) => Promise<void>
}

/** The ways to play a recording of the list that is shown. */
export function usePlayActions(): PlayActions {
  const shown = useShownList()
  const previews = usePreviews()
  const undecodable = useUndecodable()
  const dialogs = useDialogs()
  const settings = useSettings()
  const transfers = useTransfers()
  const inSystem = useSystemPlayer()
  const toast = useToast()

  /** What only the system's player may decode, as far as its tables were looked into or the player has tried. */
  function codecBeyondUs({ recording }: RecordingEntry): string | null {
    const facts = previews.of(recording)?.facts
    const known = undecodableCodec(facts, (type) => document.createElement('video').canPlayType(type))
    return known ?? undecodable.codecOf(recording)
  }

  /** Several that are selected are played one after the other; else the folder is what comes before and after. */
  function placeOf(entry: RecordingEntry): PlaylistPlace {
    const chosen = shown.selectedRecordings
    const playsOn = chosen.length > 1 && chosen.includes(entry)
    const playlist = playsOn ? chosen : shown.entries.filter((each) => each.kind === 'recording')
    return { playlist, index: Math.max(0, playlist.indexOf(entry)), playsOn }
  }

  function here(entry: RecordingEntry, quick: boolean): void {
    const { playlist, index, playsOn } = placeOf(entry)
    dialogs.show({ kind: 'player', playlist, start: index, playsOn, quick })
  }

  const wantsSystem = (): boolean => settings.settings?.player.opensWith === 'system'

  async function open([entry, ...rest]: readonly [RecordingEntry, ...RecordingEntry[]]): Promise<void> {
    const codec = codecBeyondUs(entry)
    if (rest.length > 0 && wantsSystem()) await eachInSystem([entry, ...rest])
    else if (wantsSystem()) await inSystem(entry, null)
    // Of several the player hands on those that it cannot show, and goes on with the next.
    else if (codec === null || rest.length > 0) here(entry, false)
    else await inSystem(entry, codec)
  }

  async function eachInSystem(entries: readonly RecordingEntry[]): Promise<void> {
    let count = 0
    for (const { recording } of entries) {
      const outcome = await toast.attempt(() => transfers.open(refOf(recording)))
      if (outcome !== undefined) count += 1
    }
    if (count > 0) toast.done(t('explorer.openingSeveral', { count }))
  }

  const tooMany = (count: number): string | null =>
    wantsSystem() && count > maxOpenedInSystem
      ? t('explorer.tooManyToOpen', { limit: maxOpenedInSystem })
      : null

  async function inWindow(entry: RecordingEntry): Promise<void> {
    const codec = codecBeyondUs(entry)
    if (codec !== null) return inSystem(entry, codec)
    await toast.attempt(() => playApart(placeOf(entry), { seconds: null, isPlaying: true }))
  }

  return {
    open,
    tooMany,
    quickLook: (entry) => here(entry, true),
    inWindow,
    inSystem: (entry) => inSystem(entry, null),
  }
}
