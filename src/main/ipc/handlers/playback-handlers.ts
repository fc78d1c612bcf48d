import path from 'node:path'
import type { PlaybackService } from '../../playback/playback-service.ts'
import type { DownloadService } from '../../transfers/download-service.ts'
import type { Handlers } from '../answer.ts'

type PlaybackHandlers = Pick<Handlers, Extract<keyof Handlers, `playback.${string}`>>

export function createPlaybackHandlers(
  playback: PlaybackService,
  downloads: Pick<DownloadService, 'open' | 'copiesOf' | 'revealCopy' | 'filesOf'>,
  dragOut: (files: readonly string[]) => Promise<void>,
): PlaybackHandlers {
  return {
    'playback.open': ({ recording }) => downloads.open(recording),
    'playback.copies': ({ recordings }) => downloads.copiesOf(recordings),
    async 'playback.reveal'({ recording }) {
      await downloads.revealCopy(recording)
      return null
    },
    async 'playback.dragOut'({ recordings }) {
      const files = await downloads.filesOf(recordings)
      await dragOut(files)
      return files.map((file) => path.basename(file))
    },
    'playback.start': ({ recording }, page) => playback.start(recording, page),
    'playback.retry'({ id }) {
      playback.retry(id)
      return null
    },
    'playback.progress': ({ id }) => playback.progress(id),
    'playback.facts': ({ id }) => playback.facts(id),
    'playback.remember'({ id, milliseconds }) {
      playback.remember(id, milliseconds / 1000)
      return null
    },
    'playback.stop'({ id }) {
      playback.stop(id)
      return null
    },
  }
}
