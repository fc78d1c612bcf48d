import { ref, watch, type Ref, type ShallowRef } from 'vue'
import { clear, extendTo, selectOnly, toggle, type Selection } from '../logic/selection.ts'
import { hasModifier } from '../logic/shortcuts.ts'
import { useSettings } from '../stores/settings.ts'
import { useActions } from './use-actions.ts'
import { useContextMenu } from './use-context-menu.ts'
import { useEntryMenu } from './use-entry-menu.ts'
import { useRubberBand, type BandBox, type RubberBandOptions } from './use-rubber-band.ts'

export interface EntryPointer {
  /** The rubber band, while one is drawn. */
  readonly band: Readonly<ShallowRef<BandBox | null>>
  readonly isMenuOpen: Readonly<ShallowRef<boolean>>
  /** The focus ring is for those who steer by keys; a click shows its selection anyway. */
  readonly isByKeyboard: Readonly<Ref<boolean>>
  readonly focus: () => void
  /** For the list as a whole: what has been hit is found by its `data-key`. A listener for each would be made anew with each row. */
  readonly onPress: (event: PointerEvent) => void
  readonly onClick: (event: MouseEvent) => void
  /** A double-click. */
  readonly onOpen: (event: MouseEvent) => void
  readonly onMenu: (event: MouseEvent) => void
  readonly onKeyup: (event: KeyboardEvent) => void
}

/** Selecting by mouse, in a folder as rows or as tiles, or in results of a search: clicks, rubber band and context menu. Entries have `data-key`. */
export function useEntryPointer(
  options: RubberBandOptions & {
    /** Id of the entry that the keyboard is on. */ activeId: () => string | undefined
  },
): EntryPointer {
  const { list, grid, activeId } = options
  const settings = useSettings()
  const actions = useActions()
  const menu = useContextMenu()
  const entryMenu = useEntryMenu()
  const isByKeyboard = ref(false)
  const band = useRubberBand(options)
  let justPressed: string | null = null
  let hasBanded = false
  watch(band.box, (box) => (hasBanded ||= box !== null))

  const focus = (): void => grid.value?.focus({ preventScroll: true })

  function startBand(event: PointerEvent, before: Selection): void {
    hasBanded = false
    const mode = event.shiftKey ? 'add' : hasModifier(event, settings.platform) ? 'toggle' : 'only'
    band.press(event, mode, before)
  }

  /** Selects on press as file managers do, except inside a selection: a drag or a menu may follow there. */
  function pressRow(event: PointerEvent, key: string): void {
    focus()
    justPressed = null
    if (event.button !== 0) return
    const isMac = settings.platform === 'darwin'
    const before = list.selection
    const mod = hasModifier(event, settings.platform)
    // Names and selected rows are what one drags; a band begins beside them.
    const isGrip = before.keys.has(key) || (event.target as HTMLElement).closest('[data-grip]') !== null
    if (!isGrip && !(isMac && event.ctrlKey)) startBand(event, before)
    if (event.shiftKey) list.select(extendTo(before, key, list.order, mod))
    else if (mod) list.select(toggle(before, key))
    else if (isMac && event.ctrlKey) return
    else if (list.selection.keys.has(key)) justPressed = key
    else list.select(selectOnly(key))
  }

  const clearSelection = (): void => list.select(clear(list.selection))

  function pressBeside(event: PointerEvent): void {
    if ((event.target as HTMLElement).closest('button, [role="columnheader"]') !== null) return
    // The list itself is its scrollbars.
    if (event.button === 1 || event.target === grid.value) return
    startBand(event, list.selection)
    if (!event.shiftKey && !hasModifier(event, settings.platform)) clearSelection()
  }

  return {
    band: band.box,
    isMenuOpen: menu.isOpen,
    isByKeyboard,
    focus,
    onPress: (event) => {
      const key = keyAt(event)
      if (key === null) pressBeside(event)
      else pressRow(event, key)
      isByKeyboard.value = false
    },
    onClick: (event) => {
      const key = keyAt(event)
      if (key === null) return
      // The click that ends a band has selected its rows already.
      if (justPressed === key && !hasBanded) list.select(selectOnly(key))
      justPressed = null
    },
    onOpen: (event) => {
      const key = keyAt(event)
      if (key !== null) void actions.openKey(key)
    },
    onMenu: (event) => {
      const key = keyAt(event)
      // The menu key targets the list itself: the menu then opens at the focused entry.
      const id = activeId()
      const active = id === undefined ? null : grid.value?.querySelector(`#${id}`)
      const isKeyboard = event.target === grid.value && event.button !== 2
      if (isKeyboard && active && list.selection.keys.size > 0) {
        const box = active.getBoundingClientRect()
        menu.open(entryMenu(), { x: box.left + 40, y: box.bottom })
        return
      }
      if (key !== null && !list.selection.keys.has(key)) list.select(selectOnly(key))
      else if (key === null) clearSelection()
      menu.open(entryMenu(), { x: event.clientX, y: event.clientY })
    },
    /** A modifier alone steers nothing: it belongs to a click as often as to a key. */
    onKeyup: (event) => {
      if (!['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) isByKeyboard.value = true
    },
  }
}

/** The entry that an event is about. */
function keyAt({ target }: Event): string | null {
  return (target as HTMLElement).closest<HTMLElement>('[data-key]')?.dataset['key'] ?? null
}
