import path from 'node:path'
import type { AppFigures } from './lib/app-protocol.ts'
import { bound, compare, median, type Row } from './lib/row.ts'
import { runPeer, type PeerFigures } from './lib/run-peer.ts'
import { Stage } from './lib/stage.ts'

const size = 500_000_000
const mib = 2 ** 20

/**
 * One large file over loopback against curl, both from the emulator, whose bytes come from memory. Ours asks for the address, keeps a record to
 * resume from, syncs the file and checks it; curl only writes.
 */
export async function downloadOne(runs: number): Promise<Row[]> {
  return await Stage.use({}, async (stage) => {
    const [recording] = await stage.add([{ path: '/down/large.mp4', size }])
    if (!recording) throw new Error('no recording')
    const ours: AppFigures[] = []
    const peer: PeerFigures[] = []
    for (let run = 0; run < runs; run++) {
      ours.push(await stage.transfer({ kind: 'download', recordings: [recording] }))
      const url = await stage.urlOf(recording)
      peer.push(await runPeer('curl', ['-sf', '-o', path.join(stage.peerFolder, 'large.mp4'), url]))
      await stage.clear()
    }
    const curl = (figure: 'wallMs' | 'cpuMs') => ({ name: 'curl', values: peer.map((item) => item[figure]) })
    return [
      compare(
        'download 500 MB: wall',
        'ms',
        ours.map(({ wallMs }) => wallMs),
        curl('wallMs'),
        { atMost: 1.3 },
      ),
      compare(
        'download 500 MB: CPU',
        'ms',
        ours.map(({ cpuMs }) => cpuMs),
        curl('cpuMs'),
        { atMost: 2 },
      ),
      bound(
        'download 500 MB: RSS growth',
        'MiB',
        ours.map(({ rssGrowth }) => rssGrowth / mib),
        64,
      ),
      bound(
        'download 500 MB: event-loop delay p99',
        'ms',
        [median(ours.map(({ loopDelayP99Ms }) => loopDelayP99Ms))],
        50,
      ),
    ]
  })
}
