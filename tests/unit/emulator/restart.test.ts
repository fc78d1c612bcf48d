import { appendFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import { startEmulator } from '#emulator/server.ts'
import { call, emulate, list, noise, sha256, temporaryFolder, uploadCode } from './support.ts'

async function restart(emulator: Emulator, seed?: string): Promise<Emulator> {
  await emulator.close()
  return emulate({ dataDir: emulator.dataDir, ...(seed === undefined ? {} : { seed }) })
}

it('keeps uploads, folders and deletions, of synthesised files too', async () => {
  const first = await emulate({ dataDir: await temporaryFolder(), seed: 'demo' })
  expect(await uploadCode(first, 'kept.mp4', noise(5000), { DirPath: '%2fNew%2fDeep' })).toBe('0')
  expect(await uploadCode(first, 'gone.mp4', noise(10))).toBe('0')
  await call(first, 'delete', { FileName: '/gone.mp4' })
  await call(first, 'delete', { FileName: '/demo.mp4' })
  first.addFile('/New/made.mp4', 400_000)
  first.addFolder('/Still empty/')
  const made = await first.expectedSha256('/New/made.mp4')
  const before = first.listing()

  const second = await restart(first, 'demo')
  expect(second.listing()).toEqual(before)
  expect(await second.stored('/New/Deep/kept.mp4')).toEqual({ size: 5000, sha256: sha256(noise(5000)) })
  expect(await second.expectedSha256('/New/made.mp4')).toBe(made)
  expect(await second.stored('/demo.mp4')).toBeNull()
  expect((await list(second)).dirData.map((dir) => dir.dirName)).toContain('Still empty')
  expect(await readdir(join(second.dataDir, 'files'))).toHaveLength(1)

  expect(await uploadCode(second, 'demo.mp4', noise(20))).toBe('0')
  const third = await restart(second, 'demo')
  expect(await third.stored('/demo.mp4')).toMatchObject({ size: 20 })
  const ids = third.listing().map((file) => file.id)
  expect(new Set(ids).size).toBe(ids.length)
})

it('survives a torn journal line and sweeps what nothing refers to', async () => {
  const first = await emulate({ dataDir: await temporaryFolder() })
  await uploadCode(first, 'a.mp4', noise(10))
  await first.close()
  await appendFile(join(first.dataDir, 'journal.jsonl'), '{"kind":"file","id":1000')
  await writeFile(join(first.dataDir, 'files', 'orphan.mp4'), 'x')
  await writeFile(join(first.dataDir, 'incoming', '0.part'), 'x')
  const second = await emulate({ dataDir: first.dataDir })
  expect(second.listing()).toMatchObject([{ path: '/a.mp4', size: 10 }])
  expect(await readdir(join(first.dataDir, 'files'))).toHaveLength(1)
  expect(await readdir(join(first.dataDir, 'incoming'))).toEqual([])
  await uploadCode(second, 'b.mp4', noise(10))
  expect((await restart(second)).listing()).toHaveLength(2)
})

it('takes the seed from the directory, and refuses another one', async () => {
  const first = await startEmulator({ dataDir: await temporaryFolder(), seed: 'flat:5' })
  await first.close()
  await expect(startEmulator({ dataDir: first.dataDir, seed: 'demo' })).rejects.toThrow('flat:5')
  const again = await startEmulator({ dataDir: first.dataDir })
  expect(again.listing()).toHaveLength(5)
  await again.close()
})
