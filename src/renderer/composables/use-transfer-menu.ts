import { transferPlaces } from '#shared/models/transfer.ts'
import { t } from '../i18n/index.ts'
import { separated, type MenuEntry } from '../logic/context-menu.ts'
import { selectAll } from '../logic/selection.ts'
import { failureOf, type TransferAction } from '../logic/transfer-actions.ts'
import { useTransferPanel } from '../stores/transfer-panel.ts'
import { useTransfers } from '../stores/transfers.ts'
import { useErrorDetails } from './use-error-details.ts'
import { useTransferActions } from './use-transfer-actions.ts'

/** The menu of the selected transfers: only what is possible for one of them. */
export function useTransferMenu(): () => MenuEntry[] {
  const panel = useTransferPanel()
  const transfers = useTransfers()
  const actions = useTransferActions()
  const copyDetails = useErrorDetails()

  return () => {
    const jobs = panel.selected
    const ids = jobs.map(({ id }) => id)
    /** What was selected when the menu was opened, as it is by now. */
    const jobsNow = () => ids.flatMap((id) => transfers.get(id) ?? [])
    const item = (action: TransferAction, label = t(`transfers.menu.${action}`)): MenuEntry[] =>
      actions.isPossible(action, jobs)
        ? [
            {
              kind: 'action',
              id: action,
              label,
              shortcut: `transfer.${action}`,
              run: () => actions.run(action, jobsNow()),
            },
          ]
        : []
    const failure = failureOf(jobs)
    const details: MenuEntry[] =
      failure === null
        ? []
        : [
            {
              kind: 'action',
              id: 'copyDetails',
              label: t('common.copyDetails'),
              run: () => copyDetails(failure.error, failure.remotePath),
            },
          ]
    return separated([
      [...item('open'), ...item('reveal')],
      [...item('resolve'), ...item('retry'), ...item('resume'), ...item('pause')],
      [...item('showRemote'), ...details],
      transferPlaces.flatMap((place) => item(place)),
      [
        ...item('remove'),
        ...(jobs.length > 1 ? item('cancel', t('transfers.menu.cancelMany')) : item('cancel')),
      ],
      [
        {
          kind: 'action',
          id: 'selectAll',
          label: t('explorer.selectAll'),
          shortcut: 'selectAll',
          run: () => panel.select(selectAll(panel.selection, panel.order)),
        },
      ],
    ])
  }
}
