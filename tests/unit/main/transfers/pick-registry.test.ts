import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { PickRegistry } from '#main/transfers/pick-registry.ts'
import { writeMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

describe('picked files', () => {
  it('are known to the page by an id, a name and a size, not by a path', async () => {
    const folder = await temporaryFolder()
    const { file } = await writeMp4(folder, '录像.mp4', 1234)
    const missing = path.join(folder, 'missing.mp4')
    const registry = new PickRegistry()
    const picks = await registry.add([file, missing, file, folder])
    expect(picks.map(({ name, size, isFolder }) => [name, size, isFolder])).toEqual([
      ['录像.mp4', 1234, false],
      ['missing.mp4', null, false],
      ['录像.mp4', 1234, false],
      [path.basename(folder), null, true],
    ])
    expect(JSON.stringify(picks)).not.toContain(path.dirname(folder))
    expect(new Set(picks.map(({ pickId }) => pickId)).size).toBe(4)
    expect(picks.map(({ pickId }) => registry.pathOf(pickId))).toEqual([file, missing, file, folder])
  })

  it('cannot be had by guessing', () => {
    const registry = new PickRegistry()
    for (const id of ['', '/etc/passwd', '__proto__', 'constructor']) expect(registry.pathOf(id)).toBeNull()
  })

  it('are remembered up to two full drops, the oldest leaving first', async () => {
    const registry = new PickRegistry()
    const drop = (name: string) =>
      registry.add(Array.from({ length: 10_000 }, (_, index) => `/nonexistent/${name}${index}.mp4`))
    const [first, second, third] = [await drop('a'), await drop('b'), await drop('c')]
    const known = (picks: readonly { pickId: string }[]): number =>
      picks.filter(({ pickId }) => registry.pathOf(pickId) !== null).length
    expect([known(first), known(second), known(third)]).toEqual([0, 10_000, 10_000])
  })
})
