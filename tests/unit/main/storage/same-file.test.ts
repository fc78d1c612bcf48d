import { link, lstat, open, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { isSameFile } from '#main/storage/same-file.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const file = { dev: 1n, ino: 7n, size: 100n, birthtimeNs: 1_000_100n }

describe('a handle and a name', () => {
  it('lead to one file, or to another that took its place', async () => {
    const folder = await temporaryFolder()
    const name = path.join(folder, 'a')
    await writeFile(name, 'one')
    const handle = await open(name)
    try {
      const written = await handle.stat({ bigint: true })
      expect(isSameFile(written, await lstat(name, { bigint: true }))).toBe(true)
      // Keeps the inode from being given to the next.
      await link(name, path.join(folder, 'kept'))
      await unlink(name)
      await writeFile(name, 'two')
      expect(isSameFile(written, await lstat(name, { bigint: true }))).toBe(false)
    } finally {
      await handle.close()
    }
  })

  it.each([
    ['the same inode', {}, 'linux', true],
    ['another inode', { ino: 8n }, 'linux', false],
    ['another device', { dev: 2n }, 'darwin', false],
    ['another inode, born at the same time, on Windows', { ino: 8n, dev: 2n }, 'win32', true],
    ['another inode, born later, on Windows', { ino: 8n, birthtimeNs: 1_000_200n }, 'win32', false],
    ['another size on Windows', { ino: 8n, size: 101n }, 'win32', false],
  ] as const)('%s', (_what, over, platform, expected) => {
    expect(isSameFile(file, { ...file, ...over }, platform)).toBe(expected)
  })
})
