import { describe, expect, it } from 'vitest'
import { Problems } from '#main/problems.ts'
import { AppError, type ErrorShape } from '#shared/errors.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const hour = 3_600_000
const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })

function rig() {
  const told: ErrorShape[] = []
  const { log, text } = testLogger()
  let now = 1_000_000
  const problems = new Problems({ onProblem: (problem) => told.push(problem), log, now: () => now })
  return {
    problems,
    codes: () => told.map(({ code }) => code),
    listed: () => problems.list.map(({ code }) => code),
    logText: text,
    wait: (ms: number) => (now += ms),
  }
}

describe('what the user is told of without having asked', () => {
  it('is kept for whoever asks later', () => {
    const { problems, codes, listed } = rig()
    problems.add(new AppError('storage.damaged', { params: { backup: 'b', jobs: 2 } }))
    expect(codes()).toEqual(['storage.damaged'])
    expect(listed()).toEqual(['storage.damaged'])
  })

  it('is a full disk, once in an hour, however often and by whatever it shows', async () => {
    const { problems, codes, listed, logText, wait } = rig()
    await problems.attempt('one', () => {
      throw full
    })
    await problems.attempt('another', () => Promise.reject(new AppError('storage.notWritable')))
    problems.unwritten('a third', full)
    expect(codes()).toEqual(['storage.notWritable'])
    expect(logText()).toContain('a third')
    wait(hour)
    problems.unwritten('again', full)
    expect(codes()).toEqual(['storage.notWritable', 'storage.notWritable'])
    expect(listed()).toEqual(['storage.notWritable'])
  })

  it('is whatever keeps something from being written, and nothing that went well', async () => {
    const { problems, codes, logText } = rig()
    await problems.attempt('one', () => undefined)
    expect(codes()).toEqual([])
    await problems.attempt('another', () => Promise.reject(new Error('boom')))
    expect(codes()).toEqual(['storage.notWritable'])
    expect(logText()).toContain('another')
  })
})
