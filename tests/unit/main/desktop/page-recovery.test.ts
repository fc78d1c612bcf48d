import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { offerReload } from '#main/desktop/page-recovery.ts'

function rig(answers: boolean[]) {
  const webContents = Object.assign(new EventEmitter(), { reload: vi.fn() })
  const window = { webContents, isDestroyed: vi.fn(() => false), destroy: vi.fn() }
  const report = vi.fn()
  const askReload = vi.fn(() => Promise.resolve(answers.shift() ?? false))
  offerReload(window as unknown as BrowserWindow, { report, askReload })
  const gone = (reason: string) => webContents.emit('render-process-gone', {}, { reason, exitCode: 9 })
  return { window, webContents, report, askReload, gone }
}

describe('a page that is gone', () => {
  it.each(['crashed', 'oom', 'killed', 'launch-failed', 'integrity-failure'])(
    'because it was %s is reported, and loaded again when the person wants it',
    async (reason) => {
      const { webContents, report, gone } = rig([true])
      gone(reason)
      await expect.poll(() => webContents.reload.mock.calls.length).toBe(1)
      expect(report).toHaveBeenCalledWith('pageGone', expect.objectContaining({ message: `${reason} (9)` }))
    },
  )

  it('takes its window with it when the person does not', async () => {
    const { window, webContents, gone } = rig([false])
    gone('crashed')
    await expect.poll(() => window.destroy.mock.calls.length).toBe(1)
    expect(webContents.reload).not.toHaveBeenCalled()
  })

  it('is asked about once at a time, and again when it crashes again', async () => {
    const { webContents, report, askReload, gone } = rig([true, true])
    gone('crashed')
    gone('crashed')
    expect(askReload).toHaveBeenCalledTimes(1)
    await expect.poll(() => webContents.reload.mock.calls.length).toBe(1)
    gone('crashed')
    expect(askReload).toHaveBeenCalledTimes(2)
    expect(report).toHaveBeenCalledTimes(3)
  })

  it('in the ordinary way is nobody’s business', () => {
    const { report, askReload, gone } = rig([])
    gone('clean-exit')
    expect(report).not.toHaveBeenCalled()
    expect(askReload).not.toHaveBeenCalled()
  })

  it('with its window is left alone', async () => {
    const { window, webContents, gone, askReload } = rig([true])
    window.isDestroyed.mockReturnValue(true)
    gone('crashed')
    await expect.poll(() => askReload.mock.results.length).toBe(1)
    await Promise.resolve()
    expect(webContents.reload).not.toHaveBeenCalled()
    expect(window.destroy).not.toHaveBeenCalled()
  })
})
