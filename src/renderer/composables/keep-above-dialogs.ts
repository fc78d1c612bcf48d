import { useEventListener } from '@vueuse/core'

/**
 * Keeps what belongs to the whole window in reach while a modal dialog is open: everything outside of that is inert, which hides
 * it from screen readers, too. The element is within the dialog that was opened last for as long as that is open, and otherwise
 * where it was. A popover lies above the dialog and whatever fills the screen.
 *
 * @param element in the document already
 */
export function keepAboveDialogs(element: HTMLElement): void {
  const home = element.parentElement ?? document.body
  const open: Element[] = []

  /** The one that is shown last lies on top. */
  function show(): void {
    if (element.popover === null) return
    element.hidePopover()
    element.showPopover()
  }

  /** Unlike removing and appending, this keeps the focus, what runs in it, and the popover open. */
  function move(): void {
    const place = open.at(-1) ?? home
    if (element.parentElement !== place) place.moveBefore(element, null)
  }

  function take(dialog: Element): void {
    open.push(dialog)
    move()
    show()
  }

  // Neither event bubbles.
  useEventListener(
    document,
    'toggle',
    ({ target }) => {
      if (target instanceof HTMLDialogElement && target.matches(':modal') && !open.includes(target))
        take(target)
    },
    { capture: true },
  )
  // Comes before the dialog is closed, and with it before it is taken out of the page.
  useEventListener(
    document,
    'beforetoggle',
    (event) => {
      const at = event.newState === 'closed' ? open.indexOf(event.target as Element) : -1
      if (at === -1) return
      open.splice(at, 1)
      move()
    },
    { capture: true },
  )
  useEventListener(document, 'fullscreenchange', show)

  show()
  for (const dialog of document.querySelectorAll('dialog:modal')) take(dialog)
}
