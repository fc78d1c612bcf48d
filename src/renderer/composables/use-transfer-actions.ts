import type { Transfer } from '#shared/models/transfer.ts'
import { folderOf } from '#shared/paths.ts'
import { canDo, type TransferAction } from '../logic/transfer-actions.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useSession } from '../stores/session.ts'
import { useTransfers } from '../stores/transfers.ts'
import { useUploads } from '../stores/uploads.ts'
import { useToast } from './use-toast.ts'

export interface TransferActions {
  /** Is it possible for any of these, as they are now? */
  readonly isPossible: (action: TransferAction, jobs: readonly Transfer[]) => boolean
  /** Does it with those for which it is possible. Cancelling several is asked about first, one if `asks`. */
  readonly run: (
    action: TransferAction,
    jobs: readonly Transfer[],
    options?: { readonly asks?: boolean },
  ) => void
  /** The one thing that Enter and a double-click do; answers whether there was one. */
  readonly runDefault: (job: Transfer) => boolean
}

/** What a person can do with transfers: one place for row buttons, menu and keys. */
export function useTransferActions(): TransferActions {
  const transfers = useTransfers()
  const explorer = useExplorer()
  const session = useSession()
  const dialogs = useDialogs()
  const toast = useToast()
  const uploads = useUploads()

  /** Only one file is opened or shown at a time. */
  const areTooMany = (action: TransferAction, jobs: readonly Transfer[]): boolean =>
    jobs.length !== 1 && (action === 'open' || action === 'reveal' || action === 'showRemote')
  /** Only a folder of the account that is shown can be shown. */
  const fits = (action: TransferAction, job: Transfer): boolean =>
    canDo(action, job) && (action !== 'showRemote' || job.profileId === session.profile?.id)
  const fitting = (action: TransferAction, jobs: readonly Transfer[]): readonly Transfer[] =>
    areTooMany(action, jobs) ? [] : jobs.filter((job) => fits(action, job))

  function cancel(ids: readonly string[], asks: boolean): void {
    if (asks || ids.length > 1) dialogs.show({ kind: 'cancelTransfers', of: { ids } })
    else void toast.attempt(() => transfers.act('cancel', ids))
  }

  function run(
    action: TransferAction,
    jobs: readonly Transfer[],
    { asks = false }: { readonly asks?: boolean } = {},
  ): void {
    const fit = fitting(action, jobs)
    const [first] = fit
    if (first === undefined) return
    const ids = fit.map(({ id }) => id)
    switch (action) {
      case 'open':
        void toast.attempt(() => transfers.openFile(first.id))
        return
      case 'reveal':
        void toast.attempt(() => transfers.revealFile(first.id))
        return
      case 'showRemote':
        void explorer.openFolder(folderOf(first.remotePath), first.remotePath)
        return
      case 'resolve':
        void toast.attempt(() => uploads.resolve(ids))
        return
      case 'cancel':
        cancel(ids, asks)
        return
      case 'pause':
      case 'resume':
      case 'retry':
      case 'remove':
        void toast.attempt(() => transfers.act(action, ids))
        return
      case 'first':
      case 'earlier':
      case 'later':
      case 'last':
        void toast.attempt(() => transfers.move(ids, action))
        return
    }
  }

  return {
    isPossible: (action, jobs) => !areTooMany(action, jobs) && jobs.some((job) => fits(action, job)),
    run,
    runDefault: (job) => {
      const action = (['open', 'resolve', 'retry'] as const).find((candidate) => canDo(candidate, job))
      if (action !== undefined) run(action, [job])
      return action !== undefined
    },
  }
}
