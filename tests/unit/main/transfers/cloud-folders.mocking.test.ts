import { Dirent, type Dir } from 'node:fs'
import type * as fs from 'node:fs/promises'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { scanPicks, type Found } from '#main/transfers/upload-plan/scan-picks.ts'
import { canLink } from '#tests/support/can-link.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

// As libuv lists a folder on Windows that a cloud drive keeps in step: all in it are reparse points, and so "links".
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>()
  async function* asLinks(folder: Dir): AsyncGenerator<Dirent> {
    for await (const { name, parentPath } of folder) yield link(name, parentPath)
  }
  return { ...real, opendir: async (folder: string) => asLinks(await real.opendir(folder)) }
})

function link(name: string, parentPath: string): Dirent {
  const entry = Object.create(Dirent.prototype) as Dirent
  return Object.assign(entry, {
    name,
    parentPath,
    isFile: () => false,
    isDirectory: () => false,
    isSymbolicLink: () => true,
  })
}

const described = (found: Found): string => {
  if (found.kind === 'file') return `${found.within}${path.basename(found.file)}`
  return found.kind === 'refused' ? `${found.within}${found.name}: ${found.error.code}` : found.kind
}

// Only some may make links on Windows.
it.skipIf(!canLink)(
  'folders that a cloud drive keeps in step on Windows are walked like any other, and links still are not',
  async () => {
    const root = path.join(await temporaryFolder(), 'OneDrive')
    await mkdir(path.join(root, 'June'), { recursive: true })
    await writeFile(path.join(root, 'a.mp4'), '')
    await writeFile(path.join(root, 'June', 'b.mp4'), '')
    await symlink(root, path.join(root, 'loop'))
    await symlink(path.join(root, 'a.mp4'), path.join(root, 'linked.mp4'))
    await symlink(path.join(root, 'gone'), path.join(root, 'dangling.mp4'))
    const found: string[] = []
    for await (const each of scanPicks([root], new AbortController().signal)) found.push(described(each))
    expect(found.toSorted()).toEqual([
      'OneDrive/June/b.mp4',
      'OneDrive/a.mp4',
      'OneDrive/dangling.mp4',
      'OneDrive/linked.mp4',
      'OneDrive/loop/: file.linkedFolder',
      'folder',
      'folder',
    ])
  },
)
