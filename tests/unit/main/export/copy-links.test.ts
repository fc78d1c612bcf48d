import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { copyLinks } from '#main/export/copy-links.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { clientOf, emulate } from '#tests/support/emulate.ts'
import { refTo } from '#tests/support/transfers-rig.ts'

async function rig() {
  const emulator = await emulate()
  for (const path of ['/A/1.mp4', '/A/2.mp4', '/A/3.mp4']) emulator.addFile(path, 500_000)
  const clipboard: string[] = []
  const refs = ['/A/1.mp4', '/A/2.mp4', '/A/3.mp4'].map((path) => refTo(emulator, path))
  const copy = (some = refs) => copyLinks(some, clientOf(emulator), (text) => void clipboard.push(text))
  return { emulator, clipboard, refs, copy }
}

describe('copying links', () => {
  it('puts fresh addresses into the clipboard, in order, that lead to the recordings', async () => {
    const { emulator, clipboard, copy } = await rig()
    expect(await copy()).toEqual({ copied: 3, failed: 0 })
    const links = clipboard[0]?.split('\n') ?? []
    expect(links).toHaveLength(3)
    const sums = await Promise.all(
      links.map(async (link) => {
        const bytes = Buffer.from(await (await fetch(link)).arrayBuffer())
        return createHash('sha256').update(bytes).digest('hex')
      }),
    )
    expect(sums).toEqual(
      await Promise.all(['/A/1.mp4', '/A/2.mp4', '/A/3.mp4'].map((path) => emulator.expectedSha256(path))),
    )
  })

  it('leaves out what is gone, and counts it', async () => {
    const { emulator, clipboard, copy } = await rig()
    await emulator.removeFile('/A/2.mp4')
    expect(await copy()).toEqual({ copied: 2, failed: 1 })
    expect(clipboard[0]?.split('\n')).toHaveLength(2)
  })

  it('leaves the clipboard alone when there is none', async () => {
    const { emulator, clipboard, refs, copy } = await rig()
    await emulator.removeFile('/A/1.mp4')
    expect(await codeOf(copy(refs.slice(0, 1)))).toBe('server.notFound')
    emulator.setFaults('rsp-code=1@query')
    expect(await codeOf(copy())).toBe('api.noPermission')
    expect(clipboard).toEqual([])
  })
})
