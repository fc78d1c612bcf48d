import type { AppInfo } from '#shared/models/settings.ts'
import type { AbortRegistry } from '../abort-registry.ts'
import type { Handlers } from '../answer.ts'

export function createAppHandlers(
  info: AppInfo,
  aborts: AbortRegistry,
): Pick<Handlers, 'app.info' | 'app.abort'> {
  return {
    'app.info': () => info,
    'app.abort': ({ abortId }) => {
      aborts.abort(abortId)
      return null
    },
  }
}
