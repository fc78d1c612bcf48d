import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { compare, type Row } from './lib/row.ts'
import { runPeer } from './lib/run-peer.ts'
import { Stage } from './lib/stage.ts'

const files = 8
const size = 50_000_000

/** Eight files at once over loopback against `aria2c -j8`, both from the emulator. */
export async function downloadMany(runs: number): Promise<Row[]> {
  return await Stage.use({ limits: { downloads: files } }, async (stage) => {
    const recordings = await stage.add(
      Array.from({ length: files }, (_, index) => ({ path: `/down/${index}.mp4`, size })),
    )
    const ours: number[] = []
    const peer: number[] = []
    for (let run = 0; run < runs; run++) {
      ours.push((await stage.transfer({ kind: 'download', recordings })).wallMs)
      const list = path.join(stage.folder, 'addresses.txt')
      await writeFile(list, (await Promise.all(recordings.map((item) => stage.urlOf(item)))).join('\n'))
      const args = ['-q', '-j8', '--file-allocation=none', '-d', stage.peerFolder, '-i', list]
      peer.push((await runPeer('aria2c', args)).wallMs)
      await stage.clear()
    }
    return [
      compare('download 8 × 50 MB: wall', 'ms', ours, { name: 'aria2c -j8', values: peer }, { atMost: 1.3 }),
    ]
  })
}
