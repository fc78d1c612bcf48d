import type { UpdateService } from '../../updates/update-service.ts'
import type { Handlers } from '../answer.ts'

type UpdatesHandlers = Pick<Handlers, Extract<keyof Handlers, `updates.${string}`>>

/** None of these waits for what it starts: fetching takes as long as it takes, and its end is told by an event. */
export function createUpdatesHandlers(
  updates: Pick<UpdateService, 'report' | 'check' | 'download' | 'stop' | 'install'>,
): UpdatesHandlers {
  return {
    'updates.state': () => updates.report(),
    'updates.check': () => {
      void updates.check()
      return null
    },
    'updates.download': () => {
      void updates.download()
      return null
    },
    'updates.stop': () => {
      updates.stop()
      return null
    },
    'updates.install': () => {
      void updates.install()
      return null
    },
  }
}
