import path from 'node:path'
import { compare, type Row } from './lib/row.ts'
import { runPeer } from './lib/run-peer.ts'
import { Stage } from './lib/stage.ts'

const size = 200_000_000
/** 4 MB/s */
const rateKbps = 32_000

/** One file from a server that gives each connection 4 MB/s, against one connection (curl) and four (aria2c). */
export async function downloadLimited(runs: number): Promise<Row[]> {
  return await Stage.use({ rateKbps }, async (stage) => {
    const [recording] = await stage.add([{ path: '/down/limited.mp4', size }])
    if (!recording) throw new Error('no recording')
    const ours: number[] = []
    const curl: number[] = []
    const aria2: number[] = []
    for (let run = 0; run < runs; run++) {
      ours.push((await stage.transfer({ kind: 'download', recordings: [recording] })).wallMs)
      const url = await stage.urlOf(recording)
      const options = ['-q', '-x4', '-s4', '--file-allocation=none', '-d', stage.peerFolder, '-o', 'a.mp4']
      aria2.push((await runPeer('aria2c', [...options, url])).wallMs)
      curl.push((await runPeer('curl', ['-sf', '-o', path.join(stage.peerFolder, 'c.mp4'), url])).wallMs)
      await stage.clear()
    }
    const name = 'download 200 MB at 4 MB/s per connection: wall'
    return [
      // 3.5 times faster.
      compare(name, 'ms', ours, { name: 'curl', values: curl }, { atMost: Number((1 / 3.5).toFixed(4)) }),
      compare(name, 'ms', ours, { name: 'aria2c -x4 -s4', values: aria2 }, { atMost: 1 }),
    ]
  })
}
