import type { MovieFacts } from '#shared/models/preview.ts'
import { codecName } from './codec-names.ts'

/**
 * Name of the first codec of a recording that this runtime surely has no decoder for; null for none, and where it is unclear.
 *
 * @param canPlay `HTMLMediaElement.canPlayType`, which answers '' for a sure no
 */
export function undecodableCodec(
  facts: MovieFacts | null | undefined,
  canPlay: (type: string) => string,
): string | null {
  const codecs = [facts?.video?.codec, facts?.audioCodec].filter(
    // A bare type, without the profile, is something that browsers answer nothing for.
    (codec): codec is string => codec !== undefined && codec !== null && codec.includes('.'),
  )
  const found = codecs.find((codec) => canPlay(`video/mp4; codecs="${codec}"`) === '')
  return found === undefined ? null : codecName(found)
}
