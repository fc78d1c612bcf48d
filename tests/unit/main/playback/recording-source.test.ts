import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { DownloadSource } from '#main/playback/recording-source.ts'
import { ByteRanges } from '#main/transfers/download/byte-ranges.ts'
import { LivePart } from '#main/transfers/download/live-parts.ts'
import type { Transfer } from '#shared/models/transfer.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const bytes = Buffer.from('the whole recording')

/** A download that is just being moved into place: its part file is there no more, and its job says so a moment later. */
async function moving() {
  const folder = await temporaryFolder()
  const file = path.join(folder, 'a.mp4')
  await writeFile(file, bytes)
  const live = new LivePart()
  const done = new ByteRanges([{ start: 0, end: bytes.length }])
  live.show({
    file: path.join(folder, 'a.mp4.part'),
    size: bytes.length,
    version: '1',
    done,
    isSequential: false,
  })
  let job = { state: { kind: 'verifying' }, localPath: null, totalBytes: bytes.length } as Transfer
  const source = new DownloadSource(live, () => job)
  return {
    source,
    end: () => {
      job = { ...job, state: { kind: 'done', finishedAt: 0 }, localPath: file }
      live.changed()
    },
  }
}

it('goes on with the whole file when the job is done before the part file turns out to be gone', async () => {
  const { source, end } = await moving()
  const reading = source.reader(false).read(0, 1000)
  // While it is being opened; nothing is told after that.
  end()
  expect(Buffer.from((await reading) ?? [])).toEqual(bytes)
})

it('goes on with the whole file when the job is done after that', async () => {
  const { source, end } = await moving()
  let isRead = false
  const reading = source.reader(false).read(0, 1000)
  void reading.then(() => (isRead = true))
  await expect.poll(() => source.progress().state).toBe('coming')
  expect(isRead).toBe(false)
  end()
  expect(Buffer.from((await reading) ?? [])).toEqual(bytes)
})
