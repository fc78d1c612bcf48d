import { menuCommands, type CommandStates } from '#shared/models/settings.ts'
import { computed, onUnmounted, watch } from 'vue'
import { request } from '../bridge.ts'
import { useDialogs } from '../stores/dialogs.ts'
import type { Actions } from './use-actions.ts'

/** Tells the native menu which commands apply, each time that this changes. */
export function useMenuStates({ commands }: Actions): void {
  const dialogs = useDialogs()

  const states = computed<CommandStates>(() => ({
    isActive: true,
    // A dialog is answered first.
    enabled: menuCommands.filter((id) => dialogs.current === null && commands[id].unavailable() === null),
    checked: menuCommands.filter((id) => commands[id].isOn?.() === true),
  }))
  // A text, so that an equal answer is no change.
  watch(
    () => JSON.stringify(states.value),
    () => tell(states.value),
    { immediate: true, flush: 'post' },
  )
  onUnmounted(() => tell({ isActive: false, enabled: [], checked: [] }))
}

function tell({ isActive, enabled, checked }: CommandStates): void {
  // A menu that was not told is out of date until the next change; there is nothing that a person could do.
  request('app.commands', { isActive, enabled: [...enabled], checked: [...checked] }).catch(() => undefined)
}
