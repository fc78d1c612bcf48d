import type { Transfer, TransferDirection, TransferScope } from '#shared/models/transfer.ts'
import { transferSections, type SectionedTransfers, type TransferSection } from './transfer-sections.ts'

/** What of the panel is shown. */
export interface TransferFilter {
  readonly section: TransferSection | 'all'
  readonly direction: TransferScope
  /** Every word of it must be in the name or the remote path. */
  readonly text: string
}

export const noFilter: TransferFilter = { section: 'all', direction: 'both', text: '' }

export function directionsOf(scope: TransferScope): readonly TransferDirection[] {
  return scope === 'both' ? ['upload', 'download'] : [scope]
}

/** Does direction and text leave a job? null when they leave every job. */
export function matcherOf({ direction, text }: TransferFilter): ((job: Transfer) => boolean) | null {
  const words = foldCase(text).split(/\s+/u).filter(Boolean)
  if (direction === 'both' && words.length === 0) return null
  return (job) =>
    (direction === 'both' || job.direction === direction) &&
    (words.length === 0 || hasAll(searchTextOf(job), words))
}

/** The jobs that direction and text leave, in every section: what the section filters count. */
export function matchingTransfers(sections: SectionedTransfers, filter: TransferFilter): SectionedTransfers {
  const isMatch = matcherOf(filter)
  if (isMatch === null) return sections
  return {
    active: sections.active.filter(isMatch),
    waiting: sections.waiting.filter(isMatch),
    failed: sections.failed.filter(isMatch),
    done: sections.done.filter(isMatch),
  }
}

/** The sections that are shown, from top to bottom. */
export function shownSections({ section }: TransferFilter): readonly TransferSection[] {
  return section === 'all' ? transferSections : [section]
}

const hasAll = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word))

/** Full-width and half-width, upper and lower case are the same to who searches. */
const foldCase = (text: string): string => text.normalize('NFKC').toLowerCase()

/** By object, which a change replaces. */
const searchTexts = new WeakMap<Transfer, string>()

function searchTextOf(job: Transfer): string {
  let text = searchTexts.get(job)
  if (text === undefined) {
    text = foldCase(`${job.name}\n${job.remotePath}`)
    searchTexts.set(job, text)
  }
  return text
}
