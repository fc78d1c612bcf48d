import { describe, expect, it } from 'vitest'
import type { PlanRow, PlanVerdict, UploadPlan } from '#shared/models/upload-plan.ts'
import {
  choicesFor,
  chosenForAll,
  commonChoice,
  decisionsOf,
  initialChoices,
  itemHeight,
  needsNoSheet,
  sheetItems,
  totalsOf,
  uploadCount,
} from '../../../src/renderer/logic/upload-sheet.ts'

const remote = { name: 'a.mp4', size: 1, sizeIsExact: true, createdAt: null }
const exists: PlanVerdict = { kind: 'exists', remote }
const refused: PlanVerdict = { kind: 'refused', error: { code: 'file.empty', params: {}, retryable: false } }

function plan(verdicts: readonly PlanVerdict[], over: Partial<UploadPlan> = {}): UploadPlan {
  const rows = verdicts.map((verdict, index): PlanRow => ({
    name: `${index}.mp4`,
    within: '',
    size: verdict.kind === 'refused' ? null : 100,
    modifiedAt: null,
    verdict,
  }))
  return { planId: 'p', folder: '/', rows, hasFolders: false, leftOut: 0, unasked: null, ...over }
}

const mixed = plan([{ kind: 'ok' }, exists, refused, { kind: 'twice' }, { kind: 'queued' }, exists])

describe('the upload sheet', () => {
  it('is not shown for files about which there is nothing to say', () => {
    expect(needsNoSheet(plan([{ kind: 'ok' }, { kind: 'ok' }]))).toBe(true)
    expect(needsNoSheet(plan([{ kind: 'ok' }], { hasFolders: true }))).toBe(false)
    expect(needsNoSheet(plan([{ kind: 'ok' }, refused]))).toBe(false)
    expect(needsNoSheet(mixed)).toBe(false)
  })

  it('begins with the questions, then says what cannot be, then what is ready', () => {
    const lines = sheetItems(mixed).map((item) =>
      item.kind === 'heading' ? `${item.section} ${item.count}` : item.row,
    )
    expect(lines).toEqual(['conflicts 4', 1, 3, 4, 5, 'refused 1', 2, 'ready 1', 0])
    expect(sheetItems(mixed).map(itemHeight)).toEqual([34, 46, 46, 46, 46, 34, 46, 34, 30])
    expect(sheetItems(plan([]))).toEqual([])
  })

  it('counts', () => {
    expect(totalsOf(mixed)).toEqual({ files: 6, bytes: 500, refused: 1, conflicts: 4 })
  })

  it('opens with choices that harm nothing and lose nothing', () => {
    const choices = initialChoices(mixed)
    expect([...choices]).toEqual([
      [1, 'skip'],
      [3, 'keepBoth'],
      [4, 'skip'],
      [5, 'skip'],
    ])
    expect(uploadCount(mixed, choices)).toBe(2)
    expect(commonChoice(choices)).toBeNull()
  })

  it('applies a choice to all that have it', () => {
    const replaced = chosenForAll(mixed, initialChoices(mixed), 'replace')
    // What is only in the queue or comes twice cannot be replaced.
    expect([...replaced.values()]).toEqual(['replace', 'keepBoth', 'skip', 'replace'])
    expect(uploadCount(mixed, replaced)).toBe(4)
    const kept = chosenForAll(mixed, replaced, 'keepBoth')
    expect(commonChoice(kept)).toBe('keepBoth')
    expect(uploadCount(mixed, kept)).toBe(5)
    expect(decisionsOf(kept)).toEqual([1, 3, 4, 5].map((row) => ({ row, choice: 'keepBoth' })))
    expect(mixed.rows.map((row) => choicesFor(row).length)).toEqual([0, 3, 0, 2, 2, 3])
  })
})
