import type { MenuCommand } from '#shared/models/settings.ts'
import { computed } from 'vue'
import { failureOf, type TransferAction } from '../logic/transfer-actions.ts'
import { useTransferPanel } from '../stores/transfer-panel.ts'
import { useTransfers } from '../stores/transfers.ts'
import type { Action } from './use-actions.ts'
import { useAllTransfers, type AllCommand } from './use-all-transfers.ts'
import { useErrorDetails } from './use-error-details.ts'
import { useTransferActions } from './use-transfer-actions.ts'

type TransferCommandId = Extract<MenuCommand, `transfer.${string}` | `allTransfers.${string}`>

/**
 * The menu bar's commands on transfers: on those that are selected, while the panel shows them, and on all of them,
 * whatever the panel is narrowed to.
 */
export function useTransferCommands(): Record<TransferCommandId, Action> {
  const transfers = useTransfers()
  const panel = useTransferPanel()
  const actions = useTransferActions()
  const all = useAllTransfers(() => 'both')
  const copyDetails = useErrorDetails()
  const selected = computed(() => (transfers.isPanelOpen ? panel.selected : []))
  const failure = computed(() => failureOf(selected.value))

  /** Computed apart: bytes move all the time, and only another answer is news to the menu. */
  function when(isPossible: () => boolean, run: () => unknown): Action {
    const answer = computed(isPossible)
    return { unavailable: () => (answer.value ? null : ''), run }
  }
  const one = (action: TransferAction): Action =>
    when(
      () => actions.isPossible(action, selected.value),
      // Where the menu bar is, one does not see what will be cancelled.
      () => actions.run(action, selected.value, { asks: true }),
    )
  const every = (id: AllCommand['id']): Action =>
    when(
      () => all.value[id].isPossible,
      () => all.value[id].run(),
    )

  return {
    'transfer.open': one('open'),
    'transfer.reveal': one('reveal'),
    'transfer.showRemote': one('showRemote'),
    'transfer.resolve': one('resolve'),
    'transfer.retry': one('retry'),
    'transfer.resume': one('resume'),
    'transfer.pause': one('pause'),
    'transfer.first': one('first'),
    'transfer.earlier': one('earlier'),
    'transfer.later': one('later'),
    'transfer.last': one('last'),
    'transfer.remove': one('remove'),
    'transfer.cancel': one('cancel'),
    'transfer.copyDetails': when(
      () => failure.value !== null,
      () => failure.value && copyDetails(failure.value.error, failure.value.remotePath),
    ),
    'allTransfers.pause': every('pause'),
    'allTransfers.resume': every('resume'),
    'allTransfers.retryFailed': every('retryFailed'),
    'allTransfers.clearFinished': every('clearFinished'),
    'allTransfers.cancel': every('cancel'),
    'allTransfers.limits': {
      unavailable: () => null,
      run: () => {
        if (!transfers.isPanelOpen) transfers.showPanel(true)
        panel.areLimitsOpen = true
      },
    },
  }
}
