import { createHash } from 'node:crypto'
import { appendFile, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportLog } from '#main/diagnostics/log-export.ts'
import { fileSink } from '#main/logging/file-sink.ts'
import { createLogger } from '#main/logging/logger.ts'
import { createRedactor } from '#main/logging/redactor.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const versions = { app: '1.2.3', electron: '45.0.0', chromium: null, node: '24.0.0', system: 'Test 1' }

async function rig() {
  const folder = await temporaryFolder()
  const redactor = createRedactor()
  const logs = path.join(folder, 'logs')
  const log = createLogger({ sink: fileSink({ folder: logs, maxBytes: 2000 }), redactor })
  const file = path.join(folder, 'out', '..', 'log.txt')
  const save = (to = file) => exportLog({ folder: logs, file: to, redactor, versions })
  return { folder, logs, redactor, log, file, save, text: () => readFile(file, 'utf8') }
}

describe('the exported log', () => {
  it('begins with the versions, then all lines, oldest first', async () => {
    const { log, save, text } = await rig()
    for (let index = 0; index < 40; index++) log.info(`line ${index} ${'.'.repeat(100)}`)
    await save()
    const lines = (await text()).trimEnd().split('\n')
    expect(lines.slice(0, 5)).toEqual([
      'app: 1.2.3',
      'electron: 45.0.0',
      'chromium: -',
      'node: 24.0.0',
      'system: Test 1',
    ])
    const numbers = lines.slice(5).map((line) => Number(/line (\d+)/u.exec(line)?.[1]))
    expect(numbers.length).toBeGreaterThan(20)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    expect(numbers.at(-1)).toBe(39)
  })

  it('has no secret in it, in whatever form, not even one that an earlier version wrote down', async () => {
    const { logs, redactor, log, save, text } = await rig()
    const secret = 'Sehr-geheim & lang/ñ'
    const digest = createHash('md5').update(secret).digest('hex')
    const forms = [secret, digest, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
    log.info('before', { note: 'nothing' })
    // As if it had come past the logger.
    for (const form of forms) await appendFile(path.join(logs, 'main.log'), `raw ${form} end\n`)
    const unregistered = '{"SecretKey":"0123456789abcdef0123456789abcdef"} https://host/f.mp4?token=abc'
    await appendFile(path.join(logs, 'main.log'), `${unregistered}\n`)
    redactor.add(secret)
    log.info(`after ${secret}`, { SecretKey: digest, url: `https://host/a.mp4?sign=${digest}` })
    await save()
    const exported = await text()
    for (const form of [...forms, '0123456789abcdef', 'token=abc', 'sign=']) {
      expect(exported).not.toContain(form)
    }
    expect(exported).toContain('raw [redacted] end')
  })

  it('is for its user alone, and leaves nothing else behind', async () => {
    const { folder, log, save, file } = await rig()
    log.info('x')
    await save()
    // Windows has no such modes.
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o077).toBe(0)
    expect((await readdir(folder)).toSorted()).toEqual(['log.txt', 'logs'])
  })

  it('is there without any log, and says when it cannot be written', async () => {
    const { folder, save, text } = await rig()
    await save()
    expect((await text()).split('\n')).toHaveLength(6)
    expect(await codeOf(save(path.join(folder, 'no', 'such', 'log.txt')))).toBe('file.notFound')
  })
})
