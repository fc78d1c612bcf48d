/** What is used of a document. */
export interface Selecting extends Pick<EventTarget, 'addEventListener'> {
  readonly activeElement: Element | null
  getSelection(): Pick<Selection, 'type' | 'removeAllRanges'> | null
}

/**
 * A press where no text can be selected leaves Chromium with a selection that has no visible place. For each frame that is laid
 * out, it looks for one twice, through all that the page holds: 3 ms of 17 with a long list. So such a selection is dropped.
 */
export function dropIdleSelection(document: Selecting): void {
  const drop = (): void => {
    const isInField = document.activeElement?.matches('input, textarea, [contenteditable]') ?? false
    const selection = document.getSelection()
    if (!isInField && selection?.type === 'None') selection.removeAllRanges()
  }
  document.addEventListener('mouseup', drop)
  document.addEventListener('dragend', drop)
}
