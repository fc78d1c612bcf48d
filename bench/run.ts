/**
 * `npm run bench -- [--only NAME] [--runs N] [--json FILE]`: compares the app's transfers with public tools, run in turns on this
 * machine, measures its listings and searches, and says which goals hold. Transfers need curl and aria2c.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { findChromium } from '../tools/chromium-runtime/chromium/find.ts'
import { arrange } from './arrange.ts'
import { downloadLimited } from './download-limited.ts'
import { downloadMany } from './download-many.ts'
import { downloadOne } from './download-one.ts'
import type { Row } from './lib/row.ts'
import { listing } from './listing.ts'
import { playback } from './playback.ts'
import { queue } from './queue.ts'
import { search } from './search.ts'
import { shown } from './shown.ts'
import { startup } from './startup.ts'
import { tiles } from './tiles.ts'
import { uploadOne } from './upload-one.ts'
import { window } from './window.ts'

const benchmarks: Readonly<Record<string, (runs: number) => Promise<Row[]>>> = {
  'download-one': downloadOne,
  'download-many': downloadMany,
  'download-limited': downloadLimited,
  'upload-one': uploadOne,
  queue,
  listing,
  search,
  arrange,
  shown,
  window,
  tiles,
  startup,
  playback,
}

// A browser with all that belongs to one, as it always was, so that figures can be compared with earlier ones.
process.env['CHROMIUM_PATH'] ??= findChromium()

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
})
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs is a whole number from 1')
const names = Object.keys(benchmarks).filter((name) => values.only === undefined || name === values.only)
if (names.length === 0) throw new Error(`--only is one of ${Object.keys(benchmarks).join(', ')}`)

const rows: Row[] = []
for (const name of names) {
  const found = (await benchmarks[name]?.(runs)) ?? []
  rows.push(...found)
  for (const { name: title, ours, peer, peerName, unit, ratio, goal, holds } of found) {
    const against = peer === null ? '' : ` | ${peerName ?? ''} ${peer} ${unit} | ratio ${ratio ?? ''}`
    console.log(`${holds ? 'holds' : 'FAILS'} | ${title} | ours ${ours} ${unit}${against} | goal ${goal}`)
  }
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, null, 2)}\n`)
process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1
