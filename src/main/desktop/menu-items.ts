import type { MenuItemConstructorOptions } from 'electron'
import type { CommandStates, Language, MenuCommand } from '#shared/models/settings.ts'
import type { MenuText } from './menu-text.ts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly language: Language
  /** What the page says of its commands. */
  readonly states: CommandStates
  readonly isPackaged: boolean
  /** This copy of the app can be updated. */
  readonly isUpdatable: boolean
  readonly send: (command: MenuCommand) => void
  /** Whether what is said to have come by an accelerator was chosen in the menu, on macOS; see `menu-choice.ts`. */
  readonly isChosen: () => boolean
}

type Item = MenuItemConstructorOptions

export type CommandItems = ReturnType<typeof commandItems>

/** The items of commands in a menu; their ids are the commands' names. */
export function commandItems({ platform, states, isUpdatable, send, isChosen }: MenuOptions, text: MenuText) {
  // Settings, updates, the guide and the shortcuts help those who cannot sign in, too.
  const isAnywhere = (id: MenuCommand): boolean =>
    id === 'settings' || id === 'help' || id === 'shortcuts' || (id === 'checkForUpdates' && isUpdatable)
  const command = (id: MenuCommand, accelerator?: string): Item => ({
    id,
    label: text[id],
    enabled: states.enabled.includes(id) || (isAnywhere(id) && !states.isActive),
    click: () => send(id),
    ...(accelerator === undefined ? {} : { accelerator }),
  })
  return {
    command,
    /** Keys that mean something else elsewhere, as in a text field or on a button: the menu names them, the page has them. */
    shown: (id: MenuCommand, accelerator: string): Item => ({
      ...command(id, accelerator),
      registerAccelerator: false,
      // macOS has no keys that are only shown, and hands on those which the page made nothing of. Elsewhere nobody does, and
      // what Electron calls an accelerator is a choice by Enter.
      click: (_item, _window, { triggeredByAccelerator }) => {
        if (platform !== 'darwin' || triggeredByAccelerator !== true || isChosen()) send(id)
      },
    }),
    choice: (id: MenuCommand, type: 'radio' | 'checkbox'): Item => ({
      ...command(id),
      type,
      checked: states.checked.includes(id),
    }),
  }
}
