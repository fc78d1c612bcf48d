import { rowStep } from '../logic/row-steps.ts'
import { move, selectAll, selectOnly, toggle } from '../logic/selection.ts'
import { hasModifier } from '../logic/shortcuts.ts'
import { placeKeys } from '../logic/transfer-keys.ts'
import { useSettings } from '../stores/settings.ts'
import { useTransferPanel } from '../stores/transfer-panel.ts'
import { useTransferActions } from './use-transfer-actions.ts'

/** Keys of the transfer list: moving, selecting, pausing and the order of the queue. */
export function useTransferKeys(options: {
  readonly rowsPerPage: () => number
  /** The row with the keyboard is another one. */
  readonly afterMove: () => void
}): { onKeydown: (event: KeyboardEvent) => void } {
  const panel = useTransferPanel()
  const settings = useSettings()
  const actions = useTransferActions()

  /** Space selects the row with the keyboard; what is selected it pauses or resumes. */
  function space(isToggle: boolean): void {
    const { focus, keys } = panel.selection
    if (focus !== null && isToggle) panel.select(toggle(panel.selection, focus))
    else if (focus !== null && keys.size === 0) panel.select(selectOnly(focus))
    else actions.run(actions.isPossible('pause', panel.selected) ? 'pause' : 'resume', panel.selected)
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.isComposing) return
    const isButton = event.target instanceof HTMLElement && event.target.closest('button') !== null
    const mod = hasModifier(event, settings.platform)
    const place = placeKeys[event.key]
    const delta = rowStep(event.key, options.rowsPerPage())
    if (event.altKey && place !== undefined && !mod) {
      actions.run(place, panel.selected)
      options.afterMove()
    } else if (delta !== null && !mod && !event.altKey) {
      panel.select(move(panel.selection, delta, panel.order, event.shiftKey))
      options.afterMove()
    } else if (mod && event.key === 'a') panel.select(selectAll(panel.selection, panel.order))
    else if (event.key === ' ' && !isButton && !event.altKey) space(mod)
    else return
    event.preventDefault()
  }

  return { onKeydown }
}
