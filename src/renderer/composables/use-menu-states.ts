import { menuCommands, type CommandStates } from '#shared/models/settings.ts'
import { computed, onMounted, onUnmounted, shallowRef, watch } from 'vue'
import { request } from '../bridge.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { painted } from './painted.ts'
import type { Actions } from './use-actions.ts'

/** Tells the native menu which commands apply, each time that this changes. */
export function useMenuStates({ commands }: Actions): void {
  const dialogs = useDialogs()

  const states = computed<CommandStates>(() => ({
    isActive: true,
    enabled: menuCommands.filter((id) => !dialogs.isCovered && commands[id].unavailable() === null),
    checked: menuCommands.filter((id) => commands[id].isOn?.() === true),
  }))
  const isPainted = shallowRef(false)
  // To ask every command whether it applies takes a tenth of what the first view takes, which is painted before.
  onMounted(async () => {
    await painted()
    isPainted.value = true
  })
  // A text, so that an equal answer is no change.
  watch(
    () => (isPainted.value ? JSON.stringify(states.value) : null),
    (text) => text !== null && tell(states.value),
    { flush: 'post' },
  )
  onUnmounted(() => tell({ isActive: false, enabled: [], checked: [] }))
}

function tell({ isActive, enabled, checked }: CommandStates): void {
  // A menu that was not told is out of date until the next change; there is nothing that a person could do.
  request('app.commands', { isActive, enabled: [...enabled], checked: [...checked] }).catch(() => undefined)
}
