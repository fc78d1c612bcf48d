import type { MenuCommand, Pane } from '#shared/models/settings.ts'
import { t } from '../i18n/index.ts'
import { useLayout } from '../stores/layout.ts'
import type { Action } from './use-actions.ts'
import { useToast } from './use-toast.ts'

type LayoutCommand = Extract<MenuCommand, 'toggleSidebar' | 'toggleDetails' | 'goToFolder'>

/** Commands on what stands beside the list. */
export function useLayoutCommands(): Record<LayoutCommand, Action> {
  const layout = useLayout()
  const toast = useToast()
  const toggle = (pane: Pane): Action => ({
    unavailable: () => (layout.isTooNarrow(pane) ? t('layout.tooNarrow') : null),
    isOn: () => layout.isOn(pane),
    run: () => toast.attempt(() => layout.toggle(pane)),
  })
  return {
    toggleSidebar: toggle('sidebar'),
    toggleDetails: toggle('details'),
    goToFolder: { unavailable: () => null, run: () => layout.typePath() },
  }
}
