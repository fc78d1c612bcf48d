import { closeSync, openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { boxAt } from '#emulator/content/mp4-boxes.ts'
import { loadSample } from '#emulator/content/sample.ts'
import { carryOut } from '#main/trim/carry-out.ts'
import { processorMs } from '#tests/support/processor-time.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const inTables = ['moov', 'trak', 'mdia', 'minf', 'stbl'] as const

/** What becomes of the emulator's recording when a number in it is another. */
async function outcomesWith(table: string, offset: number, value: number): Promise<unknown[]> {
  const file = path.join(await temporaryFolder(), 'meeting.mp4')
  const sample = await loadSample()
  // `boxAt` gives views, so that this is the sample itself.
  boxAt(sample, ...inTables, table).writeUInt32BE(value, offset)
  await writeFile(file, sample)
  const [source, target] = [openSync(file, 'r'), openSync(`${file}.part`, 'w+')]
  onTestFinished(() => {
    closeSync(source)
    closeSync(target)
  })
  const outcomes: unknown[] = []
  for (const task of [
    { kind: 'look', source } as const,
    { kind: 'cut', source, target, start: 1, end: 3 } as const,
  ]) {
    const answer = await carryOut(task, () => undefined)
    outcomes.push(answer.kind === 'failed' ? answer.error.code : answer.kind)
  }
  return outcomes
}

// Found by `npm run fuzz`: each kept the thread busy until it was ended or had filled its memory.
it.each([
  ['ctts', 8, 0x7f_ff_ff_ff, 'how many frames are shown late'],
  ['stts', 8, 0xff_ff_ff_ff, 'how many frames are alike'],
  ['stsc', 12, 0x04_00_00_01, 'how many frames are in a chunk'],
])('%s, %i: %i, %s', async (table, offset, value) => {
  const before = processorMs()
  expect(await outcomesWith(table, offset, value)).toEqual(['trim.unreadable', 'trim.unreadable'])
  expect(processorMs(before)).toBeLessThan(500)
})

it('the recording itself is none of that', async () => {
  expect(await outcomesWith('stts', 0, 0)).toEqual(['looked', 'cut'])
})
