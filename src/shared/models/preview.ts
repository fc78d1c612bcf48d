import type { RecordingRef } from './recording.ts'

/** What a recording's own tables say of it. */
export interface MovieFacts {
  /** ms; null where the tables do not say, as in a file that was cut off or is a live stream */
  readonly durationMs: number | null
  /** null without a picture */
  readonly video: { readonly codec: string; readonly width: number; readonly height: number } | null
  /** By RFC 6381, e.g. `mp4a.40.2`; null without sound. */
  readonly audioCodec: string | null
}

/** What is known of a recording beyond what the server lists. */
export interface Preview {
  /** See {@link previewKey}. */
  readonly key: string
  /** null: it is no movie that could be read */
  readonly facts: MovieFacts | null
  /** Address of a small picture, for an image; null as long as there is none. */
  readonly image: string | null
}

/** A frame that stands for a recording, as it is in the file: the page decodes it. */
export interface KeyFrame {
  /** Under which the picture is handed back. */
  readonly id: string
  readonly codec: string
  /** The decoder's configuration record, e.g. the content of `avcC`; null where the codec needs none. */
  readonly description: Uint8Array | null
  readonly data: Uint8Array
  /** px, as coded */
  readonly width: number
  readonly height: number
  /** Degrees clockwise, to be shown upright. */
  readonly rotation: 0 | 90 | 180 | 270
}

/** The same as long as the recording is: a new upload under the same name has another one. */
export function previewKey({
  path,
  size,
  createdAt,
}: Pick<RecordingRef, 'path' | 'size' | 'createdAt'>): string {
  return `${size ?? ''}|${createdAt ?? ''}|${path}`
}

/** Of what the page makes of a frame. Bytes */
export const maxPreviewImageBytes = 128 * 1024
