import { shallowRef, type ShallowRef } from 'vue'
import { chosenEntry, describeEntry, type MenuEntry } from '../logic/context-menu.ts'
import { useContextMenus } from '../stores/context-menu.ts'

export interface ContextMenuHandle {
  /** What the menu is about is drawn as if it had the keyboard, which a menu of the system has meanwhile. */
  readonly isOpen: Readonly<ShallowRef<boolean>>
  /** Shows a menu of the system at a point of the page, in px, and does what is chosen. */
  readonly open: (entries: readonly MenuEntry[], at: { readonly x: number; readonly y: number }) => void
}

/** A context menu of the system. */
export function useContextMenu(): ContextMenuHandle {
  const menus = useContextMenus()
  const isOpen = shallowRef(false)
  let opened = 0

  async function show(entries: readonly MenuEntry[], x: number, y: number): Promise<void> {
    const own = ++opened
    isOpen.value = true
    try {
      const id = await menus.show({ items: entries.map(describeEntry), x, y })
      chosenEntry(entries, id)?.run()
    } finally {
      if (own === opened) isOpen.value = false
    }
  }

  return {
    isOpen,
    open: (entries, { x, y }) => void show(entries, Math.round(x), Math.round(y)),
  }
}
