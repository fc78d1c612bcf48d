import type { Recording } from '#shared/models/recording.ts'
import { sortColumns } from '#shared/models/settings.ts'
import { entriesOf } from '../src/renderer/logic/entries.ts'
import { filterEntries } from '../src/renderer/logic/filter-entries.ts'
import { initialSort, sortEntries } from '../src/renderer/logic/sort-entries.ts'
import { bound, median, type Row } from './lib/row.ts'

const count = 100_000
/** ms */
const goal = 100

/** A folder of 100,000 recordings, as the window sorts it by each column and filters it. Medians, ms. */
export function arrange(runs: number): Promise<Row[]> {
  const sorted = sortEntries(entriesOf([], recordings()), initialSort)
  const rows = sortColumns.map((column) =>
    measured(`sort ${count} by ${column}`, runs, () =>
      sortEntries(sorted, { column, direction: 'descending' }),
    ),
  )
  return Promise.resolve([...rows, measured(`filter ${count}`, runs, () => filterEntries(sorted, '9999'))])
}

function measured(name: string, runs: number, act: () => unknown): Row {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    act()
    return performance.now() - start
  })
  return bound(name, 'ms', [median(times)], goal)
}

function recordings(): Recording[] {
  return Array.from({ length: count }, (_, index) => {
    const startedAt = 1_600_000_000_000 + ((index * 48_271) % count) * 60_000
    const room = String(10_000_000 + ((index * 7919) % 89_999_999))
    const platform = index % 2 === 0 ? 'Win32' : 'iOS'
    const time = new Date(startedAt).toISOString().slice(0, 19).replaceAll(':', '-').replace('T', '_')
    const name = `${time}_${platform}_${room}.mp4`
    return {
      id: null,
      path: `/A/${name}`,
      folder: '/A/',
      name,
      size: (index * 7919) % 400_000_000,
      sizeIsExact: true,
      createdAt: startedAt + 60_000,
      named: { startedAt, platform, room },
    }
  })
}
