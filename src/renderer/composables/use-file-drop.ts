import { tryOnScopeDispose, useEventListener } from '@vueuse/core'
import { readonly, ref, type DeepReadonly, type Ref } from 'vue'

export interface DropState {
  /** Folder that a drop would go to now, or null while no files are dragged over the window. */
  folder: string | null
  /** 0 when the browser does not tell. */
  count: number
  /** Why a drop would come to nothing, in words; null: it would not. */
  refusal: string | null
}

/** A folder that files are held over for this long (ms) opens, as in Finder. */
const springDelay = 900

/**
 * Files dragged in from the desktop. A folder row (marked `data-drop-folder`) is a target of its own;
 * everywhere else the shown folder is.
 */
export function useFileDrop(
  currentFolder: () => string,
  onDrop: (files: readonly File[], folder: string) => unknown,
  /** While a dialog is open nothing can be dropped. */
  isBlocked: () => boolean,
  /** So many files may be those that were dragged out of here: nothing is said of them before they are dropped and known. */
  isQuiet: (count: number) => boolean,
  /** Files were held over a folder that is not the shown one. */
  onSpring: (folder: string) => unknown,
  /**
   * Why files of these types are not taken, '' for one that is not known; null: they are. `isOther`: by a folder that the
   * pointer is on, not by the one that is shown.
   */
  refusalOf: (types: readonly string[], isOther: boolean) => string | null,
): DeepReadonly<Ref<DropState>> {
  const state = ref<DropState>({ folder: null, count: 0, refusal: null })
  let spring: ReturnType<typeof setTimeout> | undefined
  const show = (folder: string | null, count: number, refusal: string | null = null): void => {
    if (state.value.folder !== folder || state.value.refusal !== refusal) {
      clearTimeout(spring)
      if (folder !== null && refusal === null && folder !== currentFolder())
        spring = setTimeout(() => onSpring(folder), springDelay)
    }
    state.value = { folder, count, refusal }
  }
  const reset = (): void => show(null, 0)
  tryOnScopeDispose(reset)

  /** The folder that the pointer is on, if any. */
  const folderAt = (target: EventTarget | null): string | undefined => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-drop-folder]') : null
    return row?.dataset['dropFolder']
  }

  useEventListener(window, ['dragenter', 'dragover'], (event) => {
    const data = event.dataTransfer
    if (data?.types.includes('Files') !== true) return
    event.preventDefault()
    if (isBlocked()) {
      data.dropEffect = 'none'
      return
    }
    const files = [...data.items].filter((item) => item.kind === 'file')
    if (isQuiet(files.length)) {
      data.dropEffect = 'copy'
      reset()
      return
    }
    const other = folderAt(event.target)
    const folder = other ?? currentFolder()
    const refusal = refusalOf(
      files.map(({ type }) => type),
      other !== undefined,
    )
    data.dropEffect = refusal === null ? 'copy' : 'none'
    const { folder: shown, count, refusal: said } = state.value
    if (shown !== folder || count !== files.length || said !== refusal) show(folder, files.length, refusal)
  })
  useEventListener(window, 'dragleave', (event) => {
    if (event.relatedTarget === null) reset()
  })
  useEventListener(window, 'drop', (event) => {
    // Without this the window would navigate to the file.
    event.preventDefault()
    const files = [...(event.dataTransfer?.files ?? [])]
    const folder = folderAt(event.target) ?? currentFolder()
    const isRefused = state.value.refusal !== null
    reset()
    if (files.length > 0 && !isRefused && !isBlocked()) onDrop(files, folder)
  })
  return readonly(state)
}
