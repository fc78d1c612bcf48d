import type * as fs from 'node:fs/promises'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { reopenPartFile } from '#main/transfers/part-file.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

/** How often a file cannot be opened for writing, because another program reads it and lets nobody write. */
const disk = vi.hoisted(() => ({ refusals: 0 }))

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>()
  return {
    ...real,
    open: (file: string, flags: string) =>
      flags === 'r+' && disk.refusals-- > 0
        ? Promise.reject(Object.assign(new Error('EBUSY'), { code: 'EBUSY' }))
        : real.open(file, flags),
  }
})

afterEach(() => {
  disk.refusals = 0
})

const onWindows = { platform: 'win32', pause: () => Promise.resolve() } as const

async function partFile(): Promise<string> {
  const file = path.join(await temporaryFolder(), 'a.mp4.part')
  await writeFile(file, 'bytes')
  return file
}

it('a part file that a cloud drive or a virus scanner looks at is gone on with as soon as it is free', async () => {
  const file = await partFile()
  disk.refusals = 2
  const part = await reopenPartFile(file, onWindows)
  expect(part?.file).toBe(file)
  await part?.handle.close()
})

it('one that stays held cannot be written to, and is not forgotten', async () => {
  const file = await partFile()
  disk.refusals = Infinity
  expect(await codeOf(reopenPartFile(file, onWindows))).toBe('file.notWritable')
})
