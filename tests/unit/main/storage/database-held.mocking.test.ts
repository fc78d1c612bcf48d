import type * as fs from 'node:fs'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { openDatabase } from '#main/storage/database.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const disk = vi.hoisted(() => ({ isHeld: false }))

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  return {
    ...real,
    openSync(file: string, flags: string) {
      if (disk.isHeld && flags === 'r+') throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' })
      return real.openSync(file, flags)
    },
    // What Windows says of a file whose rights it does not look at.
    accessSync: () => undefined,
  }
})

it.each([
  { who: 'a program that backs it up', isHeld: true, isDamaged: false },
  { who: 'nobody', isHeld: false, isDamaged: true },
])(
  'a database that can only be read while $who holds it is damaged: $isDamaged',
  async ({ isHeld, isDamaged }) => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'library.db')
    const { log } = testLogger()
    openDatabase(file, log).close()
    const bytes = readFileSync(file)
    // A file format that only a newer SQLite writes: for this one it is read-only, as one that could be opened for reading only.
    bytes[18] = 3
    writeFileSync(file, bytes)
    disk.isHeld = isHeld
    if (isHeld) expect(() => openDatabase(file, log)).toThrow(/readonly/u)
    else openDatabase(file, log).close()
    expect(readdirSync(folder).some((name) => name.includes('damaged'))).toBe(isDamaged)
  },
)
