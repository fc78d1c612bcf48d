import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ProfileIndex } from '#main/library/recording-index/index.types.ts'
import { resultColumns, type SearchQuery } from '#shared/models/search.ts'
import { sortDirections } from '#shared/models/settings.ts'
import { packRecordings, type RecordingFacts } from '#shared/recording-columns.ts'
import { createIndexes } from './lib/create-library.ts'
import { bound, median, type Row } from './lib/row.ts'

const count = 100_000
const perFolder = 200
/** What a page of the server has. */
const perPage = 50
const day = 86_400_000
const lastDay = Date.UTC(2026, 10, 23)

const topics = [
  '周例会',
  '产品评审会',
  '年度总结大会',
  '预算讨论',
  '客户回访-华东区',
  '新员工入职培训',
  'Design review',
  'kick-off',
]
const departments = ['会议录像/销售部', '会议录像/研发中心', '培训资料', 'Projects/Apollo']
const platforms = ['Win32', 'Android', 'iOS', 'Mac', 'Web', 'Linux']

/** 100,000 recordings: how long the main thread is held up while they are indexed, and how long 200 searches take. */
export async function search(runs: number): Promise<Row[]> {
  const p95s: number[] = []
  const singles: number[] = []
  const worst: number[] = []
  const delays: number[] = []
  const startups: number[] = []
  const sorts: number[] = []
  const firstSorts: number[] = []
  for (let run = 0; run < runs; run++) {
    const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-bench-'))
    try {
      const writer = createIndexes(folder)
      delays.push(await fill(writer.of('bench')))
      await writer.close()
      const reader = createIndexes(folder)
      const index = reader.of('bench')
      startups.push(await timeOf(() => index.search(query('会'))))
      const times = await searchAll(index)
      p95s.push(
        percentile(
          times.map(({ ms }) => ms),
          0.95,
        ),
      )
      worst.push(Math.max(...times.map(({ ms }) => ms)))
      singles.push(
        percentile(
          times.filter(({ text }) => Array.from(text).length === 1).map(({ ms }) => ms),
          0.95,
        ),
      )
      // The first one learns the names.
      firstSorts.push(await timeOf(() => index.search(query('', { isGrouped: false }))))
      sorts.push(Math.max(...(await sortAll(index))))
      await reader.close()
    } finally {
      await rm(folder, { recursive: true })
    }
  }
  const name = 'search in 100,000 recordings'
  return [
    bound('indexing 100,000 recordings: event-loop delay p99', 'ms', [median(delays)], 50),
    bound(`${name}: p95 of 200 queries`, 'ms', [median(p95s)], 50),
    bound(`${name}: p95 of those of one character`, 'ms', [median(singles)], 50),
    bound(`${name}: slowest`, 'ms', [median(worst)], 100),
    bound('100,000 results as one list: the first time', 'ms', [median(firstSorts)], 500),
    bound('100,000 results as one list: by the slowest column', 'ms', [median(sorts)], 100),
    bound(`${name}: the first one after a start`, 'ms', [median(startups)], 1000),
  ]
}

/** Writes page by page, as listings do. @returns p99 of the event loop's delay in ms */
async function fill(index: ProfileIndex): Promise<number> {
  await index.counts()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (let first = 0; first < count; first += perFolder) {
    const { path: folder, rows } = folderOf(first)
    const writes: Promise<void>[] = []
    for (let row = 0; row < rows.length; row += perPage) {
      const isLast = row + perPage >= rows.length
      writes.push(
        index.apply({
          folder,
          recordings: packRecordings(rows.slice(row, row + perPage)),
          removed: [],
          folders: [],
          removedFolders: [],
          ...(isLast ? { listedAt: 1 } : {}),
        }),
      )
    }
    await Promise.all(writes)
  }
  delay.disable()
  return delay.percentile(99) / 1e6
}

function folderOf(first: number): { readonly path: string; readonly rows: RecordingFacts[] } {
  const number = first / perFolder
  const midnight = lastDay - number * day
  const date = new Date(midnight).toISOString().slice(0, 10)
  const department = departments[number % 20]
  const rows = Array.from({ length: perFolder }, (_, row): RecordingFacts => {
    const at = midnight + row * 400_000
    const topic = topics[(number + row) % topics.length] ?? ''
    const time = new Date(at).toISOString().slice(11, 19).replaceAll(':', '-')
    const platform = platforms[(number * 7 + row) % platforms.length] ?? ''
    const room = 10_000_000 + (((first + row) * 7919) % 90_000_000)
    return {
      name: row % 10 === 3 ? `${topic} 第${first + row}次.mp4` : `${date}_${time}_${platform}_${room}.mp4`,
      id: first + row,
      size: 300_000 + (((first + row) * 104_729) % 400_000_000),
      sizeIsExact: true,
      createdAt: at,
    }
  })
  return { path: department === undefined ? `/${date}/` : `/${department}/${date}/`, rows }
}

/** What people type, letter by letter as they type it: 200 queries. */
function queries(): SearchQuery[] {
  const typed = [
    '产品评审',
    '周例会',
    '销售部',
    '培训',
    '华东区',
    'apollo',
    'design review',
    'win32',
    '2026-11',
    '20261105',
  ]
  const letters = typed.flatMap((text) =>
    Array.from(text, (_, index) =>
      Array.from(text)
        .slice(0, index + 1)
        .join(''),
    ),
  )
  const rooms = Array.from({ length: 60 }, (_, index) =>
    String(10_000_000 + ((index * 1667 * 7919) % 90_000_000)).slice(0, 4 + (index % 5)),
  )
  const dates = Array.from({ length: 30 }, (_, index) => {
    const [year = '', month = '', date = ''] = new Date(lastDay - index * 11 * day)
      .toISOString()
      .slice(0, 10)
      .split('-')
    return (
      [`${year}/${month}/${date}`, `${year}${month}${date} ios`, `${Number(month)}月${Number(date)}日 会`][
        index % 3
      ] ?? ''
    )
  })
  const single = Array.from('会评周培预客销研1278mpa')
  const several = [
    '会 2026',
    '销售 评审',
    '培训 12',
    'mac 2025-03',
    '第1 次 会',
    'apollo kick',
    '总结 销售部 2026-10',
    '1 2 3 4',
  ]
  const texts = [...letters, ...rooms, ...dates, ...single, ...several]
  const plain = texts.slice(0, 170).map((text) => query(text))
  const filtered = Array.from({ length: 200 - plain.length }, (_, index) =>
    query(single[index % single.length] ?? '', {
      from: lastDay - (index + 30) * day,
      until: lastDay - index * day,
      minSize: index % 2 === 0 ? 100_000_000 : null,
      offset: (index % 3) * 100,
    }),
  )
  return [...plain, ...filtered]
}

async function searchAll(index: ProfileIndex): Promise<{ readonly text: string; readonly ms: number }[]> {
  const times: { readonly text: string; readonly ms: number }[] = []
  for (const asked of queries()) {
    times.push({ text: asked.text, ms: await timeOf(() => index.search(asked)) })
  }
  return times
}

/** ms for all recordings there are, by each column, both ways, and under their folders, too. */
async function sortAll(index: ProfileIndex): Promise<number[]> {
  const times: number[] = []
  for (const column of resultColumns)
    for (const direction of sortDirections)
      for (const isGrouped of [false, true])
        times.push(await timeOf(() => index.search(query('', { order: { column, direction }, isGrouped }))))
  return times
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function query(text: string, over: Partial<SearchQuery> = {}): SearchQuery {
  const filters = { within: null, from: null, until: null, minSize: null, maxSize: null }
  return { text, ...filters, order: null, isGrouped: true, offset: 0, limit: 100, ...over }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
