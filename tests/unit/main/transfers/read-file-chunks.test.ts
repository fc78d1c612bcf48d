import { createHash } from 'node:crypto'
import { truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { readFileChunks } from '#main/transfers/read-file-chunks.ts'
import { seededRandom } from '#tests/support/random.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const kib = 1024

async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = path.join(await temporaryFolder(), 'a.mp4')
  await writeFile(file, bytes)
  return file
}

function noise(size: number): Buffer {
  const random = seededRandom(size)
  return Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)))
}

it.each([0, 1, 64 * kib - 1, 64 * kib, 64 * kib + 1, 3_000_001])('reads all of %i bytes', async (size) => {
  const bytes = noise(size)
  const hash = createHash('sha256')
  for await (const chunk of readFileChunks(await fileOf(bytes))) hash.update(chunk)
  expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
})

it('grows its chunks for a fast reader, from two buffers', async () => {
  const sizes: number[] = []
  const buffers = new Set<ArrayBufferLike>()
  for await (const chunk of readFileChunks(await fileOf(Buffer.alloc(4_000_000)))) {
    sizes.push(chunk.length)
    buffers.add(chunk.buffer)
  }
  expect(sizes[0]).toBe(64 * kib)
  expect(Math.max(...sizes)).toBe(512 * kib)
  expect(buffers.size).toBe(2)
})

it('keeps its chunks small for a slow reader', async () => {
  for await (const chunk of readFileChunks(await fileOf(Buffer.alloc(200_000)))) {
    expect(chunk.length).toBeLessThanOrEqual(64 * kib)
    await delay(260)
  }
})

it('closes the file when the reader has had enough', async () => {
  const chunks = readFileChunks(await fileOf(Buffer.alloc(1_000_000)))
  await chunks.next()
  await chunks.return()
  expect((await chunks.next()).done).toBe(true)
})

it('ends early when the file is cut meanwhile', async () => {
  const file = await fileOf(Buffer.alloc(1_000_000))
  let count = 0
  for await (const chunk of readFileChunks(file)) {
    count += chunk.length
    await truncate(file, 0)
  }
  expect(count).toBeLessThan(1_000_000)
})

it('throws what the system says about a file that is gone', async () => {
  const chunks = readFileChunks(path.join(await temporaryFolder(), 'none.mp4'))
  await expect(chunks.next()).rejects.toMatchObject({ code: 'ENOENT' })
})
