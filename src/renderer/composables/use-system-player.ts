import { t } from '../i18n/index.ts'
import { refOf } from '../logic/entries.ts'
import { shortName } from '../logic/format.ts'
import type { PlaylistItem } from '../logic/playlist.ts'
import { useTransfers } from '../stores/transfers.ts'
import { useUndecodable } from '../stores/undecodable.ts'
import { useToast } from './use-toast.ts'

/** Hands a recording to the system's player, once it is downloaded. @param codec why it is not played here; null: by choice */
export type OpenInSystem = (item: PlaylistItem, codec: string | null) => Promise<void>

export function useSystemPlayer(): OpenInSystem {
  const transfers = useTransfers()
  const undecodable = useUndecodable()
  const toast = useToast()

  return async ({ name, recording }, codec) => {
    const outcome = await toast.attempt(() => transfers.open(refOf(recording)))
    if (outcome === undefined) return
    const isOpened = outcome.kind === 'opened'
    const named = { name: shortName(name) }
    if (codec !== null && undecodable.isNews(recording)) {
      toast.done(t(isOpened ? 'explorer.undecodableOpened' : 'explorer.undecodable', { ...named, codec }))
    } else toast.done(t(isOpened ? 'explorer.opened' : 'explorer.openingAfterDownload', named))
  }
}
