/**
 * Keys that an input method takes while a word is being composed (Enter to choose it, Escape to drop it, arrows to pick)
 * mean nothing to the page: no handler sees them. One place for all fields, those of libraries too. 229 is what the key
 * code is while an input method has the key, also where the browser does not say that it is composing.
 */
export function ignoreComposition(target: Pick<Window, 'addEventListener'>): void {
  for (const type of ['keydown', 'keyup'] as const)
    target.addEventListener(
      type,
      (event) => {
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way to know
        if (!event.isComposing && event.keyCode !== 229) return
        event.stopImmediatePropagation()
        // A search field empties itself; the input method has had the key by then.
        if (event.key === 'Escape') event.preventDefault()
      },
      { capture: true },
    )
}
