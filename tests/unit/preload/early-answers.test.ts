import { describe, expect, it, vi } from 'vitest'
import type { Reply, RequestName } from '#shared/ipc/contract.ts'
import { EarlyAnswers } from '../../../src/preload/early-answers.ts'

function rig() {
  let count = 0
  const ask = vi.fn((name: RequestName): Promise<Reply<unknown>> => {
    count += 1
    return Promise.resolve({ ok: true, value: `${name} ${count}` })
  })
  return { ask, early: new EarlyAnswers(ask) }
}

describe('answers that are asked for before the page asks', () => {
  it('are given once; the next time main is asked', async () => {
    const { early } = rig()
    expect(await early.take('settings.get')).toEqual({ ok: true, value: 'settings.get 2' })
    expect(early.take('settings.get')).toBeNull()
  })

  it('are only those that every page begins with', () => {
    const { early, ask } = rig()
    expect(early.take('transfers.list')).toBeNull()
    expect(ask.mock.calls.map(([name]) => name)).toEqual([
      'app.info',
      'settings.get',
      'accounts.state',
      'folders.memory',
      'trust.list',
    ])
  })

  it('are dropped when main has told of something newer', () => {
    const { early } = rig()
    early.told('accounts.changed')
    early.told('library.batch')
    expect(early.take('accounts.state')).toBeNull()
    expect(early.take('folders.memory')).toBeNull()
    expect(early.take('settings.get')).not.toBeNull()
    early.told('settings.changed')
    expect(early.take('app.info')).not.toBeNull()
    const other = rig().early
    other.told('app.problem')
    expect(other.take('app.info')).toBeNull()
  })
})
