import type { TransferScope } from '#shared/models/transfer.ts'
import { computed, type ComputedRef } from 'vue'
import type { IconName } from '../components/icons/icon-paths.ts'
import { t } from '../i18n/index.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useTransfers } from '../stores/transfers.ts'
import { useToast } from './use-toast.ts'

export interface AllCommand {
  readonly id: 'pause' | 'resume' | 'retryFailed' | 'clearFinished' | 'cancel'
  readonly label: string
  readonly icon: IconName
  readonly isPossible: boolean
  readonly run: () => unknown
}

/** The commands on all transfers, or on all of one direction. */
export function useAllTransfers(
  scopeOf: () => TransferScope,
): ComputedRef<Readonly<Record<AllCommand['id'], AllCommand>>> {
  const transfers = useTransfers()
  const dialogs = useDialogs()
  const toast = useToast()

  return computed(() => {
    const scope = scopeOf()
    const { jobs, unfinished, paused } = transfers.totalsOf(scope)
    const command = (
      id: AllCommand['id'],
      icon: IconName,
      isPossible: boolean,
      run: () => unknown,
    ): AllCommand => ({ id, label: t(`transfers.all.${id}.${scope}`), icon, isPossible, run })
    const all = (name: 'pause' | 'resume' | 'retry' | 'remove') => () =>
      toast.attempt(() => transfers.actOnAll(name, scope))
    return {
      pause: command('pause', 'pause', unfinished > paused, all('pause')),
      resume: command('resume', 'play', paused > 0, all('resume')),
      retryFailed: command('retryFailed', 'refresh', jobs.failed > 0, all('retry')),
      clearFinished: command('clearFinished', 'check', jobs.failed + jobs.done > 0, all('remove')),
      cancel: command('cancel', 'close', unfinished > 0, () =>
        dialogs.show({ kind: 'cancelTransfers', of: { all: scope } }),
      ),
    }
  })
}
