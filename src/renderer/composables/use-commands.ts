import type { MenuCommand } from '#shared/models/settings.ts'
import { tryOnScopeDispose, useEventListener } from '@vueuse/core'
import { subscribe } from '../bridge.ts'
import { isOfFocus, type FocusKind } from '../logic/focus-keys.ts'
import { commandOf } from '../logic/shortcuts.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useSettings } from '../stores/settings.ts'
import { nextTick, watch } from 'vue'
import type { Actions } from './use-actions.ts'
import { useMenuStates } from './use-menu-states.ts'

/** Another part of the window that has the keyboard may do something of its own; answers whether it did. */
type TakesCommand = (command: MenuCommand, target: EventTarget | null) => boolean

/**
 * Runs commands from the keyboard and from the native menu. A key that the page acts on is prevented, which
 * also stops the menu's accelerator for it, so that nothing runs twice. When a dialog closes and the button
 * that opened it can no longer take the focus, the list does.
 */
export function useCommands(
  actions: Actions,
  { focusList, isTaken }: { readonly focusList: () => void; readonly isTaken: TakesCommand },
): void {
  const settings = useSettings()
  const dialogs = useDialogs()
  useMenuStates(actions)

  /** Editing keys belong to a text field, and Enter to the button or the choice that has the focus. */
  function isTakenByFocus(command: MenuCommand, target: EventTarget | null): boolean {
    // Text that was selected to be copied, such as an error's.
    if (command === 'copyNames' && getSelection()?.isCollapsed === false) return true
    return isOfFocus(command, focusKindOf(target), settings.platform)
  }

  // The thumb buttons of a mouse.
  useEventListener(window, 'mouseup', (event) => {
    if (dialogs.isCovered || (event.button !== 3 && event.button !== 4)) return
    event.preventDefault()
    actions.run(event.button === 3 ? 'back' : 'forward')
  })
  useEventListener(window, 'keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || dialogs.isCovered) return
    const command = commandOf(event, settings.platform)
    // Space is a key of the list, which knows whether a name is being typed.
    if (command === null || command === 'preview' || isTakenByFocus(command, event.target)) return
    event.preventDefault()
    if (!isTaken(command, event.target)) actions.run(command)
  })

  watch(
    () => dialogs.current,
    async (current) => {
      await nextTick()
      if (current === null && document.activeElement === document.body) focusList()
    },
  )

  tryOnScopeDispose(
    subscribe('app.command', ({ command }) => {
      if (dialogs.isCovered) return
      const field = document.activeElement
      if (command === 'selectAll' && isTextField(field)) field.select()
      else if (!isTakenByFocus(command, field) && !isTaken(command, field)) actions.run(command)
    }),
  )
}

const isTextField = (target: unknown): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

function focusKindOf(target: EventTarget | null): FocusKind {
  if (isTextField(target)) return 'text'
  if (target instanceof HTMLSelectElement) return 'choice'
  const isButton = target instanceof HTMLElement && target.closest('button, [role="separator"]') !== null
  return isButton ? 'button' : 'other'
}
