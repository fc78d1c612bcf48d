import type { TrimProgress } from '#shared/models/trim.ts'
import type { TrimService } from '../../trim/trim-service.ts'
import type { AbortRegistry } from '../abort-registry.ts'
import type { Handlers } from '../answer.ts'

export function createTrimHandlers(
  trims: TrimService,
  aborts: AbortRegistry,
  onProgress: (progress: TrimProgress) => void,
): Pick<Handlers, Extract<keyof Handlers, `trim.${string}`>> {
  return {
    'trim.look': ({ recording }) => trims.look(recording),
    'trim.save': async ({ recording, start, end, abortId }) => ({
      saved: await aborts.run(abortId, (signal) =>
        trims.save(
          recording,
          { start: start / 1e6, end: end / 1e6 },
          { signal, onProgress: (share) => onProgress({ abortId, share }) },
        ),
      ),
    }),
    'trim.reveal'({ id }) {
      trims.reveal(id)
      return null
    },
  }
}
