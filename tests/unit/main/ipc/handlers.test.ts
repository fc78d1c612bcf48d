import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { OwnPlayer } from '#main/desktop/own-player.ts'
import { DeletionService } from '#main/deletion/deletion-service.ts'
import { FirstView } from '#main/first-view.ts'
import { AbortRegistry } from '#main/ipc/abort-registry.ts'
import { copyLinks } from '#main/export/copy-links.ts'
import { ListExports } from '#main/export/list-exports.ts'
import { answer } from '#main/ipc/answer.ts'
import { createAccountsHandlers } from '#main/ipc/handlers/accounts-handlers.ts'
import { createAppHandlers } from '#main/ipc/handlers/app-handlers.ts'
import { createDeletionHandlers } from '#main/ipc/handlers/deletion-handlers.ts'
import { createCrawlHandlers } from '#main/ipc/handlers/crawl-handlers.ts'
import { createDiagnosticsHandlers } from '#main/ipc/handlers/diagnostics-handlers.ts'
import { createExportHandlers } from '#main/ipc/handlers/export-handlers.ts'
import { createFolderMemoryHandlers } from '#main/ipc/handlers/folder-memory-handlers.ts'
import { createLibraryHandlers } from '#main/ipc/handlers/library-handlers.ts'
import { createNetworkHandlers } from '#main/ipc/handlers/network-handlers.ts'
import { createPreviewsHandlers } from '#main/ipc/handlers/previews-handlers.ts'
import { createPlaybackHandlers } from '#main/ipc/handlers/playback-handlers.ts'
import { createPlayerHandlers } from '#main/ipc/handlers/player-handlers.ts'
import { createSearchHandlers } from '#main/ipc/handlers/search-handlers.ts'
import { createSettingsHandlers } from '#main/ipc/handlers/settings-handlers.ts'
import { createProxiesHandlers } from '#main/ipc/handlers/proxies-handlers.ts'
import { createTrustHandlers } from '#main/ipc/handlers/trust-handlers.ts'
import { createTransfersHandlers } from '#main/ipc/handlers/transfers-handlers.ts'
import { createUpdatesHandlers } from '#main/ipc/handlers/updates-handlers.ts'
import { createTrimHandlers } from '#main/ipc/handlers/trim-handlers.ts'
import { createUploadsHandlers } from '#main/ipc/handlers/uploads-handlers.ts'
import { FolderMemory } from '#main/library/folder-memory.ts'
import { SearchService } from '#main/library/search/search-service.ts'
import { PlaybackService } from '#main/playback/playback-service.ts'
import { PositionStore } from '#main/playback/position-store.ts'
import { defaultSettingsFile, SettingsService } from '#main/settings/settings-service.ts'
import { openDatabase } from '#main/storage/database.ts'
import { alwaysInto } from '#main/transfers/download-places.ts'
import { neverChecked, UpdateService } from '#main/updates/update-service.ts'
import { TrimParts } from '#main/trim/trim-parts.ts'
import { TrimService } from '#main/trim/trim-service.ts'
import { AppError } from '#shared/errors.ts'
import type { RequestInput, RequestName, RequestOutput } from '#shared/ipc/contract.ts'
import { crawlOff } from '#shared/models/crawl.ts'
import { factsOf } from '#shared/recording-columns.ts'
import type { PlanProgress } from '#shared/models/upload-plan.ts'
import { accountRig, companyRequest, fakeKeychain } from '#tests/support/account-rig.ts'
import { emulate } from '#tests/support/emulate.ts'
import { memoryIndexes } from '#tests/support/index-rig.ts'
import { libraryRig } from '#tests/support/library-rig.ts'
import { sha256OfFile, writeMp4 } from '#tests/support/mp4-files.ts'
import { proxyRig } from '#tests/support/proxy-rig.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'
import { trimEntry } from '#tests/support/trim-rig.ts'

const versions = { app: '1.2.3', electron: null, chromium: null, node: '24', system: 'test' }

/** Nothing of the kind happens here. */
const raise = (error: unknown): never => {
  throw error
}

/** All real services behind the real handlers, asked as the page asks them. */
async function desk() {
  const emulator = await emulate()
  const folder = await temporaryFolder()
  const { accounts, trust } = await accountRig(folder)
  const { proxies } = await proxyRig({ folder, keychain: fakeKeychain() })
  const transfers = await transfersRig(emulator, { folder })
  const indexes = memoryIndexes()
  const { library, profileId } = libraryRig(emulator, { indexes })
  const search = new SearchService({ activeIndex: () => indexes.of(profileId) })
  let settingsFile = defaultSettingsFile
  const settings = new SettingsService({
    file: {
      get value() {
        return settingsFile
      },
      write: (value) => {
        settingsFile = value
        return Promise.resolve()
      },
    },
    defaultDownloadFolder: transfers.downloadFolder,
    systemLanguage: 'en',
    onChange: () => undefined,
    onUnwritten: raise,
  })
  const deletions = new DeletionService({
    accounts,
    countdownMs: () => 50,
    publish: () => undefined,
    onDeleted: () => undefined,
  })
  const place = alwaysInto(transfers.downloadFolder)
  const database = openDatabase(':memory:', testLogger().log)
  const positions = new PositionStore(database)
  const memory = new FolderMemory(database)
  const playback = new PlaybackService({ ...transfers, positions, mediaOrigin: '', onUnwritten: raise })
  onTestFinished(() => playback.close())
  const windows: string[] = []
  const ownPlayer = new OwnPlayer({
    openWindow(title, onClosed) {
      windows.push(title)
      return { isMinimized: () => false, restore: () => undefined, focus: () => undefined, close: onClosed }
    },
    onChange: () => undefined,
  })
  let clipboard = ''
  const list = path.join(folder, 'list.csv')
  const exports = new ListExports({ chooseFile: () => Promise.resolve(list), language: () => 'en' })
  const chosen: string[] = []
  const planProgress: PlanProgress[] = []
  const dragged: string[] = []
  const aborts = new AbortRegistry()
  const trims = new TrimService({
    copyOf: (recording) => transfers.downloads.copyOf(recording),
    chooseFile: () => Promise.resolve(null),
    createWorker: (workerData) => new Worker(trimEntry, { workerData }),
    parts: new TrimParts(database),
    reveal: () => undefined,
  })
  onTestFinished(() => trims.close())
  const commandStates: unknown[] = []
  const updates = new UpdateService({
    open: () => Promise.resolve('development'),
    file: { value: neverChecked, write: () => Promise.resolve() },
    installsOnQuit: () => false,
    quit: () => undefined,
    onChange: () => undefined,
    log: testLogger().log,
  })
  const firstView = new FirstView()
  const handlers = {
    ...createAppHandlers(
      {
        version: '1.2.3',
        platform: 'linux',
        systemLanguage: 'en',
        isDemo: false,
        canOpenAtLogin: false,
        presetServer: null,
        problems: [],
      },
      aborts,
      { setStates: (states) => commandStates.push(states) },
      (page, { items }) => Promise.resolve(`${page}: ${items.length}`),
      () => '/A/',
      () => firstView.paint(),
    ),
    ...createSettingsHandlers(settings, () => Promise.resolve(null)),
    ...createAccountsHandlers(accounts),
    ...createTrustHandlers(trust),
    ...createProxiesHandlers(proxies),
    ...createDeletionHandlers(deletions),
    ...createDiagnosticsHandlers({
      versions,
      testConnection: () => Promise.reject(new AppError('internal')),
      exportLog: () => Promise.resolve(false),
      pageFailed: ({ message }) => log.warn(message),
    }),
    ...createExportHandlers(exports, (recordings) =>
      copyLinks(recordings, accounts.requireActive().client, (text) => void (clipboard = text)),
    ),
    ...createLibraryHandlers(library, (opened) => memory.visited(profileId, opened)),
    ...createFolderMemoryHandlers(
      memory,
      () => accounts.requireActive().profile.id,
      (write) => Promise.resolve(write).then((run) => run()),
    ),
    ...createSearchHandlers(search),
    ...createCrawlHandlers({ state: crawlOff }),
    ...createNetworkHandlers({ check: () => ({ isOnline: true, isMetered: false }) }),
    ...createUpdatesHandlers(updates),
    ...createUploadsHandlers({
      ...transfers,
      aborts,
      chooseFiles: () => Promise.resolve(chosen),
      chooseFolders: () => Promise.resolve(chosen),
      takeOpened: () => chosen.splice(0),
      onProgress: (progress) => planProgress.push(progress),
    }),
    ...createTransfersHandlers({ ...transfers, places: { choose: () => Promise.resolve(place) } }),
    ...createPlaybackHandlers(playback, transfers.downloads, (files) =>
      Promise.resolve(void dragged.push(...files)),
    ),
    ...createPlayerHandlers(ownPlayer, () => accounts.requireActive().profile.id),
    ...createPreviewsHandlers({ show: () => [], keep: () => undefined }),
    ...createTrimHandlers(trims, aborts, () => undefined),
  }
  const { log } = testLogger()
  async function ask<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name>> {
    // What crosses IPC is cloned (Electron, "Object serialization").
    const reply = structuredClone(await answer({ handlers, log }, true, name, structuredClone(input), 1))
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code}`)
    return reply.value as RequestOutput<Name>
  }
  return {
    emulator,
    folder,
    transfers,
    chosen,
    planProgress,
    dragged,
    windows,
    commandStates,
    firstView,
    list,
    clipboard: () => clipboard,
    ask,
  }
}

describe('the handlers', () => {
  it('carry a whole visit: sign in, upload, list, download, play, delete, sign out', async () => {
    const {
      emulator,
      folder,
      transfers,
      chosen,
      commandStates,
      firstView,
      list,
      clipboard,
      dragged,
      windows,
      ask,
    } = await desk()
    expect((await ask('app.info', undefined)).version).toBe('1.2.3')
    const states = { isActive: true, enabled: ['up' as const], checked: ['sort.name' as const] }
    expect(await ask('app.commands', states)).toBeNull()
    expect(commandStates).toEqual([states])
    expect(firstView.isPainted).toBe(false)
    expect(await ask('app.contextMenu', { items: [{ kind: 'separator' }], x: 1, y: 2 })).toBe('1: 1')
    expect(await ask('app.painted', undefined)).toBeNull()
    expect(firstView.isPainted).toBe(true)
    expect((await ask('accounts.state', undefined)).session.status).toBe('starting')
    const signedIn = await ask('accounts.signIn', companyRequest(emulator))
    expect(signedIn.session.status).toBe('signedIn')

    const { file, sha256 } = await writeMp4(folder, '录像.mp4', 200_000)
    expect(await ask('uploads.pick', undefined)).toEqual([])
    chosen.push(file)
    const picked = await ask('uploads.pick', undefined)
    const dropped = await ask('uploads.registerDropped', { paths: [file] })
    expect([picked[0]?.name, dropped[0]?.name]).toEqual(['录像.mp4', '录像.mp4'])
    const pickIds = [...picked, ...dropped].map(({ pickId }) => pickId)
    const plan = await ask('uploads.plan', { pickIds, folder: '/A/', abortId: 'a' })
    expect(plan.rows.map(({ verdict }) => verdict.kind)).toEqual(['ok'])
    const { transferIds, rejected } = await ask('uploads.start', { planId: plan.planId, decisions: [] })
    expect(rejected).toEqual([])
    expect(await transfers.outcome(transferIds[0])).toBe('done')
    expect((await emulator.stored('/A/录像.mp4'))?.sha256).toBe(sha256)

    const opening = await ask('library.openFolder', { path: '/A/' })
    expect(factsOf(opening.recordings).map(({ name }) => name)).toEqual(['录像.mp4'])
    expect(await ask('library.closeFolder', { listingId: opening.listingId })).toBeNull()

    const look = { view: 'grid', sort: { column: 'size', direction: 'descending' } } as const
    expect(await ask('folders.keepLook', { folder: '/A/', look })).toBeNull()
    expect((await ask('folders.memory', undefined)).looks).toEqual([{ folder: '/A/', ...look }])
    expect(await ask('folders.forgetLooks', undefined)).toBeNull()
    expect((await ask('folders.memory', undefined)).looks).toEqual([])

    const found = await ask('search.query', { searchId: 's1', text: '录', offset: 0, limit: 10 })
    expect(found.groups.map(({ folder, count }) => [folder.path, count])).toEqual([['/A/', 1]])
    expect(await ask('search.cancel', { searchId: 's1' })).toBeNull()
    expect((await ask('crawl.state', undefined)).status).toBe('off')

    const ref = refTo(emulator, '/A/录像.mp4')
    const [download = ''] = await ask('transfers.download', { recordings: [ref] })
    expect(await transfers.outcome(download)).toBe('done')
    const local = path.join(transfers.downloadFolder, '录像.mp4')
    expect(await sha256OfFile(local)).toBe(sha256)
    await expect.poll(() => ask('playback.open', { recording: ref })).toEqual({ kind: 'opened' })
    expect(await ask('playback.dragOut', { recordings: [ref] })).toEqual(['录像.mp4'])
    expect(dragged).toEqual([local])
    expect(
      await ask('player.open', { recordings: [ref], index: 0, isPlaying: true, playsOn: false }),
    ).toBeNull()
    expect(windows).toEqual(['录像.mp4'])
    const taken = await ask('player.playlist', undefined)
    expect(taken).toMatchObject({ recordings: [ref], milliseconds: null })
    expect(await ask('player.plays', { id: taken?.id ?? '', index: 0, isPlaying: true })).toBeNull()
    expect(await ask('player.close', undefined)).toBeNull()
    expect(await ask('player.playlist', undefined)).toBeNull()
    expect(await ask('transfers.open', { id: download })).toBeNull()
    expect(await ask('transfers.reveal', { id: download })).toBeNull()
    expect(transfers.revealed).toEqual([local])
    expect((await ask('transfers.list', undefined)).map(({ state }) => state.kind)).toEqual(['done', 'done'])
    expect(await ask('transfers.move', { ids: [download], to: 'first' })).toBeNull()
    for (const name of [
      'transfers.pause',
      'transfers.resume',
      'transfers.cancel',
      'transfers.retry',
      'transfers.remove',
    ] as const) {
      expect(await ask(name, { ids: [download] })).toBeNull()
      expect(await ask(name, { all: 'download' })).toBeNull()
    }
    expect((await ask('transfers.list', undefined)).map(({ direction }) => direction)).toEqual(['upload'])
    expect(await ask('network.state', undefined)).toEqual({ isOnline: true, isMetered: false })
    expect((await ask('updates.state', undefined)).state).toEqual({ status: 'off', reason: 'development' })
    for (const name of ['updates.check', 'updates.download', 'updates.stop', 'updates.install'] as const) {
      expect(await ask(name, undefined)).toBeNull()
    }
    expect(await ask('transfers.remove', { all: 'both' })).toBeNull()
    expect(await ask('transfers.list', undefined)).toEqual([])

    expect(await ask('diagnostics.versions', undefined)).toEqual(versions)
    expect(await ask('diagnostics.exportLog', undefined)).toEqual({ isSaved: false })
    const failure = { kind: 'error', name: 'Error', message: 'a view failed', stack: '' } as const
    expect(await ask('diagnostics.pageFailed', failure)).toBeNull()
    await expect(ask('diagnostics.testConnection', undefined)).rejects.toThrow('internal')
    expect(await ask('links.copy', { recordings: [ref] })).toEqual({ copied: 1, failed: 0 })
    expect(clipboard()).toMatch(/^http:/u)
    const exported = (await ask('export.begin', { listName: 'A' })).id ?? ''
    expect(await ask('export.append', { id: exported, recordings: [ref] })).toBeNull()
    expect(await ask('export.finish', { id: exported })).toBeNull()
    expect(await ask('export.abandon', { id: exported })).toBeNull()
    expect(await readFile(list, 'utf8')).toContain('录像.mp4')

    const deletion = async () => (await ask('deletion.start', { recordings: [ref] })).id ?? ''
    expect(await ask('deletion.undo', { id: await deletion() })).toEqual({ saved: 1 })
    const id = await deletion()
    expect(await ask('deletion.retry', { id })).toBeNull()
    expect(await ask('deletion.dismiss', { id })).toBeNull()
    expect(await ask('deletion.list', undefined)).toEqual([])
    await expect.poll(() => emulator.listing()).toEqual([])

    const { session } = await ask('accounts.signOut', undefined)
    expect(session.status).toBe('signedOut')
    const [profile] = signedIn.profiles
    await expect(ask('accounts.switchTo', { profileId: profile?.id ?? '' })).rejects.toThrow('secretMissing')
    expect((await ask('accounts.remove', { profileId: profile?.id ?? '' })).profiles).toEqual([])
    expect((await ask('settings.update', { theme: 'dark' })).theme).toBe('dark')
    expect(await ask('settings.get', undefined)).toEqual(
      await ask('settings.chooseDownloadFolder', undefined),
    )
  })
})
