/** Pause after which typing starts a new word, in ms. */
export const findPause = 1000

export interface TypedText {
  readonly text: string
  /** epoch ms of the last key */
  readonly at: number
}

export const nothingTyped: TypedText = { text: '', at: 0 }

/** Adds a typed character, or starts over after a pause. */
export function typed(previous: TypedText, character: string, now: number): TypedText {
  const goesOn = now - previous.at < findPause
  return { text: (goesOn ? previous.text : '') + character, at: now }
}

/**
 * The row to jump to: the first whose name starts with the text. A first letter looks from the row after the
 * focused one, so that pressing it again walks through the matches; a longer word may stay where it is.
 *
 * @param count of rows
 * @param startsWith whether a row's name starts with a text
 * @param text in the form that `startsWith` compares
 */
export function findByPrefix(
  count: number,
  startsWith: (index: number, text: string) => boolean,
  text: string,
  focused: number,
): number {
  const letters = Array.from(text)
  const isRepeat = letters.every((letter) => letter === letters[0])
  const wanted = isRepeat ? (letters[0] ?? '') : text
  const start = isRepeat ? focused + 1 : Math.max(0, focused)
  for (let step = 0; step < count; step++) {
    const index = (start + step) % count
    if (startsWith(index, wanted)) return index
  }
  return -1
}
