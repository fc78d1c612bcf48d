import type { ErrorShape } from '#shared/errors.ts'
import type { TrimFacts } from '#shared/models/trim.ts'

/** What the thread is started for. Files are open descriptors of this process, which the thread does not close. */
export type TrimTask =
  | { readonly kind: 'look'; readonly source: number }
  | {
      readonly kind: 'cut'
      readonly source: number
      readonly target: number
      /** seconds */
      readonly start: number
      /** seconds */
      readonly end: number
    }

/** What the thread says; the last one is anything but `progress`. */
export type TrimAnswer =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'looked'; readonly facts: TrimFacts }
  | { readonly kind: 'cut' }
  | { readonly kind: 'failed'; readonly error: ErrorShape }
