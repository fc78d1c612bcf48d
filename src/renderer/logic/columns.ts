import {
  defaultListLook,
  maxColumnWidth,
  minColumnWidth,
  type ColumnLook,
  type ListColumn,
} from '#shared/models/settings.ts'

/** px that a column has until it is resized: its usual texts fit in both languages. The name takes what is left. */
const ownWidths: Readonly<Record<ListColumn, number>> = {
  name: 220,
  folder: 200,
  size: 96,
  duration: 84,
  time: 164,
  start: 164,
  room: 100,
  platform: 88,
}

/** What the name of a recording says, if it follows the vendor's convention. */
const fromName: ReadonlySet<ListColumn> = new Set(['start', 'room', 'platform'])

/** px; of the name that takes what is left: the least. */
export function widthOf({ id, width }: ColumnLook): number {
  return width ?? ownWidths[id]
}

/** What decides which columns there is something to show in. */
export interface ShownRows {
  /** Some name follows the vendor's convention. */
  readonly areNamed: boolean
  /** They are from several folders, and not under them. */
  readonly areMixed: boolean
  /** Recordings in sight are looked into. */
  readonly areTimed: boolean
}

/** The columns to draw: those that are wanted, where there is something to read in them. */
export function shownColumns(
  looks: readonly ColumnLook[],
  { areNamed, areMixed, areTimed }: ShownRows,
): readonly ColumnLook[] {
  const isEmpty = (id: ListColumn): boolean =>
    (fromName.has(id) && !areNamed) || (id === 'folder' && !areMixed) || (id === 'duration' && !areTimed)
  return looks.filter(({ id, isShown }) => isShown && !isEmpty(id))
}

/** The value of `grid-template-columns`. A name of fixed width leaves the rest empty. */
export function columnTemplate(columns: readonly ColumnLook[]): string {
  const tracks = columns.map((column) =>
    column.width === null && column.id === 'name'
      ? `minmax(${widthOf(column)}px, 1fr)`
      : `${widthOf(column)}px`,
  )
  const hasRest = columns.some(({ id, width }) => id === 'name' && width !== null)
  return [...tracks, ...(hasRest ? ['minmax(0, 1fr)'] : [])].join(' ')
}

/** Changes one width, within bounds; null gives the column its own width back. */
export function withWidth(
  looks: readonly ColumnLook[],
  id: ListColumn,
  width: number | null,
): readonly ColumnLook[] {
  const bounded =
    width === null ? null : Math.round(Math.min(maxColumnWidth, Math.max(minColumnWidth, width)))
  return looks.map((look) => (look.id === id ? { ...look, width: bounded } : look))
}

/** Shows or hides a column; the name stays. */
export function withToggled(looks: readonly ColumnLook[], id: ListColumn): readonly ColumnLook[] {
  if (id === 'name') return looks
  return looks.map((look) => (look.id === id ? { ...look, isShown: !look.isShown } : look))
}

/** Puts a column in the place of another, which makes room; the name stays first. */
export function withMoved(
  looks: readonly ColumnLook[],
  id: ListColumn,
  to: ListColumn,
): readonly ColumnLook[] {
  const from = looks.findIndex((look) => look.id === id)
  const place = looks.findIndex((look) => look.id === to)
  const moved = looks[from]
  if (moved === undefined || place < 0 || id === 'name' || to === 'name') return looks
  return looks.toSpliced(from, 1).toSpliced(place, 0, moved)
}

/** The column that is drawn beside another, where it could be moved to; null at the end and beside the name. */
export function neighbour(shown: readonly ColumnLook[], id: ListColumn, step: -1 | 1): ListColumn | null {
  if (id === 'name') return null
  const beside = shown[shown.findIndex((look) => look.id === id) + step]
  return beside === undefined || beside.id === 'name' ? null : beside.id
}

export const isDefaultLook = (looks: readonly ColumnLook[]): boolean =>
  looks.every((look, index) => {
    const own = defaultListLook.columns[index]
    return look.id === own?.id && look.isShown === own.isShown && look.width === own.width
  })
