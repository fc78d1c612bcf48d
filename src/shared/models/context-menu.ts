import type { MenuCommand } from './settings.ts'

/** The keys of column headers, which no command of the application menu has. */
export const columnShortcuts = ['columnWider', 'columnNarrower', 'columnLeft', 'columnRight'] as const
export type ColumnShortcut = (typeof columnShortcuts)[number]

export interface ContextMenuAction {
  readonly kind: 'action'
  /** Answered when the item is chosen; no two of a menu are the same. */
  readonly id: string
  readonly label: string
  readonly isEnabled: boolean
  /** Null: of an item that is neither on nor off. */
  readonly isChecked: boolean | null
  /** Why it cannot be chosen; shown where the system has a place for it. */
  readonly reason: string | null
  /** Whose keys are shown; those of a command are the application menu's. */
  readonly shortcut: MenuCommand | ColumnShortcut | null
}

/** What a context menu is made of. */
export type ContextMenuItem = ContextMenuAction | { readonly kind: 'separator' }

/** A context menu of the system, as the page describes it. */
export interface ContextMenu {
  readonly items: readonly ContextMenuItem[]
  /** Whole CSS px in the page. */
  readonly x: number
  readonly y: number
}

export const maxContextMenuItems = 64
/** Of a label, or of a reason. */
export const maxContextMenuText = 500
/** px; no page is larger. */
export const maxContextMenuPlace = 100_000
