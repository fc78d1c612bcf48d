import { watch } from 'vue'
import { t } from '../i18n/index.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useNetwork } from '../stores/network.ts'
import { useTransfers } from '../stores/transfers.ts'

/** Failures within this many ms are told together. */
const failureDelay = 3000

/**
 * What happened to transfers, for those who do not see it: the end of everything, failures and the network.
 * Never progress, and never one message per file.
 */
export function useTransferNews(): void {
  const transfers = useTransfers()
  const network = useNetwork()
  const dialogs = useDialogs()
  let told = transfers.totals.jobs.failed

  watch(
    () => transfers.totals.unfinished > 0,
    (isBusy) => {
      if (isBusy) return
      const { failed } = transfers.totals.jobs
      told = failed
      dialogs.announce(
        failed > 0 ? t('transfers.allDoneSomeFailed', { count: failed }) : t('transfers.allDone'),
      )
    },
  )
  watch(
    () => transfers.totals.jobs.failed,
    (failed, _before, onCleanup) => {
      // Retried or taken off the list.
      if (failed <= told) {
        told = failed
        return
      }
      const timer = setTimeout(() => {
        if (transfers.totals.unfinished > 0)
          dialogs.announce(t('transfers.failedNow', { count: failed - told }))
        told = failed
      }, failureDelay)
      onCleanup(() => clearTimeout(timer))
    },
  )
  watch(
    () => network.isOnline,
    (isOnline) => dialogs.announce(isOnline ? t('transfers.onlineAgain') : t('transfers.offlineHint')),
  )
}
