import { useEventListener } from '@vueuse/core'
import { readonly, ref, type DeepReadonly, type Ref } from 'vue'

export interface DropState {
  /** Folder that a drop would go to now, or null while no files are dragged over the window. */
  folder: string | null
  /** 0 when the browser does not tell. */
  count: number
}

/**
 * Files dragged in from the desktop. A folder row (marked `data-drop-folder`) is a target of its own;
 * everywhere else the shown folder is.
 */
export function useFileDrop(
  currentFolder: () => string,
  onDrop: (files: readonly File[], folder: string) => unknown,
  /** While a dialog is open nothing can be dropped. */
  isBlocked: () => boolean,
): DeepReadonly<Ref<DropState>> {
  const state = ref<DropState>({ folder: null, count: 0 })
  const reset = (): unknown => (state.value = { folder: null, count: 0 })

  const folderAt = (target: EventTarget | null): string => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-drop-folder]') : null
    return row?.dataset['dropFolder'] ?? currentFolder()
  }

  useEventListener(window, ['dragenter', 'dragover'], (event) => {
    const data = event.dataTransfer
    if (data?.types.includes('Files') !== true) return
    event.preventDefault()
    if (isBlocked()) {
      data.dropEffect = 'none'
      return
    }
    data.dropEffect = 'copy'
    const folder = folderAt(event.target)
    const count = [...data.items].filter((item) => item.kind === 'file').length
    if (state.value.folder !== folder || state.value.count !== count) state.value = { folder, count }
  })
  useEventListener(window, 'dragleave', (event) => {
    if (event.relatedTarget === null) reset()
  })
  useEventListener(window, 'drop', (event) => {
    // Without this the window would navigate to the file.
    event.preventDefault()
    const files = [...(event.dataTransfer?.files ?? [])]
    const folder = folderAt(event.target)
    reset()
    if (files.length > 0 && !isBlocked()) onDrop(files, folder)
  })
  return readonly(state)
}
