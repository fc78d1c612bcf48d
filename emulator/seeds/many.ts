import { cstDate } from '../api/format.ts'
import type { NewFile, Tree } from '../tree/tree.ts'
import { Chance } from './chance.ts'
import { recordingName } from './recording-names.ts'

const DAY_MS = 86_400_000
/** 2024-06-30 00:00 China Standard Time. */
const LAST_DAY_MS = Date.UTC(2024, 5, 29, 16)
const PER_DAY = 200

/**
 * `count` recordings, 200 to a date folder, going back from 2024-06-30.
 * @param minBytes the smallest size a recording can have
 */
export function plantMany(tree: Tree, count: number, minBytes: number): void {
  const chance = new Chance(count)
  let folderId = 1
  for (let first = 0, day = LAST_DAY_MS; first < count; first += PER_DAY, day -= DAY_MS) {
    const folder = tree.ensureFolder(cstDate(day), 0, () => folderId++)
    const number = Math.min(PER_DAY, count - first)
    tree.seed(folder, recordingsOf(day, first, number, chance, minBytes))
  }
}

/** `count` recordings in the single folder `/all/`, one a minute. */
export function plantFlat(tree: Tree, count: number, minBytes: number): void {
  const folder = tree.ensureFolder('all', 0, () => 1)
  const start = LAST_DAY_MS - count * 60_000
  tree.seed(folder, recordingsOf(start, 0, count, new Chance(count), minBytes, 60_000))
}

function recordingsOf(
  startMs: number,
  first: number,
  count: number,
  chance: Chance,
  minBytes: number,
  stepMs = Math.floor(DAY_MS / PER_DAY),
): NewFile[] {
  return Array.from({ length: count }, (_, index) => {
    const at = startMs + index * stepMs
    const name = recordingName(at, chance.between(0, 5), chance.between(10_000_000, 99_999_999))
    const size = minBytes + chance.between(200_000, 400_000_000)
    return { id: 1 + first + index, name, size, ctimeMs: at + 60_000, source: 'synthesised' as const }
  })
}
