import { request } from '../bridge.ts'
import { refOf } from '../logic/entries.ts'
import { around, type Beginning, type PlaylistItem } from '../logic/playlist.ts'

/** A list of recordings and one of them. */
export interface PlaylistPlace {
  readonly playlist: readonly PlaylistItem[]
  readonly index: number
  /** One after the other by itself. */
  readonly playsOn: boolean
}

/** Plays a list in the player's own window, from one place of it on. @throws BridgeError */
export async function playApart(
  { playlist, index, playsOn }: PlaylistPlace,
  { seconds, isPlaying }: Beginning,
): Promise<void> {
  const part = around(playlist, index)
  await request('player.open', {
    recordings: part.items.map(({ recording }) => refOf(recording)),
    index: part.index,
    ...(seconds === null ? {} : { milliseconds: Math.round(seconds * 1000) }),
    isPlaying,
    playsOn,
  })
}
