import { expect, it } from 'vitest'
import { EarlySync } from '#main/transfers/download/early-sync.ts'
import { codeOf } from '#tests/support/app-error.ts'

const step = 32 * 2 ** 20
const source = new Uint8Array()

function output(datasync: () => Promise<void>) {
  let [begun, ended] = [0, 0]
  const handle = {
    write: ((_source: unknown, _offset: number, bytes: number) =>
      Promise.resolve({ bytesWritten: bytes })) as never,
    datasync,
  }
  const sync = new EarlySync(handle, () => {
    begun++
    return () => ended++
  })
  return { sync, syncs: () => begun, synced: () => ended }
}

it('syncs once enough has been written, and one at a time', async () => {
  let finish = (): void => undefined
  const { sync, syncs, synced } = output(() => new Promise((resolve) => (finish = resolve)))
  await sync.write(source, 0, step - 1, 0)
  expect(syncs()).toBe(0)
  await sync.write(source, 0, 1, step - 1)
  await sync.write(source, 0, step, step)
  expect([syncs(), synced()]).toEqual([1, 0])
  finish()
  await sync.settle()
  await sync.write(source, 0, 1, 2 * step)
  expect([syncs(), synced()]).toEqual([2, 1])
})

it('remembers a failure, which the disk reports only once', async () => {
  let isFirst = true
  const { sync } = output(() => {
    const failing = isFirst
    isFirst = false
    return failing ? Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' })) : Promise.resolve()
  })
  await sync.write(source, 0, step, 0)
  expect(await codeOf(sync.settle())).toBe('file.diskFull')
  await sync.write(source, 0, step, step)
  expect(await codeOf(sync.settle())).toBe('file.diskFull')
})
