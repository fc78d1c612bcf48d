import type { ErrorShape } from '../errors.ts'

/** Most files that one plan holds. */
export const maxPlannedFiles = 10_000

/** What the server has under a name that is wanted. */
export interface RemoteCopy {
  /** As the server spells it; case and composition may differ from the local name. */
  readonly name: string
  /** bytes */
  readonly size: number | null
  readonly sizeIsExact: boolean
  /** epoch ms */
  readonly createdAt: number | null
}

/** Whether a file can be uploaded as it is. */
export type PlanVerdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly error: ErrorShape }
  /** The server has one of this name. */
  | { readonly kind: 'exists'; readonly remote: RemoteCopy }
  /** Another upload of this name waits or runs. */
  | { readonly kind: 'queued' }
  /** Another file of the same choice goes to the same place. */
  | { readonly kind: 'twice' }

/** What can be done about a name that is taken. */
export const conflictChoices = ['skip', 'keepBoth', 'replace'] as const
export type ConflictChoice = (typeof conflictChoices)[number]

export interface PlanRow {
  /** Local name; of a folder that could not be read, with a slash at the end. */
  readonly name: string
  /** Below the plan's folder, `A/B/`; empty directly in it. */
  readonly within: string
  /** bytes; null where it is not known or of no matter */
  readonly size: number | null
  /** epoch ms */
  readonly modifiedAt: number | null
  readonly verdict: PlanVerdict
}

/** What would happen to a choice of files, file by file, before anything is sent (design, section 6). */
export interface UploadPlan {
  readonly planId: string
  /** `/A/`: where it all goes, below which structures are made again. */
  readonly folder: string
  /** Rows are referred to by their place here. At most {@link maxPlannedFiles}. */
  readonly rows: readonly PlanRow[]
  /** Folders were among what was chosen. */
  readonly hasFolders: boolean
  /** Files in those folders that are no recordings, and therefore no rows. */
  readonly leftOut: number
  /** Why the server could not be asked what it has; names may turn out to be taken then. */
  readonly unasked: ErrorShape | null
}

/** A decision about the row at this place. Conflicts without one are skipped. */
export interface PlanDecision {
  readonly row: number
  readonly choice: ConflictChoice
}

/** How far a plan is while it is made. */
export interface PlanProgress {
  readonly abortId: string
  /** Files found so far. */
  readonly found: number
  /** Of them, looked into. */
  readonly checked: number
  /** All are found and looked into, and the server is asked what it has. */
  readonly isAsking: boolean
}
