import type { ContextMenuAction, ContextMenuItem } from '#shared/models/context-menu.ts'

/** An item of a context menu and what it does. */
export interface MenuAction extends Pick<ContextMenuAction, 'id' | 'label'> {
  readonly kind: 'action'
  /** Left out: it has no keys. */
  readonly shortcut?: ContextMenuAction['shortcut']
  /** Unavailable; `reason` says why. */
  readonly disabled?: boolean
  readonly reason?: string | null
  /** Of an item that is on or off. */
  readonly isChecked?: boolean
  readonly run: () => unknown
}

export type MenuEntry = MenuAction | { readonly kind: 'separator' }

/** What main is told of an item. */
export function describeEntry(entry: MenuEntry): ContextMenuItem {
  if (entry.kind === 'separator') return entry
  const { kind, id, label, shortcut = null, disabled = false, reason, isChecked = null } = entry
  // Some commands are unavailable for a reason that goes without saying.
  return { kind, id, label, shortcut, isEnabled: !disabled, reason: reason || null, isChecked }
}

/** The item that was chosen; undefined for none, and for what is none of them or cannot be chosen. */
export function chosenEntry(entries: readonly MenuEntry[], id: string | null): MenuAction | undefined {
  return entries.find(
    (entry): entry is MenuAction => entry.kind === 'action' && entry.id === id && entry.disabled !== true,
  )
}

/** Groups with a line between those that have something in them. */
export function separated(groups: readonly (readonly MenuEntry[])[]): MenuEntry[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [{ kind: 'separator' } as const, ...group]))
}
