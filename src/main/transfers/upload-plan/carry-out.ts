import { assertNever } from '#shared/errors.ts'
import type { ConflictChoice } from '#shared/models/upload-plan.ts'
import type { UploadConflict } from '../job.ts'
import { identityOf } from '../remote-identity.ts'
import { numberedUploadName } from '../upload-names.ts'
import type { KeptPlan, PlannedFile } from './make-plan.ts'
import { nameKey } from './name-key.ts'

/** An upload that a plan has led to. */
export interface DecidedUpload {
  readonly file: PlannedFile
  /** On the server. */
  readonly name: string
  readonly onConflict: UploadConflict
}

export interface Decisions {
  readonly uploads: readonly DecidedUpload[]
  /** Not to be uploaded: skipped, or refused. */
  readonly skipped: readonly PlannedFile[]
}

/**
 * Turns a plan and what the user chose into uploads. Names that are to be kept beside others are numbered past everything
 * that is known of the server, the queue and the plan itself; an upload whose number is taken by the time it runs finds the
 * next one itself.
 *
 * @param choiceOf what was chosen for the row at this place, if anything
 * @param queued {@link nameKey}s of the paths of unfinished uploads
 */
export function decide(
  { files, taken }: Pick<KeptPlan, 'files' | 'taken'>,
  choiceOf: (row: number) => ConflictChoice | undefined,
  queued: Iterable<string>,
): Decisions {
  const used = new Set([...taken, ...queued])
  for (const { remoteFolder, name, verdict } of files) {
    if (verdict.kind === 'ok') used.add(nameKey(`${remoteFolder}${name}`))
  }
  const uploads: DecidedUpload[] = []
  const skipped: PlannedFile[] = []
  for (const [row, file] of files.entries()) {
    const decided = decideOne(file, choiceOf(row) ?? 'skip', used)
    if (decided === null) skipped.push(file)
    else uploads.push(decided)
  }
  return { uploads, skipped }
}

function decideOne(file: PlannedFile, choice: ConflictChoice, used: Set<string>): DecidedUpload | null {
  const { verdict, remote } = file
  switch (verdict.kind) {
    case 'ok':
      return { file, name: file.name, onConflict: { kind: 'refuse' } }
    case 'refused':
      return null
    case 'exists':
    case 'queued':
    case 'twice':
      if (choice === 'skip') return null
      // Only what the server has can be replaced.
      if (choice === 'replace' && verdict.kind === 'exists' && remote !== null) {
        // Under the name as the server spells it: it is that recording that gives way.
        return { file, name: remote.name, onConflict: { kind: 'replace', old: identityOf(remote) } }
      }
      return { file, name: nextName(file, used), onConflict: { kind: 'keepBoth' } }
    default:
      return assertNever(verdict)
  }
}

function nextName({ remoteFolder, name }: PlannedFile, used: Set<string>): string {
  for (let number = 1; ; number++) {
    const candidate = numberedUploadName(name, number)
    const key = nameKey(`${remoteFolder}${candidate}`)
    if (used.has(key)) continue
    used.add(key)
    return candidate
  }
}
