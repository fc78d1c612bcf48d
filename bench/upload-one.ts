import { appendFile, copyFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { commonParameters } from '#main/api/common-parameters.ts'
import { companyCredentials } from '#main/api/signing.ts'
import type { AppFigures } from './lib/app-protocol.ts'
import { bound, compare, median, type Row } from './lib/row.ts'
import { runPeer } from './lib/run-peer.ts'
import { Stage } from './lib/stage.ts'

const sample = fileURLToPath(new URL('../emulator/assets/sample.mp4', import.meta.url))
const mib = 2 ** 20
const appended = 10 * mib

/** One large file over loopback against `curl -F` with the same fields, both to the emulator, which writes it to disk. */
export async function uploadOne(runs: number): Promise<Row[]> {
  return await Stage.use({}, async (stage) => {
    const file = path.join(stage.folder, 'large.mp4')
    await copyFile(sample, file)
    for (let count = 0; count < 47; count++) await appendFile(file, Buffer.alloc(appended, count))
    const ours: AppFigures[] = []
    const peer: number[] = []
    for (let run = 0; run < runs; run++) {
      ours.push(await stage.transfer({ kind: 'upload', file }))
      await stage.remove(['/up/large.mp4'])
      peer.push((await runPeer('curl', curlArguments(stage, file))).wallMs)
      await stage.remove(['/up/large.mp4'])
    }
    const wall = ours.map(({ wallMs }) => wallMs)
    return [
      compare('upload 500 MB: wall', 'ms', wall, { name: 'curl -F', values: peer }, { atMost: 2 }),
      bound(
        'upload 500 MB: RSS growth',
        'MiB',
        ours.map(({ rssGrowth }) => rssGrowth / mib),
        64,
      ),
      bound(
        'upload 500 MB: event-loop delay p99',
        'ms',
        [median(ours.map(({ loopDelayP99Ms }) => loopDelayP99Ms))],
        50,
      ),
    ]
  })
}

function curlArguments({ server }: Stage, file: string): string[] {
  const common = commonParameters(companyCredentials('1', '1', null))
  const fields = { ...common, FileName: path.basename(file), DirPath: '%2f%2fup' }
  return [
    '-sf',
    ...Object.entries(fields).flatMap(([name, value]) => ['-F', `${name}=${value}`]),
    ...['-F', `file=@${file};type=video/mp4`],
    `${server.origin}${server.prefix}/netDisk/upload`,
  ]
}
