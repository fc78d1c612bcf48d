import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { downloadFolder, expect, makeMp4, row, signIn, test, transferRow } from './fixture.ts'

const size = 500 * 2 ** 20
/** What the main process may take at its peak, with the Chromium runtime that is in it here. Bytes. */
const peakLimit = 200e6

async function streamedSha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Peak resident memory of a process, as Linux counts it. Bytes. */
async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/u.exec(status)?.[1]) * 1024
}

test('500 MiB go up and come down whole, in flat memory, with progress that only grows', async ({
  app,
  server,
  keyring,
  folder,
}, testInfo) => {
  test.skip(process.platform !== 'linux', 'peak memory is read from /proc')
  test.setTimeout(180_000)
  const { page } = app
  await signIn(page)
  await page.evaluate(() => {
    const target = window as unknown as {
      seen: Record<string, number[]>
      cloudroom: { subscribe(name: string, listener: (delta: unknown) => void): void }
    }
    target.seen = {}
    target.cloudroom.subscribe('transfers.changed', (delta) => {
      const { upserted, progress } = delta as Record<string, { id: string; transferredBytes: number }[]>
      for (const item of [...(upserted ?? []), ...(progress ?? [])]) {
        ;(target.seen[item.id] ??= []).push(item.transferredBytes)
      }
    })
  })

  const idle = await peakMemory(app.mainPid)
  const file = await makeMp4(folder, 'whole meeting.mp4', size)
  const expected = await streamedSha256(file)
  await app.dropFiles(page.getByRole('group', { name: 'Status bar' }), [file])
  await expect(transferRow(page, 'whole meeting.mp4')).toContainText('Uploaded', { timeout: 90_000 })
  expect((await server.stored('/whole meeting.mp4'))?.sha256).toBe(expected)
  const peakAfterUpload = await peakMemory(app.mainPid)

  await row(page, 'whole meeting.mp4').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Transfers' })).toContainText('Downloaded', {
    timeout: 90_000,
  })
  expect(await readdir(downloadFolder(keyring))).toEqual(['whole meeting.mp4'])
  expect(await streamedSha256(path.join(downloadFolder(keyring), 'whole meeting.mp4'))).toBe(expected)

  const peak = await peakMemory(app.mainPid)
  const description = `${Math.round(idle / 2 ** 20)} MiB idle, ${Math.round(peakAfterUpload / 2 ** 20)} MiB after upload, ${Math.round(peak / 2 ** 20)} MiB after both`
  testInfo.annotations.push({ type: 'peak memory', description })
  expect(peak, description).toBeLessThan(peakLimit)

  const seen = await page.evaluate(() => (window as unknown as { seen: Record<string, number[]> }).seen)
  expect(Object.keys(seen)).toHaveLength(2)
  for (const counts of Object.values(seen)) {
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(counts.at(-1)).toBe(size)
  }
})
