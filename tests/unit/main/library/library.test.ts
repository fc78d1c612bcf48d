import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { createLibrary } from '#main/library/library.ts'
import type { FolderBatch } from '#shared/models/folder.ts'
import { accountRig, companyRequest, projectRequest } from '#tests/support/account-rig.ts'
import { emulate } from '#tests/support/emulate.ts'
import { indexEntry } from '#tests/support/index-rig.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

/** The accounts and the library, wired as the app wires them. */
async function app(folder: string) {
  const emulator = await emulate({ seed: 'flat:120' })
  const batches: FolderBatch[] = []
  const { log, text } = testLogger()
  const rig = await accountRig(folder, {
    onChange: (state) => library.follow(state),
    onRemove: (profileId) => library.forget(profileId),
  })
  const indexFolder = path.join(folder, 'index')
  const library = createLibrary({
    accounts: rig.accounts,
    indexFolder,
    createIndexWorker: () => new Worker(indexEntry),
    isTransferring: () => false,
    onCrawl: () => undefined,
    onBatch: (batch) => batches.push(batch),
    onChange: () => undefined,
    log,
  })
  onTestFinished(() => library.close())
  return { emulator, library, batches, accounts: rig.accounts, indexFolder, logText: text }
}

it('an index outlives signing out, and nothing outlives its profile', async () => {
  const folder = await temporaryFolder()
  const { emulator, library, batches, accounts, indexFolder } = await app(folder)
  await accounts.signIn(companyRequest(emulator))
  const { id } = accounts.requireActive().profile
  await library.folders.openFolder('/all/')
  await expect.poll(() => batches.at(-1)?.isOver).toBe(true)
  await accounts.signOut()
  expect(existsSync(path.join(indexFolder, `${id}.db`))).toBe(true)
  await accounts.signIn(companyRequest(emulator))
  expect(await library.folders.openFolder('/all/')).toMatchObject({ loaded: 120, complete: true })

  // A listing that is under way when the profile goes does not bring its index back.
  emulator.setFaults('stall@query')
  await library.folders.openFolder('/all/')
  await accounts.remove(id)
  emulator.clearFaults()
  await library.close()
  expect(readdirSync(indexFolder)).toEqual([])
})

it('another account stops what the one before was loading, and has an index of its own', async () => {
  const { emulator, library, batches, accounts, indexFolder } = await app(await temporaryFolder())
  await accounts.signIn(companyRequest(emulator))
  emulator.setFaults({ name: 'stall', endpoint: 'query', path: '/all/', skip: 1 })
  await library.folders.openFolder('/all/')
  await expect.poll(() => emulator.state().concurrent.query.current).toBe(2)
  await accounts.signIn(projectRequest(emulator))
  await expect.poll(() => emulator.state().concurrent.query.current).toBe(0)
  await library.folders.openFolder('/')
  await library.close()
  expect(batches.filter(({ isOver }) => isOver)).toEqual([])
  expect(readdirSync(indexFolder)).toHaveLength(2)
})

it('indexes of profiles that are no more are gone at the next start', async () => {
  const folder = await temporaryFolder()
  const { emulator, library, accounts, indexFolder } = await app(folder)
  await accounts.signIn(companyRequest(emulator))
  await library.folders.openFolder('/')
  await library.close()
  expect(readdirSync(indexFolder)).toHaveLength(1)
  const other = await app(await temporaryFolder())
  const next = createLibrary({
    accounts: other.accounts,
    indexFolder,
    createIndexWorker: () => new Worker(indexEntry),
    isTransferring: () => false,
    onCrawl: () => undefined,
    onBatch: () => undefined,
    onChange: () => undefined,
    log: testLogger().log,
  })
  await expect.poll(() => readdirSync(indexFolder)).toEqual([])
  await next.close()
})
