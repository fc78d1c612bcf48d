import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, it, vi } from 'vitest'
import { limitReports } from '#main/diagnostics/limit-reports.ts'
import { errorOfPage, kindOfPageFailure } from '#main/diagnostics/page-failure.ts'
import { watchChildProcesses } from '#main/diagnostics/watch-process.ts'
import { testLogger } from '#tests/support/test-logger.ts'

function rig() {
  const { log, text } = testLogger()
  const report = vi.fn()
  const clock = { now: 0 }
  const limited = limitReports({ report, log, now: () => clock.now })
  return { limited, report, clock, logText: text }
}

it('the same failure is reported once', () => {
  const { limited, report } = rig()
  const failure = { name: 'TypeError', message: 'x', stack: 'TypeError: x\n    at y' }
  for (let index = 0; index < 10; index++) limited('pageError', errorOfPage({ kind: 'error', ...failure }))
  expect(report).toHaveBeenCalledOnce()
  limited('pageRejection', errorOfPage({ kind: 'rejection', ...failure }))
  limited('pageError', 'text')
  limited('pageError', 'text')
  expect(report).toHaveBeenCalledTimes(3)
})

it('no more than five are reported within ten minutes, and what was left out is counted', () => {
  const { limited, report, clock, logText } = rig()
  for (let index = 0; index < 50; index++) limited('pageError', `failure ${index}`)
  expect(report).toHaveBeenCalledTimes(5)
  expect(logText().match(/too many failures/gu)).toHaveLength(1)
  clock.now += 10 * 60_000
  limited('pageError', 'failure 50')
  expect(report).toHaveBeenCalledTimes(6)
  expect(logText()).toContain('"count":45')
})

it('a report of a page has the page’s own words and stack', () => {
  const stack = 'TypeError: x\n    at open (app://cloudroom/assets/first.js:1:2)'
  const error = errorOfPage({ kind: 'error', name: 'TypeError', message: 'x', stack })
  expect(error).toMatchObject({ name: 'TypeError', message: 'x', stack })
  expect(errorOfPage({ kind: 'rejection', name: 'string', message: 'x', stack: '' }).stack).toBe('string: x')
  expect(kindOfPageFailure).toEqual({ error: 'pageError', rejection: 'pageRejection' })
})

it('a process of Chromium’s that is gone is reported, unless it was meant to end', () => {
  const app = new EventEmitter()
  const report = vi.fn()
  watchChildProcesses(app as unknown as App, report)
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 5 })
  const network = { type: 'Utility', serviceName: 'network.mojom.NetworkService', reason: 'oom', exitCode: 9 }
  app.emit('child-process-gone', {}, network)
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'clean-exit', exitCode: 0 })
  expect(report.mock.calls).toEqual([
    ['childGone', new Error('GPU: crashed (5)')],
    ['childGone', new Error('network.mojom.NetworkService: oom (9)')],
  ])
})
