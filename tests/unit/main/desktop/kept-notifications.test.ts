import { EventEmitter } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it, vi } from 'vitest'
import { KeptNotifications } from '#main/desktop/kept-notifications.ts'

class FakeNotification extends EventEmitter {
  // A mock would hold it.
  show(): void {
    this.emit('show')
  }
}

/** Whether it is still there after what nobody holds has been collected. */
async function isHeld(notification: WeakRef<FakeNotification>): Promise<boolean> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // A WeakRef keeps what it was made for or gave out until the turn ends.
  await setImmediate()
  collect()
  return notification.deref() !== undefined
}

function rig() {
  const kept = new KeptNotifications()
  const clicks = vi.fn()
  const failures = vi.fn()
  const show = (): WeakRef<FakeNotification> => {
    const notification = new FakeNotification()
    kept.show(notification, clicks, failures)
    return new WeakRef(notification)
  }
  return { show, clicks, failures }
}

it('one that nobody has clicked yet is not collected, and tells of its click', async () => {
  const { show, clicks } = rig()
  const shown = show()
  expect(await isHeld(shown)).toBe(true)
  // It has gone from the screen, and is still listed by the system.
  shown.deref()?.emit('close', { reason: 'timedOut' })
  expect(await isHeld(shown)).toBe(true)
  shown.deref()?.emit('click', {})
  expect(clicks).toHaveBeenCalledOnce()
  expect(await isHeld(shown)).toBe(false)
})

it('one that is over is let go: closed, not shown, or one of too many', async () => {
  const { show, failures } = rig()
  const closed = show()
  closed.deref()?.emit('close', { reason: 'userCanceled' })
  const failed = show()
  failed.deref()?.emit('failed', {}, 'not allowed')
  expect(failures).toHaveBeenCalledWith('not allowed')
  const first = show()
  for (let count = 0; count < 20; count++) show()
  for (const gone of [closed, failed, first]) expect(await isHeld(gone)).toBe(false)
})
