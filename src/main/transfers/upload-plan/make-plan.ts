import { randomUUID } from 'node:crypto'
import { AppError, type ErrorShape } from '#shared/errors.ts'
import type { PlanRow, PlanVerdict, UploadPlan } from '#shared/models/upload-plan.ts'
import type { Recording } from '#shared/models/recording.ts'
import type { CloudRoomClient } from '../../api/client.types.ts'
import type { Inspected } from './inspect-all.ts'
import { nameKey } from './name-key.ts'
import { lookUpNames, type RemoteNames } from './remote-names.ts'

/** A file that a plan is about. */
export interface PlanFile extends Inspected {
  /** `/A/B/` on the server. */
  readonly remoteFolder: string
  /** The failed upload that this is about, or null for a new one. */
  readonly transferId: string | null
}

/** A row of a plan with what the main process needs to carry it out. */
export interface PlannedFile extends PlanFile {
  readonly verdict: PlanVerdict
  /** What has the name on the server. */
  readonly remote: Recording | null
}

/** A plan with what the page does not see. */
export interface KeptPlan {
  readonly plan: UploadPlan
  readonly profileId: string
  readonly files: readonly PlannedFile[]
  /** Paths ({@link nameKey}) that numbered names must avoid. */
  readonly taken: ReadonlySet<string>
}

export interface PlanInput {
  readonly profileId: string
  readonly client: CloudRoomClient
  readonly signal: AbortSignal
  /** `/A/` */
  readonly folder: string
  readonly files: readonly PlanFile[]
  readonly hasFolders: boolean
  readonly leftOut: number
  /** Unfinished uploads of this account: {@link nameKey} of the path → the local file. */
  readonly queued: ReadonlyMap<string, string>
}

/**
 * Says of each file what would happen to it: asks the server what it has, and compares the files with each other and with
 * the queue. Names that differ only in case or composition count as the same, because some servers take them for one.
 *
 * @throws AppError `api.*` and `aborted`; that the server cannot be reached is a remark on the plan, since uploads wait for it
 */
export async function makePlan(input: PlanInput): Promise<KeptPlan> {
  const { profileId, folder, hasFolders, leftOut } = input
  // Folders are read in any order; people, and the queue, go through them in this one.
  const files = input.files.toSorted(compareFiles)
  const { remote, unasked } = await askServer(input)
  const seen = new Set<string>()
  const planned = files.map((file): PlannedFile => {
    const key = nameKey(`${file.remoteFolder}${file.name}`)
    const known = remote.get(file.remoteFolder)?.found.get(nameKey(file.name)) ?? null
    const verdict = verdictOn(file, key, seen, known, input.queued)
    if (verdict.kind !== 'refused') seen.add(key)
    return { ...file, verdict, remote: known }
  })
  const rows = planned.map((file) => rowOf(file))
  return {
    profileId,
    files: planned,
    taken: takenPaths(remote),
    plan: { planId: randomUUID(), folder, rows, hasFolders, leftOut, unasked },
  }
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** As a file manager lists them: folder by folder, `2` before `10`. */
function compareFiles(a: PlanFile, b: PlanFile): number {
  return collator.compare(a.within, b.within) || collator.compare(a.name, b.name)
}

function verdictOn(
  file: PlanFile,
  key: string,
  seen: ReadonlySet<string>,
  known: Recording | null,
  queued: ReadonlyMap<string, string>,
): PlanVerdict {
  if (file.error !== null) return { kind: 'refused', error: file.error.toShape() }
  const inQueue = queued.get(key)
  if (inQueue !== undefined && inQueue === file.file) {
    return { kind: 'refused', error: new AppError('transfer.alreadyQueued').toShape() }
  }
  if (seen.has(key)) return { kind: 'twice' }
  if (inQueue !== undefined) return { kind: 'queued' }
  if (known === null) return { kind: 'ok' }
  const { name, size, sizeIsExact, createdAt } = known
  return { kind: 'exists', remote: { name, size, sizeIsExact, createdAt } }
}

function rowOf({ name, within, size, modifiedAt, verdict }: PlannedFile): PlanRow {
  return { name, within, size, modifiedAt, verdict }
}

type RemoteByFolder = ReadonlyMap<string, RemoteNames>

async function askServer({
  client,
  files,
  folder,
  signal,
}: PlanInput): Promise<{ remote: RemoteByFolder; unasked: ErrorShape | null }> {
  const usable = files.filter(({ error }) => error === null)
  const wanted = [...Map.groupBy(usable, ({ remoteFolder }) => remoteFolder)].map(([at, items]) => ({
    folder: at,
    names: items.map(({ name }) => name),
  }))
  try {
    return { remote: await lookUpNames(client, wanted, folder, signal), unasked: null }
  } catch (error) {
    const isOutOfReach =
      error instanceof AppError && (error.code.startsWith('network.') || error.code.startsWith('server.'))
    if (!isOutOfReach || signal.aborted) throw error
    return { remote: new Map(), unasked: error.toShape() }
  }
}

function takenPaths(remote: RemoteByFolder): Set<string> {
  const taken = new Set<string>()
  for (const [folder, names] of remote) {
    for (const name of names.taken) taken.add(nameKey(folder) + name)
  }
  return taken
}
