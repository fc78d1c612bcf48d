/** Beginnings of codecs by RFC 6381, and what people call them. */
const names: readonly (readonly [string, string])[] = [
  ['avc1', 'H.264'],
  ['avc3', 'H.264'],
  ['hvc1', 'HEVC'],
  ['hev1', 'HEVC'],
  ['av01', 'AV1'],
  ['vp09', 'VP9'],
  ['vp08', 'VP8'],
  ['mp4v', 'MPEG-4'],
  ['mp4a.6b', 'MP3'],
  ['mp4a.69', 'MP3'],
  ['mp4a', 'AAC'],
  ['ac-3', 'Dolby Digital'],
  ['ec-3', 'Dolby Digital Plus'],
  ['opus', 'Opus'],
  ['flac', 'FLAC'],
]

/** `avc1.4d401f` → `H.264`; what has no name stays as it is. */
export function codecName(codec: string): string {
  const lower = codec.toLowerCase()
  return names.find(([start]) => lower.startsWith(start))?.[1] ?? codec
}
