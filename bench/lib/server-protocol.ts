export interface ServerReady {
  readonly origin: string
  readonly prefix: string
}

export interface ServerFile {
  readonly id: number
  readonly path: string
  /** bytes */
  readonly size: number
}

/** Each is answered with the list of files it added. */
export type ServerCommand =
  | { readonly kind: 'add'; readonly files: readonly { readonly path: string; readonly size: number }[] }
  | { readonly kind: 'remove'; readonly paths: readonly string[] }
