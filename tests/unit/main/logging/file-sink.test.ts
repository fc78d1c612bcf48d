import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileSink } from '#main/logging/file-sink.ts'
import type { LogEntry } from '#main/logging/logger.ts'

const entry = (message: string, fields: LogEntry['fields'] = {}): LogEntry => ({
  time: Date.UTC(2026, 0, 31, 12),
  level: 'info',
  message,
  fields,
})

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudroom-log-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('fileSink', () => {
  it('appends one line per entry, exactly as it is, and creates the folder', () => {
    const logs = join(folder, 'a', 'b')
    const sink = fileSink({ folder: logs })
    sink(entry('100 %s of %d %c'))
    sink(entry('with fields', { bytes: 3 }))
    expect(readFileSync(join(logs, 'main.log'), 'utf8').split(/\r?\n/u)).toEqual([
      '2026-01-31T12:00:00.000Z INFO  100 %s of %d %c',
      '2026-01-31T12:00:00.000Z INFO  with fields {"bytes":3}',
      '',
    ])
  })

  it('lets no message forge a line of its own', () => {
    fileSink({ folder })(entry('real\n2026-01-31T12:00:00.000Z ERROR forged\u2028', { text: 'a\nb' }))
    expect(
      readFileSync(join(folder, 'main.log'), 'utf8')
        .trimEnd()
        .split(/[\r\n\u2028]/u),
    ).toHaveLength(1)
  })

  it('keeps no more files and bytes than it may', () => {
    const sink = fileSink({ folder, maxBytes: 1000, maxFiles: 3 })
    for (let index = 0; index < 200; index += 1) sink(entry(`line ${index} ${'x'.repeat(80)}`))
    const files = readdirSync(folder).sort()
    expect(files).toEqual(['main.1.log', 'main.2.log', 'main.log'])
    for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThan(1200)
    expect(readFileSync(join(folder, 'main.log'), 'utf8')).toContain('line 199 ')
    expect(readFileSync(join(folder, 'main.1.log'), 'utf8')).not.toContain('line 199 ')
  })

  it('goes on with the files of the run before', () => {
    fileSink({ folder, name: 'again' })(entry('first run'))
    fileSink({ folder, name: 'again' })(entry('second run'))
    expect(readFileSync(join(folder, 'again.log'), 'utf8')).toMatch(/first run[^]*second run/u)
  })

  it('is readable by this user only', () => {
    fileSink({ folder })(entry('x'))
    if (process.platform !== 'win32') expect(statSync(join(folder, 'main.log')).mode & 0o077).toBe(0)
  })

  it('never throws where nothing can be written', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const sink = fileSink({ folder: join(file, 'below') })
    expect(() => sink(entry('lost'))).not.toThrow()
  })
})
