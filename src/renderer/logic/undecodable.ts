import type { MovieFacts } from '#shared/models/preview.ts'
import { codecName } from './codec-names.ts'

/** What a video element has come to: nothing yet; it has no picture; it has failed before it showed one. */
export type Attempt = 'none' | 'noPicture' | 'failed'

/** Kinds of picture that a runtime may decode. Of another kind, it is no matter of profiles. */
const known = /^(?:avc[1-4]|hvc1|hev1|dv|av01|vp0[89]|encv|unknown)/iu
/** Decoded by Chromium itself, on every computer: when that fails, it is the file that is damaged. */
const builtIn = /^(?:avc[13]|vp0[89]|av01)/iu

/**
 * Name of the first codec of a recording that this runtime surely has no decoder for; null for none, and where it is unclear.
 *
 * @param canPlay `HTMLMediaElement.canPlayType`, which answers '' for a sure no
 */
export function undecodableCodec(
  facts: MovieFacts | null | undefined,
  canPlay: (type: string) => string,
  attempt: Attempt = 'none',
): string | null {
  const video = facts?.video?.codec
  if (video !== undefined) {
    const shows = attempt === 'none' || (attempt === 'failed' && builtIn.test(video))
    if (!shows || !known.test(video)) return codecName(video)
  }
  const codecs = [video, facts?.audioCodec].filter(
    // A bare type, without the profile, is something that browsers answer nothing for.
    (codec): codec is string => codec !== undefined && codec !== null && codec.includes('.'),
  )
  const found = codecs.find((codec) => canPlay(`video/mp4; codecs="${codec}"`) === '')
  return found === undefined ? null : codecName(found)
}
