import { expect, onTestFinished } from 'vitest'
import { DeletionService } from '#main/deletion/deletion-service.ts'
import type { Emulator } from '#emulator/server.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { Deletion, DeletionEvent, DeletionState } from '#shared/models/deletion.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { clientOf, profileOf } from './emulate.ts'

export interface DeletionRig {
  readonly deletions: DeletionService
  readonly events: DeletionEvent[]
  /** What was told of as gone from the server, in order. */
  readonly deleted: { readonly profileId: string; readonly path: string }[]
  /** What a page that follows the events knows. */
  readonly shown: () => readonly Deletion[]
  readonly stateOf: (id: string | null) => DeletionState['kind'] | 'gone'
  /** Codes of a deletion's failures by path. */
  readonly failuresOf: (id: string | null) => Readonly<Record<string, ErrorCode>>
  readonly waitFor: (id: string | null, state: DeletionState['kind'] | 'gone') => Promise<void>
  /** Nobody is signed in from now on, or somebody else. */
  readonly signIn: (profileId: string | null) => void
  readonly refs: (...paths: string[]) => RecordingRef[]
}

/** The real deletion service on the real client, for two accounts. */
export function deletionRig(emulator: Emulator, countdownMs = 0): DeletionRig {
  const events: DeletionEvent[] = []
  const deleted: { profileId: string; path: string }[] = []
  const client = clientOf(emulator)
  let active: string | null = null
  const deletions = new DeletionService({
    accounts: {
      requireActive: () => ({ profile: profileOf(emulator, active ?? 'nobody'), client }),
      clientFor: () => client,
    },
    countdownMs: () => countdownMs,
    publish: (event) => events.push(structuredClone(event)),
    onDeleted: (profileId, paths) => deleted.push(...paths.map((path) => ({ profileId, path }))),
  })
  onTestFinished(() => deletions.close())
  const signIn = (profileId: string | null): void => {
    active = profileId
    deletions.follow(profileId)
  }
  signIn('profile-a')
  const shown = (): readonly Deletion[] => [...follow(events).values()]
  const find = (id: string | null): Deletion | undefined => shown().find((deletion) => deletion.id === id)
  const stateOf = (id: string | null): DeletionState['kind'] | 'gone' => find(id)?.state.kind ?? 'gone'
  return {
    deletions,
    events,
    deleted,
    shown,
    stateOf,
    failuresOf: (id) =>
      Object.fromEntries((find(id)?.failures ?? []).map(({ path, error }) => [path, error.code])),
    waitFor: (id, state) => expect.poll(() => stateOf(id), { timeout: 15_000, interval: 5 }).toBe(state),
    signIn,
    refs: (...paths) => paths.map((path) => refTo(emulator, path)),
  }
}

/** Events → what they leave a page with. */
function follow(events: readonly DeletionEvent[]): Map<string, Deletion> {
  const known = new Map<string, Deletion>()
  for (const event of events) {
    if (event.kind === 'begun') known.set(event.deletion.id, event.deletion)
    else if (event.kind === 'gone') known.delete(event.id)
    else {
      const { deleted, failures, ...progress } = event.change
      const before = known.get(progress.id)
      if (before === undefined) throw new Error('A change of something that had not begun')
      const settled = new Set([...deleted, ...failures.map(({ path }) => path)])
      known.set(progress.id, {
        ...progress,
        waiting: before.waiting.filter((path) => !settled.has(path)),
        failures: [...before.failures, ...failures],
      })
    }
  }
  return known
}

function refTo(emulator: Emulator, path: string): RecordingRef {
  const file = emulator.listing().find((candidate) => candidate.path === path)
  if (file === undefined) throw new Error(`the emulator has no ${path}`)
  return { id: file.id, path, size: file.size, sizeIsExact: true, createdAt: file.ctimeMs }
}
