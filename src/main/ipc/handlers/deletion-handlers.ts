import type { DeletionService } from '../../deletion/deletion-service.ts'
import type { Handlers } from '../answer.ts'

type DeletionHandlers = Pick<Handlers, Extract<keyof Handlers, `deletion.${string}`>>

export function createDeletionHandlers(deletions: DeletionService): DeletionHandlers {
  return {
    'deletion.list': () => deletions.list(),
    'deletion.start': ({ recordings }) => ({ id: deletions.start(recordings) }),
    'deletion.undo': ({ id }) => ({ saved: deletions.undo(id) }),
    'deletion.retry': ({ id }) => {
      deletions.retry(id)
      return null
    },
    'deletion.dismiss': ({ id }) => {
      deletions.dismiss(id)
      return null
    },
  }
}
