/** What the window or dialog around the player's stage does with it. */
export interface StageHandle {
  /** Takes a key that was pressed anywhere in it. */
  readonly onKeydown: (event: KeyboardEvent) => void
  readonly focus: () => void
  readonly pause: () => void
}
