import {
  defaultLayout,
  maxPaneWidth,
  minPaneWidth,
  type Pane,
  type PaneLook,
} from '#shared/models/settings.ts'
import { useWindowSize } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useSettings } from './settings.ts'

/** px of window below which a pane gives its place to the list. */
const neededWidth: Readonly<Record<Pane, number>> = { sidebar: 620, details: 760 }

/** Which panes stand beside the list, and how wide they are. Remembered in the settings. */
export const useLayout = defineStore('layout', () => {
  const settings = useSettings()
  const { width: windowWidth } = useWindowSize()
  /** A width that is being dragged. */
  const draft = shallowRef<{ readonly pane: Pane; readonly width: number } | null>(null)
  const pathCalls = shallowRef(0)

  const looks = computed(() => settings.settings?.layout ?? defaultLayout)
  const maxWidth = computed(() =>
    Math.max(minPaneWidth, Math.min(maxPaneWidth, Math.round(windowWidth.value * 0.35))),
  )
  const within = (width: number): number => Math.min(maxWidth.value, Math.max(minPaneWidth, width))

  const isTooNarrow = (pane: Pane): boolean => windowWidth.value < neededWidth[pane]
  const isOn = (pane: Pane): boolean => looks.value[pane].isShown

  /** One after the other: each begins with what the one before it has made of the panes. */
  let last: Promise<unknown> = Promise.resolve()
  function change(pane: Pane, lookOf: (now: PaneLook) => Partial<PaneLook>): Promise<void> {
    const done = last.then(() => {
      const now = looks.value[pane]
      return settings.update({ layout: { [pane]: { ...now, ...lookOf(now) } } })
    })
    last = done.catch(() => undefined)
    return done
  }

  return {
    /** Counts each time that the user wants to type a place. */
    pathCalls,
    maxWidth,
    isOn,
    isTooNarrow,
    isShown: (pane: Pane): boolean => isOn(pane) && !isTooNarrow(pane),
    /** px */
    widthOf: (pane: Pane): number =>
      within(draft.value?.pane === pane ? draft.value.width : looks.value[pane].width),
    toggle: (pane: Pane) => change(pane, ({ isShown }) => ({ isShown: !isShown })),
    /** Shows a width while it is being dragged. */
    resize: (pane: Pane, width: number) => {
      draft.value = { pane, width: within(Math.round(width)) }
    },
    /** Remembers the width that was dragged to. */
    keep: async () => {
      const dragged = draft.value
      if (dragged === null) return
      await change(dragged.pane, () => ({ width: dragged.width }))
      if (draft.value === dragged) draft.value = null
    },
    typePath: () => {
      pathCalls.value++
    },
  }
})
