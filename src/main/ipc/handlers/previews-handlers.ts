import type { PreviewService } from '../../previews/preview-service.ts'
import type { Handlers } from '../answer.ts'

export function createPreviewsHandlers(
  previews: Pick<PreviewService, 'show' | 'keep'>,
): Pick<Handlers, Extract<keyof Handlers, `previews.${string}`>> {
  return {
    'previews.show': ({ recordings, mayFetch }) => previews.show(recordings, mayFetch),
    'previews.keep'({ id, image }) {
      previews.keep(id, image)
      return null
    },
    'previews.undecodable'({ id }) {
      previews.keep(id, null)
      return null
    },
  }
}
