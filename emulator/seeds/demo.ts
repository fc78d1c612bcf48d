import { cstDate } from '../api/format.ts'
import type { NewFile, Tree } from '../tree/tree.ts'
import { Chance } from './chance.ts'
import { recordingName } from './recording-names.ts'

const DAY_MS = 86_400_000
/** 2021-09-24 00:00 China Standard Time: the date of the vendor's own example name. */
const LAST_DAY_MS = Date.UTC(2021, 8, 23, 16)
const FIRST_START_MS = 8 * 3_600_000
/** Recordings per date folder, newest first; the third one needs two pages of 50. */
const PER_DAY = [14, 9, 72, 11, 6, 18, 3, 12, 7, 10]

/** A name of exactly 200 characters. */
const LONG_NAME = `${'quarterly-review-of-the-northern-region-'.repeat(5).slice(0, 196)}.mp4`

/** Folders that are not dates, with file names of their own. */
const NAMED: readonly (readonly [folder: string, names: readonly string[]])[] = [
  ['', ['demo.mp4', 'welcome.mp4', '使用说明.mp4']],
  ['会议录像', ['周例会 第38周.mp4', '产品评审会.mp4', '年度总结大会.mp4', '预算讨论.mp4']],
  ['会议录像/销售部', ['客户回访-华东区.mp4', '客户回访-华南区.mp4', '季度目标.mp4', '新品发布演练.mp4']],
  ['会议录像/销售部/华东区', ['上海.mp4', '杭州.mp4', '南京.mp4']],
  ['培训资料', ['新员工入职培训(一).mp4', '新员工入职培训(二).mp4', '信息安全.mp4']],
  ['Projects', ['kick-off.mp4']],
  ['Projects/Apollo', ['design review.mp4', 'retrospective.mp4', 'demo day.MP4']],
  ['Projects/Apollo/2021/Q3/Interviews', ['participant 1.mp4', 'participant 2.mp4', 'participant 10.mp4']],
  ['Long names', [LONG_NAME, 'short.mp4']],
  [
    'Unusual names',
    ['100% + more & co.mp4', 'CON.mp4', 'results: final?.mp4', 'Übersicht #2.mp4', '🎉 launch.mp4'],
  ],
  ['Empty folder', []],
]

/**
 * About 200 recordings of 300 KB to 40 MB for people to look at.
 * @param minBytes the smallest size a recording can have
 */
export function plantDemo(tree: Tree, minBytes: number): void {
  const chance = new Chance(20210924)
  const low = Math.max(300_000, minBytes)
  let folderId = 1
  let fileId = 1001
  const fill = (path: string, named: readonly { name: string; ctimeMs: number }[]): void => {
    const folder = tree.ensureFolder(path, 0, () => folderId++)
    const files: NewFile[] = named.map((file) => {
      // Squaring the draw makes most files small and a few large, as recordings are.
      const size =
        low + Math.floor((chance.between(0, 1000) / 1000) ** 2 * (40_000_000 - low)) + chance.between(0, 999)
      return { id: fileId++, size: Math.min(size, 40_000_000), source: 'synthesised', ...file }
    })
    tree.seed(folder, files)
  }

  fill(cstDate(LAST_DAY_MS), [
    { name: '2021-09-24_13-47-41_Win32_73542046.mp4', ctimeMs: LAST_DAY_MS + 50_000_000 },
    ...day(LAST_DAY_MS, PER_DAY[0] ?? 0, chance),
  ])
  for (const [index, count] of PER_DAY.slice(1).entries()) {
    const midnight = LAST_DAY_MS - (index + 1) * DAY_MS
    fill(cstDate(midnight), day(midnight, count, chance))
  }
  for (const [path, names] of NAMED) {
    fill(
      path,
      names.map((name) => ({ name, ctimeMs: LAST_DAY_MS - chance.between(1, 60) * 40_000_000 })),
    )
  }
}

function day(midnightMs: number, count: number, chance: Chance): { name: string; ctimeMs: number }[] {
  return Array.from({ length: count }, (_, index) => {
    const start = midnightMs + FIRST_START_MS + index * 400_000 + chance.between(0, 390) * 1000
    const name = recordingName(start, chance.between(0, 5), chance.between(10_000_000, 99_999_999))
    return { name, ctimeMs: start + chance.between(60, 3600) * 1000 }
  })
}
