import { assertNever } from '#shared/errors.ts'
import type { ConflictChoice, PlanDecision, PlanRow, UploadPlan } from '#shared/models/upload-plan.ts'

/** The parts of the sheet, from top to bottom: what needs a decision comes first. */
export const sheetSections = ['conflicts', 'refused', 'ready'] as const
export type SheetSection = (typeof sheetSections)[number]

interface SheetFile {
  readonly kind: 'file'
  readonly section: SheetSection
  /** Place in the plan. */
  readonly row: number
  readonly file: PlanRow
}

/** A line of the sheet's list. */
export type SheetItem =
  { readonly kind: 'heading'; readonly section: SheetSection; readonly count: number } | SheetFile

/** What was decided about rows, by their place in the plan. */
export type Choices = ReadonlyMap<number, ConflictChoice>

export function sectionOf({ verdict }: PlanRow): SheetSection {
  switch (verdict.kind) {
    case 'ok':
      return 'ready'
    case 'refused':
      return 'refused'
    case 'exists':
    case 'queued':
    case 'twice':
      return 'conflicts'
    default:
      return assertNever(verdict)
  }
}

/** What can be done about a row's name. Only what the server has can be replaced. */
export function choicesFor({ verdict }: PlanRow): readonly ConflictChoice[] {
  if (verdict.kind === 'exists') return ['skip', 'keepBoth', 'replace']
  return verdict.kind === 'queued' || verdict.kind === 'twice' ? ['skip', 'keepBoth'] : []
}

/** What a sheet opens with: nothing that is there is touched, and nothing that was chosen is lost without a word. */
export function initialChoices({ rows }: UploadPlan): Choices {
  const choices = new Map<number, ConflictChoice>()
  for (const [index, row] of rows.entries()) {
    if (choicesFor(row).length > 0) choices.set(index, row.verdict.kind === 'twice' ? 'keepBoth' : 'skip')
  }
  return choices
}

/** The same choice for all rows that have it. */
export function chosenForAll({ rows }: UploadPlan, choices: Choices, choice: ConflictChoice): Choices {
  const next = new Map(choices)
  for (const row of choices.keys()) {
    const file = rows[row]
    if (file && choicesFor(file).includes(choice)) next.set(row, choice)
  }
  return next
}

/** The choice that all rows have in common, or null. */
export function commonChoice(choices: Choices): ConflictChoice | null {
  const different = new Set(choices.values())
  const [only = null] = different
  return different.size === 1 ? only : null
}

export function decisionsOf(choices: Choices): PlanDecision[] {
  return [...choices].map(([row, choice]) => ({ row, choice }))
}

/** Lines in the order of display; a heading above each part that has any. */
export function sheetItems({ rows }: UploadPlan): readonly SheetItem[] {
  const parts = new Map<SheetSection, SheetFile[]>(sheetSections.map((section) => [section, []]))
  for (const [row, file] of rows.entries()) {
    const section = sectionOf(file)
    parts.get(section)?.push({ kind: 'file', section, row, file })
  }
  return sheetSections.flatMap((section): SheetItem[] => {
    const files = parts.get(section) ?? []
    return files.length === 0 ? [] : [{ kind: 'heading', section, count: files.length }, ...files]
  })
}

export interface SheetTotals {
  readonly files: number
  /** Sum of the sizes that are known. */
  readonly bytes: number
  readonly refused: number
  readonly conflicts: number
}

export function totalsOf({ rows }: UploadPlan): SheetTotals {
  let bytes = 0
  let refused = 0
  let conflicts = 0
  for (const row of rows) {
    bytes += row.size ?? 0
    const section = sectionOf(row)
    if (section === 'refused') refused++
    else if (section === 'conflicts') conflicts++
  }
  return { files: rows.length, bytes, refused, conflicts }
}

/** Files that will be uploaded as things are chosen. */
export function uploadCount(plan: UploadPlan, choices: Choices): number {
  const { files, refused, conflicts } = totalsOf(plan)
  const kept = [...choices.values()].filter((choice) => choice !== 'skip').length
  return files - refused - conflicts + kept
}

/** Nothing to say and nothing to decide: as in Finder, it just happens. A folder shows first what is in it. */
export function needsNoSheet({ rows, hasFolders }: UploadPlan): boolean {
  return !hasFolders && rows.every(({ verdict }) => verdict.kind === 'ok')
}

/** Height of a line in px; headings and plain files take one line of text, the others two. */
export function itemHeight(item: SheetItem | undefined): number {
  if (item?.kind === 'heading') return 34
  return item?.section === 'ready' ? 30 : 46
}
