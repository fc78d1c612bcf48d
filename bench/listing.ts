import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ServerAddress } from '#shared/models/account.ts'
import { createClient } from './lib/create-client.ts'
import { createIndexes, createLibrary } from './lib/create-library.ts'
import { withEmulator } from './lib/emulator-process.ts'
import { bound, compare, median, type Row } from './lib/row.ts'

const count = 10_000
const pages = count / 50
/** ms */
const latency = 50
const concurrency = 6

interface Figures {
  /** ms from opening to the first rows, and to the last */
  readonly first: number
  readonly complete: number
  /** ms from opening it again to all rows of the earlier state, and to its confirmation */
  readonly reopened: number
  readonly confirmed: number
}

/** A folder of 10,000 recordings on a server that takes 50 ms: new, known, and against asking for its pages in turn. */
export async function listing(runs: number): Promise<Row[]> {
  return await withEmulator(['--seed', `flat:${count}`, '--latency-ms', String(latency)], async (server) => {
    const ours: Figures[] = []
    const inTurn: number[] = []
    for (let run = 0; run < runs; run++) {
      ours.push(await openTwice(server))
      inTurn.push(await pagesInTurn(server))
    }
    const of = (figure: keyof Figures): number[] => ours.map((item) => item[figure])
    const name = 'folder of 10,000 at 50 ms'
    const rounds = Math.ceil((pages - 1) / concurrency)
    return [
      bound(`${name}: first rows`, 'ms', [median(of('first'))], latency + 100),
      bound(`${name}: complete`, 'ms', [median(of('complete'))], 1.3 * rounds * latency),
      compare(
        `${name}: complete`,
        'ms',
        of('complete'),
        { name: 'pages in turn', values: inTurn },
        { atMost: 0.2 },
      ),
      bound(`${name}: all rows when opened again`, 'ms', [median(of('reopened'))], 100),
      bound(`${name}: confirmed when opened again`, 'ms', [median(of('confirmed'))], 1.3 * rounds * latency),
    ]
  })
}

async function openTwice(server: ServerAddress): Promise<Figures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-bench-'))
  const indexes = createIndexes(folder)
  indexes.start()
  await indexes.of('bench').counts()
  let ended = Promise.withResolvers<number>()
  const library = createLibrary(server, indexes, ({ isOver, complete, loaded }) => {
    if (!isOver) return
    if (complete && loaded === count) ended.resolve(performance.now())
    else ended.reject(new Error(`${loaded} of ${count}`))
  })
  try {
    const open = async () => {
      ended = Promise.withResolvers<number>()
      const start = performance.now()
      const { loaded } = await library.openFolder('/all/')
      const first = performance.now() - start
      return { loaded, first, over: (await ended.promise) - start }
    }
    const fresh = await open()
    while (library.isListing) await new Promise((resolve) => setTimeout(resolve, 10))
    const again = await open()
    if (again.loaded !== count) throw new Error(`${again.loaded} rows when opened again`)
    return { first: fresh.first, complete: fresh.over, reopened: again.first, confirmed: again.over }
  } finally {
    await indexes.close()
    await rm(folder, { recursive: true })
  }
}

/** ms that a client takes that asks for one page after the other */
async function pagesInTurn(server: ServerAddress): Promise<number> {
  const client = createClient(server)
  const start = performance.now()
  for (let pageNumber = 1; pageNumber <= pages; pageNumber++) {
    await client.query({ folder: '/all/', pageNumber, pageSize: 50 })
  }
  return performance.now() - start
}
