import { bound, compare, type Row } from './lib/row.ts'
import { Stage } from './lib/stage.ts'

const few = 100
const many = 10_000
/** bytes */
const size = 100_000

/** 10,000 small downloads against the same queue with 100: it must not slow down, flood the window or be slow to pause. */
export async function queue(runs: number): Promise<Row[]> {
  return await Stage.use({}, async (stage) => {
    const recordings = await stage.add(
      Array.from({ length: many }, (_, index) => ({ path: `/down/${index}.mp4`, size })),
    )
    const rates = { few: [] as number[], many: [] as number[] }
    const messages: number[] = []
    const pauses: number[] = []
    for (let run = 0; run < runs; run++) {
      const short = await stage.transfer({ kind: 'download', recordings: recordings.slice(0, few) })
      rates.few.push((few / short.wallMs) * 1000)
      await stage.clear()
      const long = await stage.transfer({ kind: 'download', recordings })
      rates.many.push((many / long.wallMs) * 1000)
      messages.push(long.messagesPerSecond)
      await stage.clear()
      pauses.push((await stage.pauseAll(recordings)).pauseMs)
      await stage.clear()
    }
    return [
      compare(
        'queue of 10,000: rate',
        'files/s',
        rates.many,
        { name: 'queue of 100', values: rates.few },
        { atLeast: 0.9 },
      ),
      bound('queue of 10,000: messages to the window', '1/s', messages, 10),
      bound('queue of 10,000: pausing all', 'ms', pauses, 200),
    ]
  })
}
