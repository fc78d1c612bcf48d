/** What a form asks of its parts: take the cursor. */
export interface Focusable {
  readonly focus: () => void
}
