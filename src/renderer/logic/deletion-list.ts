import type { Deletion, DeletionEvent } from '#shared/models/deletion.ts'
import { nameOf } from '#shared/paths.ts'

/** More than these are worth a question although they can be taken back: a slip would cost too much. */
const maxWithoutAsking = 50

/**
 * Whether deleting is asked about first. A few recordings are not: the countdown is the question, and it can be seen for
 * long enough to undo. Many are, because Select All and Delete are one slip of the hand, the bar is small, and what is
 * deleted is gone for good. Without a countdown there is nothing but the question.
 */
export function asksBeforeDeleting(count: number, undoSeconds: number): boolean {
  return undoSeconds === 0 || count > maxWithoutAsking
}

/** The list after an event, oldest deletion first. */
export function withDeletionEvent(list: readonly Deletion[], event: DeletionEvent): readonly Deletion[] {
  if (event.kind === 'gone') return list.filter(({ id }) => id !== event.id)
  if (event.kind === 'begun') {
    const { deletion } = event
    const isKnown = list.some(({ id }) => id === deletion.id)
    return isKnown ? list.map((item) => (item.id === deletion.id ? deletion : item)) : [...list, deletion]
  }
  const { deleted, failures, ...progress } = event.change
  const settled = new Set([...deleted, ...failures.map(({ path }) => path)])
  return list.map((item) =>
    item.id === progress.id
      ? {
          ...progress,
          waiting: item.waiting.filter((path) => !settled.has(path)),
          failures: [...item.failures, ...failures],
        }
      : item,
  )
}

/** What became of a deletion. */
export interface DeletionEnd {
  readonly deleted: number
  readonly failed: number
}

/** What became of the deletion of `list` that an event ends; null for an event that ends none, or has it leave the list undone. */
export function endBy(list: readonly Deletion[], event: DeletionEvent): DeletionEnd | null {
  if (event.kind === 'begun') return null
  const { id } = event.kind === 'gone' ? event : event.change
  const before = list.find((deletion) => deletion.id === id)
  if (before === undefined) return null
  if (event.kind === 'gone') return event.isDone ? { deleted: before.total, failed: 0 } : null
  const { state, total, failures } = event.change
  if (before.state.kind !== 'running' || state.kind !== 'over') return null
  const failed = before.failures.length + failures.length
  return { deleted: total - failed, failed }
}

/** Paths that are not to be seen in any list. */
export function waitingPaths(list: readonly Deletion[]): ReadonlySet<string> {
  return new Set(list.flatMap(({ waiting }) => waiting))
}

/** What Ctrl/Cmd+Z takes back: the latest deletion whose countdown runs. */
export function undoableDeletion(list: readonly Deletion[]): Deletion | undefined {
  return list.findLast(({ state }) => state.kind === 'countdown')
}

/** The one recording that a deletion is about, by its name; null when there are several. */
export function onlyName({ total, waiting, failures }: Deletion): string | null {
  const path = total === 1 ? (waiting[0] ?? failures[0]?.path) : undefined
  return path === undefined ? null : nameOf(path)
}

/** Whole seconds that are left of a countdown; the last one is shown until it is over. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(1, Math.ceil((until - now) / 1000))
}
