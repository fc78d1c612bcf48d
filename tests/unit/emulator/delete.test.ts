import { describe, expect, it } from 'vitest'
import { call, emulate, uploadCode, noise } from './support.ts'

describe('delete', () => {
  it('deletes by path and by id', async () => {
    const emulator = await emulate()
    emulator.addFile('/A/one.mp4', 300_000)
    const { id } = emulator.addFile('/A/two.mp4', 300_000)
    expect((await call(emulator, 'delete', { FileName: '/A/one.mp4' })).RspCode).toBe('0')
    expect((await call(emulator, 'delete', { FileID: String(id) })).RspCode).toBe('0')
    expect(emulator.listing()).toEqual([])
  })

  it('lets FileID win when both are sent', async () => {
    const emulator = await emulate()
    const { id } = emulator.addFile('/one.mp4', 300_000)
    emulator.addFile('/two.mp4', 300_000)
    await call(emulator, 'delete', { FileID: id, FileName: '/two.mp4' })
    expect(emulator.listing().map((file) => file.path)).toEqual(['/two.mp4'])
    expect((await call(emulator, 'delete', { FileID: id, FileName: '/two.mp4' })).RspCode).toBe('5')
    expect(emulator.listing()).toHaveLength(1)
  })

  it.each([{}, { FileID: 'x' }, { FileID: null, FileName: '' }])('answers 4 to %j', async (params) => {
    expect((await call(await emulate(), 'delete', params)).RspCode).toBe('4')
  })

  it('frees the capacity and the name of an upload', async () => {
    const emulator = await emulate({ capacityBytes: 150 })
    expect(await uploadCode(emulator, 'a.mp4', noise(100))).toBe('0')
    expect(await uploadCode(emulator, 'b.mp4', noise(100))).toBe('10')
    await call(emulator, 'delete', { FileName: '/a.mp4' })
    expect(await uploadCode(emulator, 'a.mp4', noise(150))).toBe('0')
  })
})
