import { expect, it } from 'vitest'
import type { AppError } from '#shared/errors.ts'
import { emulate } from '#tests/support/emulate.ts'
import { indexRig } from '#tests/support/index-rig.ts'
import { libraryRig } from '#tests/support/library-rig.ts'

const names = (folders: readonly { readonly name: string }[]): string[] => folders.map(({ name }) => name)

async function rig() {
  const emulator = await emulate({ seed: 'empty' })
  emulator.addFolder('/A/x/')
  emulator.addFolder('/A/y/')
  emulator.addFile('/A/a.mp4', 400_000)
  const { indexes } = await indexRig()
  return { emulator, ...libraryRig(emulator, { indexes }) }
}

it('folders in a folder that was never listed are asked for only where that is wanted', async () => {
  const { emulator, library } = await rig()
  expect(await library.subfolders('/A/', false)).toEqual({ folders: [], isWhole: false })
  const { folders, isWhole } = await library.subfolders('/A/', true)
  expect([names(folders), isWhole]).toEqual([['x', 'y'], true])
  // From now on the index knows.
  emulator.setFaults('status=502@query')
  expect(names((await library.subfolders('/A/', true)).folders)).toEqual(['x', 'y'])
})

it('the tree may ask for many folders, but not without end', async () => {
  const { emulator, library } = await rig()
  emulator.setFaults('latency=50@query')
  const answers = await Promise.allSettled(
    Array.from({ length: 100 }, (_, at) => library.subfolders(`/A/x/${String(at)}/`, true)),
  )
  const refused = answers.filter(({ status }) => status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length).toBeLessThan(50)
  expect(
    refused.every((answer) => 'reason' in answer && (answer.reason as AppError).code === 'aborted'),
  ).toBe(true)
})

it('folders that cannot be had are an error, not an empty folder', async () => {
  const { emulator, library } = await rig()
  emulator.setFaults('html-page@query')
  await expect(library.subfolders('/A/', true)).rejects.toMatchObject({ code: expect.any(String) as string })
  emulator.clearFaults()
  expect(names((await library.subfolders('/A/', true)).folders)).toEqual(['x', 'y'])
})
