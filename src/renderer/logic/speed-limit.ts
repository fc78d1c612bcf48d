import { maxBytesPerSecond, minBytesPerSecond } from '#shared/models/settings.ts'

export const speedUnits = ['KB', 'MB'] as const
export type SpeedUnit = (typeof speedUnits)[number]

/** What is in the field and beside it. */
export interface SpeedEntry {
  /** '' = no limit */
  readonly text: string
  readonly unit: SpeedUnit
}

export type SpeedProblem = 'number' | 'tooSlow' | 'tooFast'

export type SpeedLimit =
  | { readonly ok: true; readonly bytesPerSecond: number | null }
  | { readonly ok: false; readonly problem: SpeedProblem }

/**
 * Reads a speed limit as people type it: full-width digits, spaces and groups of three are fine.
 * @param base 1000 or 1024, as speeds are shown
 */
export function parseSpeedLimit({ text, unit }: SpeedEntry, base: number): SpeedLimit {
  const typed = text.normalize('NFKC').replaceAll(/\s/gu, '').replace('。', '.')
  if (typed === '') return { ok: true, bytesPerSecond: null }
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/u.test(typed) ? typed.replaceAll(',', '') : typed
  if (!/^(?:\d+\.?\d*|\.\d+)$/u.test(plain)) return { ok: false, problem: 'number' }
  const bytesPerSecond = Math.round(Number(plain) * bytesOf(unit, base))
  if (bytesPerSecond < minBytesPerSecond) return { ok: false, problem: 'tooSlow' }
  if (bytesPerSecond > maxBytesPerSecond) return { ok: false, problem: 'tooFast' }
  return { ok: true, bytesPerSecond }
}

/** A limit as it is shown in the field: in MB from 1 MB/s on, with no more decimals than it needs. */
export function speedEntryOf(bytesPerSecond: number | null, base: number): SpeedEntry {
  if (bytesPerSecond === null) return { text: '', unit: 'MB' }
  const unit: SpeedUnit = bytesPerSecond >= bytesOf('MB', base) ? 'MB' : 'KB'
  return { text: String(Number((bytesPerSecond / bytesOf(unit, base)).toFixed(3))), unit }
}

/** The least limit in whole KB, as it is shown. */
export function leastSpeed(base: number): number {
  return Math.ceil(minBytesPerSecond / base)
}

function bytesOf(unit: SpeedUnit, base: number): number {
  return unit === 'KB' ? base : base ** 2
}
