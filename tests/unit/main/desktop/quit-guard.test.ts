import { expect, it, vi } from 'vitest'
import { QuitGuard, type QuitChoice } from '#main/desktop/quit-guard.ts'

function rig(unfinished = 2) {
  const state = { unfinished }
  const asked: PromiseWithResolvers<QuitChoice>[] = []
  const quit = vi.fn()
  const onStay = vi.fn()
  const guard: QuitGuard = new QuitGuard({
    unfinished: () => state.unfinished,
    ask: () => {
      const question = Promise.withResolvers<QuitChoice>()
      asked.push(question)
      return question.promise
    },
    quit,
    onStay,
  })
  const answer = async (choice: QuitChoice): Promise<void> => {
    asked.at(-1)?.resolve(choice)
    await Promise.resolve()
    await Promise.resolve()
  }
  return { state, guard, quit, onStay, asked, answer }
}

it('does not ask when nothing would be interrupted', () => {
  const { guard, asked } = rig(0)
  expect(guard.mayQuit()).toBe(true)
  expect(asked).toHaveLength(0)
})

it('asks once, however often it is told to quit meanwhile, and stays when the user says so', async () => {
  const { guard, asked, answer, quit } = rig()
  expect([guard.mayQuit(), guard.mayQuit()]).toEqual([false, false])
  expect(asked).toHaveLength(1)
  await answer('cancel')
  expect(quit).not.toHaveBeenCalled()
  expect(guard.mayQuit()).toBe(false)
  expect(asked).toHaveLength(2)
})

it('quits at once when the user says so', async () => {
  const { guard, answer, quit } = rig()
  guard.mayQuit()
  await answer('quitNow')
  expect(quit).toHaveBeenCalledOnce()
  expect(guard.mayQuit()).toBe(true)
})

it('quits when the last transfer has ended, unless the user thinks better of it', async () => {
  const { guard, answer, quit, state } = rig()
  guard.mayQuit()
  await answer('finishFirst')
  guard.check()
  expect(quit).not.toHaveBeenCalled()
  guard.mayQuit()
  await answer('cancel')
  state.unfinished = 0
  guard.check()
  expect(quit).not.toHaveBeenCalled()
  state.unfinished = 1
  guard.mayQuit()
  await answer('finishFirst')
  state.unfinished = 0
  guard.check()
  expect(quit).toHaveBeenCalledOnce()
})

it('quits at once when all ended while it asked', async () => {
  const { guard, answer, quit, state } = rig()
  guard.mayQuit()
  state.unfinished = 0
  await answer('finishFirst')
  expect(quit).toHaveBeenCalledOnce()
})

it('is never in the way of a system that shuts down, also while it asks', async () => {
  const { guard, answer, quit } = rig()
  guard.mayQuit()
  guard.systemEnds()
  expect(guard.mayQuit()).toBe(true)
  await answer('finishFirst')
  expect(quit).not.toHaveBeenCalled()
  expect(guard.mayQuit()).toBe(true)
})

it('asks again when the system does not shut down after all, also when it asked meanwhile', async () => {
  const { guard, answer, asked, quit } = rig()
  guard.systemEnds()
  expect(guard.mayQuit()).toBe(true)
  guard.systemStays()
  expect(guard.mayQuit()).toBe(false)
  guard.systemEnds()
  await answer('finishFirst')
  guard.systemStays()
  expect(guard.mayQuit()).toBe(false)
  expect(asked).toHaveLength(2)
  // Whoever has said that it may quit is not asked again.
  await answer('quitNow')
  guard.systemStays()
  expect([guard.mayQuit(), quit.mock.calls.length]).toEqual([true, 1])
})

it('says that the app stays, and only then', async () => {
  const { guard, answer, onStay } = rig()
  guard.mayQuit()
  await answer('cancel')
  expect(onStay).toHaveBeenCalledOnce()
  guard.mayQuit()
  await answer('finishFirst')
  guard.mayQuit()
  await answer('quitNow')
  expect(onStay).toHaveBeenCalledOnce()
})
