import { describe, expect, it } from 'vitest'
import { currentBoot } from '#main/storage/boot.ts'
import { ByteRanges } from '#main/transfers/download/byte-ranges.ts'
import { believable, sealOf } from '#main/transfers/download/part-trust.ts'

const file = { size: 100n, mtimeNs: 1_700_000_000_123_456_789n }
const done = new ByteRanges([{ start: 0, end: 90 }])
const durable = new ByteRanges([{ start: 0, end: 40 }])

describe('of a part file is believed', () => {
  it('all, after a run that has ended, for as long as nobody changes it', () => {
    const record = { seal: sealOf(file), boot: 'then', done, durable }
    expect(believable(record, file, 'then').total).toBe(90)
    expect(believable(record, file, 'now').total).toBe(90)
    expect(believable(record, { ...file, size: 101n }, 'then').total).toBe(0)
    expect(believable(record, { ...file, mtimeNs: file.mtimeNs + 1n }, 'then').total).toBe(0)
  })

  it('all after a kill, and what the disk had after the system went down', () => {
    const record = { seal: null, boot: 'then', done, durable }
    expect(believable(record, file, 'then').total).toBe(90)
    expect(believable(record, file, 'now').total).toBe(40)
    expect(believable({ ...record, boot: null }, file, 'now').total).toBe(40)
  })
})

it('a run of the system has one name', () => {
  expect(currentBoot()).not.toBe('')
  expect(currentBoot()).toBe(currentBoot())
})
