import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openJsonFile } from '#main/storage/json-file.ts'
import { neverChecked, UpdateService, updateTimesSchema } from '#main/updates/update-service.ts'
import type { Updater } from '#main/updates/updater.ts'
import { AppError } from '#shared/errors.ts'
import type { Update, UpdatesOffReason, UpdateState } from '#shared/models/updates.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const update: Update = { version: '2.0.0', notes: 'Calmer.', size: 1000 }

interface RigOptions {
  readonly off?: UpdatesOffReason
  readonly installsOnQuit?: boolean
}

/** The service over an updater whose every step the test ends itself. */
async function rig({ off, installsOnQuit = false }: RigOptions = {}) {
  const { log, text } = testLogger()
  const folder = await temporaryFolder()
  const file = path.join(folder, 'updates.json')
  const steps: string[] = []
  const checks: PromiseWithResolvers<Update | null>[] = []
  const downloads: (PromiseWithResolvers<undefined> & { progress: (share: number) => void })[] = []
  const outcome = { prepare: null as AppError | null, install: null as AppError | null }
  const updater: Updater = {
    check() {
      steps.push('check')
      const step = Promise.withResolvers<Update | null>()
      checks.push(step)
      return step.promise
    },
    download(progress, signal) {
      steps.push('download')
      const step = Promise.withResolvers<undefined>()
      downloads.push({ ...step, progress })
      signal.addEventListener('abort', () => step.reject(new AppError('aborted')))
      return step.promise
    },
    prepare() {
      steps.push('prepare')
      return outcome.prepare === null ? Promise.resolve() : Promise.reject(outcome.prepare)
    },
    install(restarts) {
      steps.push(restarts ? 'install and restart' : 'install')
      return outcome.install === null ? Promise.resolve() : Promise.reject(outcome.install)
    },
  }
  const told: UpdateState[] = []
  let now = 1000
  const service = new UpdateService({
    open: () => Promise.resolve(off ?? updater),
    file: await openJsonFile({ file, schema: updateTimesSchema, fallback: neverChecked, log }),
    installsOnQuit: () => installsOnQuit,
    quit: () => steps.push('quit'),
    onChange: ({ state }) => told.push(state),
    log,
    now: () => now,
  })
  const state = async (): Promise<UpdateState> => (await service.report()).state
  const last = <Step>(all: readonly Step[]): Step => {
    const step = all.at(-1)
    if (step === undefined) throw new Error('not asked')
    return step
  }
  return {
    service,
    steps,
    told,
    state,
    outcome,
    file,
    logText: text,
    setNow: (time: number) => (now = time),
    check: async (found: Update | null | AppError) => {
      const done = service.check()
      await expect.poll(() => checks.length).toBeGreaterThan(0)
      const step = last(checks.splice(0))
      if (found instanceof AppError) step.reject(found)
      else step.resolve(found)
      await done
    },
    download: () => {
      const done = service.download()
      const step = last(downloads)
      return { done, step }
    },
    fetch: async () => {
      const done = service.download()
      last(downloads).resolve(undefined)
      await done
    },
  }
}

describe('without updates', () => {
  it.each(['development', 'unsigned'] as const)('says why (%s) and does nothing', async (off) => {
    const { service, state, steps } = await rig({ off })
    expect(service.isOn).toBe(false)
    await service.check()
    await service.download()
    await service.install()
    await service.finish()
    expect(await state()).toEqual({ status: 'off', reason: off })
    expect([service.isOn, steps]).toEqual([false, []])
  })

  it('takes an updater that cannot be loaded for one that is not there', async () => {
    const { log, text } = testLogger()
    const service = new UpdateService({
      open: () => Promise.reject(new Error('no such chunk')),
      file: { value: neverChecked, write: () => Promise.resolve() },
      installsOnQuit: () => false,
      quit: () => undefined,
      onChange: () => undefined,
      log,
    })
    expect((await service.report()).state).toEqual({ status: 'off', reason: 'unconfigured' })
    expect(text()).toContain('updates are off')
  })
})

describe('looking for a version', () => {
  it('tells when it was done, also after a restart', async () => {
    const { service, check, told, file } = await rig()
    expect(await service.report()).toEqual({ state: { status: 'idle' }, checkedAt: null })
    await check(null)
    expect(told).toEqual([{ status: 'checking' }, { status: 'idle' }])
    expect((await service.report()).checkedAt).toBe(1000)
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ checkedAt: 1000, triedAt: 1000 })
  })

  it('that fails says so, and keeps when it last succeeded', async () => {
    const { service, check, state, setNow, logText } = await rig()
    await check(null)
    setNow(2000)
    await check(new AppError('update.unreachable'))
    expect(await state()).toMatchObject({
      status: 'failed',
      error: { code: 'update.unreachable' },
      update: null,
    })
    expect([(await service.report()).checkedAt, service.triedAt]).toEqual([1000, 2000])
    expect(logText()).toContain('update.unreachable')
    await check(update)
    expect(await state()).toEqual({ status: 'available', update })
  })

  it('is done once at a time, and not while one is fetched or ready', async () => {
    const { service, check, download, steps } = await rig()
    const first = check(null)
    await service.check()
    await first
    await check(update)
    const { done, step } = download()
    await service.check()
    step.resolve(undefined)
    await done
    await service.check()
    expect(steps).toEqual(['check', 'check', 'download'])
  })
})

describe('fetching', () => {
  it('begins only when told to, and not before there is something', async () => {
    const { service, check, steps, state } = await rig()
    await service.download()
    await check(update)
    expect(steps).toEqual(['check'])
    expect(await state()).toEqual({ status: 'available', update })
  })

  it('tells how far it is, a hundred times at most', async () => {
    const { check, download, told, state } = await rig()
    await check(update)
    const { done, step } = download()
    const before = told.length
    for (let count = 1; count <= 10_000; count++) step.progress(count / 10_000)
    expect(told.length - before).toBeLessThanOrEqual(100)
    expect(told.length - before).toBeGreaterThan(90)
    step.resolve(undefined)
    await done
    expect(await state()).toEqual({ status: 'ready', update })
    step.progress(0.5)
    expect(await state()).toEqual({ status: 'ready', update })
  })

  it('can be given up', async () => {
    const { service, check, download, state } = await rig()
    await check(update)
    const { done } = download()
    service.stop()
    await done
    expect(await state()).toEqual({ status: 'available', update })
  })

  it('that fails can be tried again', async () => {
    const { check, download, fetch, state } = await rig()
    await check(update)
    const { done, step } = download()
    step.reject(new AppError('update.notSigned'))
    await done
    expect(await state()).toMatchObject({ status: 'failed', error: { code: 'update.notSigned' }, update })
    await fetch()
    expect(await state()).toEqual({ status: 'ready', update })
  })
})

describe('installing', () => {
  it('verifies, quits, and installs once the app has closed everything', async () => {
    const { service, check, fetch, steps, state } = await rig()
    await check(update)
    await fetch()
    steps.length = 0
    await service.install()
    expect(steps).toEqual(['prepare', 'quit'])
    expect(await state()).toEqual({ status: 'installing', update })
    await service.install()
    await service.finish()
    expect(steps).toEqual(['prepare', 'quit', 'install and restart'])
  })

  it('is off again when the user would rather finish the transfers and stay', async () => {
    const { service, check, fetch, steps, state } = await rig()
    await check(update)
    await fetch()
    await service.install()
    service.stayed()
    expect(await state()).toEqual({ status: 'ready', update })
    steps.length = 0
    await service.finish()
    expect(steps).toEqual([])
  })

  it('does not quit for what is not signed', async () => {
    const { service, check, fetch, steps, state, outcome } = await rig()
    await check(update)
    await fetch()
    outcome.prepare = new AppError('update.notSigned')
    await service.install()
    expect(steps).not.toContain('quit')
    expect(await state()).toMatchObject({ status: 'failed', error: { code: 'update.notSigned' }, update })
    await service.finish()
    expect(steps).not.toContain('install and restart')
  })

  it.each([
    [true, ['prepare', 'install']],
    [false, []],
  ])('when quitting is the user’s choice: %s', async (installsOnQuit, expected) => {
    const { service, check, fetch, steps } = await rig({ installsOnQuit })
    await check(update)
    await fetch()
    steps.length = 0
    await service.finish()
    expect(steps).toEqual(expected)
  })

  it('when quitting needs something that was fetched and is signed, and never keeps the app from ending', async () => {
    const { service, check, fetch, steps, outcome, logText } = await rig({ installsOnQuit: true })
    await check(update)
    await service.finish()
    expect(steps).toEqual(['check'])
    await fetch()
    outcome.prepare = new AppError('update.notSigned')
    await service.finish()
    expect(steps).not.toContain('install')
    expect(logText()).toContain('the update was not installed')
  })
})
