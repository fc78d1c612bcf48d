import { EventEmitter } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createCrashReports } from '#main/diagnostics/crash-reports.ts'
import { crashText, watchProcess } from '#main/diagnostics/watch-process.ts'
import { createRedactor } from '#main/logging/redactor.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const versions = { app: '1.2.3', electron: '45.0.0', chromium: '150', node: '24.0.0', system: 'Test 1' }

async function rig(folderName = 'crashes', step = 1) {
  const folder = path.join(await temporaryFolder(), folderName)
  const redactor = createRedactor(['hunter2hunter2'])
  const { log, text } = testLogger()
  let time = Date.UTC(2026, 0, 2, 3, 4, 5) - step
  const report = createCrashReports({ folder, redactor, versions, log, now: () => (time += step) })
  const reports = async () => (await readdir(folder)).toSorted()
  const read = async (name = ''): Promise<string> => readFile(path.join(folder, name), 'utf8')
  return { folder, report, reports, read, logText: text }
}

describe('the report of a crash', () => {
  it('says when, what, where and in which versions, in a file for this user only', async () => {
    const { folder, report, reports, read, logText } = await rig()
    report('uncaughtException', new TypeError('x is not a function'))
    expect(await reports()).toEqual(['crash-2026-01-02T03-04-05.000Z.json'])
    const [name] = await reports()
    const content = JSON.parse(await read(name)) as Record<string, unknown>
    expect(content).toMatchObject({
      time: '2026-01-02T03:04:05.000Z',
      kind: 'uncaughtException',
      versions,
      error: { name: 'TypeError', message: 'x is not a function' },
    })
    expect(JSON.stringify(content)).toContain('crash-reports.test.ts')
    if (process.platform !== 'win32') {
      expect((await stat(path.join(folder, name ?? ''))).mode & 0o777).toBe(0o600)
    }
    expect(logText()).toContain('uncaughtException')
  })

  it('holds no secret, and nothing of a request', async () => {
    const { report, reports, read } = await rig()
    const error = Object.assign(new Error('sent hunter2hunter2 to https://u:p@host/a.mp4?sign=abcdef'), {
      options: { headers: { authorization: 'Bearer q1w2e3r4' } },
      cause: { SecretKey: 'deadbeef' },
    })
    report('unhandledRejection', error)
    const text = await read((await reports())[0])
    for (const secret of ['hunter2', 'u:p@', 'abcdef', 'q1w2e3r4', 'deadbeef']) {
      expect(text).not.toContain(secret)
    }
  })

  it('is kept beside another of the same millisecond', async () => {
    const { report, reports, read } = await rig('crashes', 0)
    for (const message of ['first', 'second', 'third']) report('pageError', new Error(message))
    const texts = await Promise.all((await reports()).map(read))
    expect(texts.map((text) => (JSON.parse(text) as { error: Error }).error.message).toSorted()).toEqual([
      'first',
      'second',
      'third',
    ])
  })

  it('is one of the ten newest; other files stay', async () => {
    const { folder, report, reports } = await rig()
    report('pageGone', new Error('first'))
    await writeFile(path.join(folder, 'notes.txt'), 'mine')
    for (let index = 0; index < 12; index++) report('pageGone', new Error('oom'))
    const names = await reports()
    expect(names).toHaveLength(11)
    expect(names).toContain('notes.txt')
    expect(names).not.toContain('crash-2026-01-02T03-04-05.000Z.json')
  })

  it('that cannot be written is no second crash, whatever was thrown', async () => {
    const { folder, report, logText } = await rig()
    await writeFile(folder, 'a file where the folder should be')
    const bomb = new Proxy({}, { get: () => expect.fail('read'), ownKeys: () => expect.fail('listed') })
    for (const thrown of [undefined, null, 'text', Symbol('s'), bomb]) report('unhandledRejection', thrown)
    expect(logText()).toContain('could not be written')
  })
})

describe('the process', () => {
  function watched() {
    const events = new EventEmitter()
    const report = vi.fn()
    const end = vi.fn()
    watchProcess(events as unknown as NodeJS.Process, { report, end })
    return { events, report, end }
  }

  it('is ended once by an exception that nobody caught, after the report', () => {
    const { events, report, end } = watched()
    const error = new Error('boom')
    end.mockImplementation(() => {
      expect(report).toHaveBeenCalledWith('uncaughtException', error)
      // While the dialog is open the rest of the app goes on failing.
      events.emit('uncaughtException', new Error('again'))
    })
    events.emit('uncaughtException', error)
    expect(end).toHaveBeenCalledTimes(1)
    expect(report).toHaveBeenCalledTimes(2)
  })

  it('goes on after a rejection that nobody awaited', () => {
    const { events, report, end } = watched()
    events.emit('unhandledRejection', 'reason')
    expect(report).toHaveBeenCalledWith('unhandledRejection', 'reason')
    expect(end).not.toHaveBeenCalled()
  })

  it('says so in both languages', () => {
    expect(crashText.en).toMatch(/report/u)
    expect(crashText['zh-CN']).toMatch(/报告/u)
  })
})
