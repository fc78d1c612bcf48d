import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeLocalFolder } from '#main/transfers/folder-download/local-folder.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

describe('the folder for one from the server', () => {
  it('is an empty one that an earlier run has left', async () => {
    const parent = await temporaryFolder()
    await mkdir(path.join(parent, 'A'))
    expect(await makeLocalFolder(parent, 'A', new Set())).toBe(path.join(parent, 'A'))
  })

  it.each([
    ['a', 'A'],
    ['\u00c4', 'A\u0308'],
  ])('is not that of another whose name is the same to the disk: %s, %s', async (name, other) => {
    const parent = await temporaryFolder()
    const used = new Set<string>()
    expect(await makeLocalFolder(parent, other, used)).toBe(path.join(parent, other.normalize()))
    expect(await makeLocalFolder(parent, name, used)).toBe(path.join(parent, `${name} (1)`))
  })
})
