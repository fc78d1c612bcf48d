import type { IconName } from '../icons/icon-paths.ts'

export interface MenuAction {
  readonly kind: 'action'
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  readonly shortcut?: string
  /** Unavailable; `reason` says why. */
  readonly disabled?: boolean
  readonly reason?: string | null
  readonly danger?: boolean
  readonly run: () => unknown
}

export interface MenuChoices {
  readonly kind: 'choices'
  readonly label: string
  readonly options: readonly {
    readonly label: string
    readonly isChosen: boolean
    readonly run: () => unknown
  }[]
}

/** What a popup menu is made of. */
export type MenuItem =
  | MenuAction
  | MenuChoices
  | { readonly kind: 'separator' }
  | { readonly kind: 'heading'; readonly text: string; readonly detail?: string }
