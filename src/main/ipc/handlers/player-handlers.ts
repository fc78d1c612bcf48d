import type { OwnPlayer, PlayerWindow } from '../../desktop/own-player.ts'
import type { Handlers } from '../answer.ts'

/** @param activeProfile throws when nobody is signed in */
export function createPlayerHandlers(
  player: Pick<OwnPlayer<PlayerWindow>, 'play' | 'take' | 'plays' | 'close'>,
  activeProfile: () => string,
): Pick<Handlers, Extract<keyof Handlers, `player.${string}`>> {
  return {
    'player.open'(playlist) {
      player.play(activeProfile(), playlist)
      return null
    },
    'player.playlist': () => player.take(),
    'player.plays'({ id, index, isPlaying }) {
      player.plays(id, index, isPlaying)
      return null
    },
    'player.close'() {
      player.close()
      return null
    },
  }
}
