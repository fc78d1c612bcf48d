/**
 * Characters that turn what stands beside them round, whatever letters these are (Unicode, "Bidirectional Algorithm": embeddings,
 * overrides and isolates); `clip\u202e4pm.exe` is drawn as `clipexe.mp4`. Letters themselves and the marks between Arabic or Hebrew
 * and Latin ones (U+200E, U+200F, U+061C) turn no others, and stay: names in those scripts read wrong without them.
 */
const turning = /[\u202a-\u202e\u2066-\u2069]/u
/** An isolate that ends where it should and has no other in it does no harm; `isolated` makes those, of names in sentences. */
const harmlessOrTurning = /(\u2068[^\u202a-\u202e\u2066-\u2069]*\u2069)|[\u202a-\u202e\u2066-\u2069]/gu

const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const firstStrong = /[\p{L}\u200e\u200f\u061c]/u

/**
 * A name, path or text of somebody else's as it is shown and read out: nothing in it turns round what is around it, nor its own
 * letters. Only for that: what is sent, compared, copied or written down is the name itself.
 */
export function shownName(name: string): string {
  // A name of nothing else is still one to point at.
  return turning.test(name) ? name.replaceAll(harmlessOrTurning, '$1') || '\ufffd' : name
}

/** Whether there are letters in it that are written from right to left. */
export const hasRightToLeft = (text: string): boolean => rightToLeft.test(text)

/** `rtl` for a name that is read from right to left, as its first letter says; else undefined, as text of ours is. */
export function directionOf(name: string): 'rtl' | undefined {
  if (!rightToLeft.test(name)) return undefined
  return rightToLeft.test(firstStrong.exec(name)?.[0] ?? '') ? 'rtl' : undefined
}

/**
 * A name for the middle of a sentence: {@link shownName}, with the direction of its own letters where the sentence has another,
 * so that these stay together and what follows stays where it is.
 */
export function isolated(name: string): string {
  const shown = shownName(name)
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown
}
