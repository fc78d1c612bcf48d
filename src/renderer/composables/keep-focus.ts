/**
 * A press on bare surface leaves the focus where it is, as desktop toolbars and status bars do; the list
 * keeps answering the keyboard.
 */
export function keepFocus(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest('button, input, select, [tabindex], .selectable') === null) event.preventDefault()
}
