import type { AppInfo } from '#shared/models/settings.ts'
import type { Handlers } from '../answer.ts'

export function createAppHandlers(info: AppInfo): Pick<Handlers, 'app.info'> {
  return { 'app.info': () => info }
}
