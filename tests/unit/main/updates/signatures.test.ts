import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { installBySquirrel, verifyBySquirrel } from '#main/updates/squirrel-mac.ts'
import { strictSignature, type CheckSignature } from '#main/updates/strict-signature.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const refusalOf = (check: CheckSignature): Promise<string | null> =>
  strictSignature(check, ['CloudRoom'], 'C:\\update.exe', testLogger().log)

describe('on Windows, electron-updater’s check', () => {
  it('counts when it finds the publisher, by the full name or by CN alone', async () => {
    expect(await refusalOf(() => Promise.resolve(null))).toBeNull()
    const byName: CheckSignature = (_publishers, _file, logger) => {
      logger.warn(
        'Signature validated using only CN CloudRoom. Please add your full Distinguished Name (DN) …',
      )
      return Promise.resolve(null)
    }
    expect(await refusalOf(byName)).toBeNull()
  })

  it('counts when it refuses', async () => {
    expect(await refusalOf(() => Promise.resolve('Mallory'))).toBe('Mallory')
    await expect(refusalOf(() => Promise.reject(new Error('stderr')))).rejects.toThrow('stderr')
  })

  // The texts of electron-updater 6.8, windowsExecutableCodeSignatureVerifier.
  it.each([
    'Cannot execute Get-AuthenticodeSignature: Error. Ignoring signature validation due to unsupported powershell version.',
    'Cannot execute ConvertTo-Json: x. Ignoring signature validation due to unsupported powershell version.',
    'Unable to verify LiteralPath of update asset due to missing data.Path. Skipping this step of validation.',
    'Something that a later version says',
  ])('does not count when it had doubts: %s', async (doubt) => {
    const check: CheckSignature = (_publishers, _file, logger) => {
      logger.warn(doubt)
      return Promise.resolve(null)
    }
    expect(await refusalOf(check)).toBe(doubt)
  })
})

/** Electron's `autoUpdater`, as far as it is used. */
class FakeSquirrel extends EventEmitter {
  checks = 0
  checkForUpdates(): void {
    this.checks++
  }
}

describe('on macOS, Squirrel', () => {
  it('has the last word', async () => {
    const squirrel = new FakeSquirrel()
    const taken = verifyBySquirrel(squirrel)
    expect(squirrel.checks).toBe(1)
    squirrel.emit('update-downloaded')
    await taken
    expect([squirrel.listenerCount('error'), squirrel.listenerCount('update-downloaded')]).toEqual([0, 0])
  })

  it.each([
    [
      'Code signature at URL file:///x/ did not pass validation: code failed to satisfy requirement',
      'update.notSigned',
    ],
    ['Could not get code signature for running application', 'update.notSigned'],
    ['The operation couldn’t be completed', 'update.failed'],
  ] as const)('refuses: %s', async (message, code) => {
    const squirrel = new FakeSquirrel()
    const refused = codeOf(verifyBySquirrel(squirrel))
    squirrel.emit('error', new Error(message))
    expect(await refused).toBe(code)
    expect(squirrel.listenerCount('error')).toBe(0)
  })

  it('is not waited for without end', async () => {
    expect(await codeOf(verifyBySquirrel(new FakeSquirrel(), 1))).toBe('update.failed')
  })

  it('ends the app itself, which ends as soon as it is told to', async () => {
    const squirrel = new FakeSquirrel()
    const app = new EventEmitter()
    const installed = installBySquirrel(squirrel, app, () => undefined, 60_000)
    app.emit('will-quit')
    await installed
    expect([squirrel.listenerCount('error'), app.listenerCount('will-quit')]).toEqual([0, 0])
  })

  it('may fail to end the app, which then ends by itself', async () => {
    const squirrel = new FakeSquirrel()
    const app = new EventEmitter()
    let isTold = false
    const failed = installBySquirrel(squirrel, app, () => (isTold = true), 60_000)
    expect(isTold).toBe(true)
    squirrel.emit('error', new Error('helper'))
    await failed
    await installBySquirrel(squirrel, app, () => undefined, 1)
    expect([squirrel.listenerCount('error'), app.listenerCount('will-quit')]).toEqual([0, 0])
  })
})
