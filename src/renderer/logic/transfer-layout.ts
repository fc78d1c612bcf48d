import type { Transfer } from '#shared/models/transfer.ts'
import type { SectionedTransfers, TransferSection } from './transfer-sections.ts'

/** px */
export const rowHeight = 46
export const sectionHeight = 28
/** Rows drawn beyond each edge of the view. */
const overscan = 6

/** A section in the scrolled content. */
export interface SectionBlock {
  readonly section: TransferSection
  readonly rows: readonly Transfer[]
  /** Rows in the sections above. */
  readonly firstIndex: number
  /** px from the top of the content; 0 heading when a filter names the section already. */
  readonly top: number
  readonly headingHeight: number
  readonly height: number
}

/** Where every section is; empty ones take no room. Rows are all of one height, so that nothing is measured. */
export function layoutOf(
  rows: SectionedTransfers,
  shown: readonly TransferSection[],
): readonly SectionBlock[] {
  const headingHeight = shown.length > 1 ? sectionHeight : 0
  const blocks: SectionBlock[] = []
  let top = 0
  let firstIndex = 0
  for (const section of shown) {
    const { [section]: of } = rows
    if (of.length === 0) continue
    const height = headingHeight + of.length * rowHeight
    blocks.push({ section, rows: of, firstIndex, top, headingHeight, height })
    top += height
    firstIndex += of.length
  }
  return blocks
}

/** The rows of a section that are drawn: from (inclusive) and to (exclusive). */
export function drawnRange(
  block: SectionBlock,
  scrollTop: number,
  viewHeight: number,
): { readonly from: number; readonly to: number } {
  const start = scrollTop - block.top - block.headingHeight
  const clamp = (index: number): number => Math.min(block.rows.length, Math.max(0, index))
  const from = clamp(Math.floor(start / rowHeight) - overscan)
  const to = clamp(Math.ceil((start + viewHeight) / rowHeight) + overscan)
  return { from, to }
}

/** px from the top of the content to a row, by its place among all rows; null when there is none. */
export function topOfRow(blocks: readonly SectionBlock[], index: number): number | null {
  const block = blocks.findLast(({ firstIndex }) => firstIndex <= index)
  if (block === undefined || index >= block.firstIndex + block.rows.length) return null
  return block.top + block.headingHeight + (index - block.firstIndex) * rowHeight
}

/** Where to scroll to so that a row is in full view below its section's heading; null when it is already. */
export function scrollTopFor(
  blocks: readonly SectionBlock[],
  index: number,
  scrollTop: number,
  viewHeight: number,
): number | null {
  const top = topOfRow(blocks, index)
  if (top === null) return null
  const heading = blocks[0]?.headingHeight ?? 0
  if (top < scrollTop + heading) return top - heading
  return top + rowHeight > scrollTop + viewHeight ? top + rowHeight - viewHeight : null
}
