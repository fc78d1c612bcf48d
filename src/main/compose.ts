import os from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import {
  app,
  autoUpdater,
  clipboard,
  dialog,
  Menu,
  nativeTheme,
  net,
  protocol,
  session,
  shell,
  type BrowserWindow,
} from 'electron'
import { AppError } from '#shared/errors.ts'
import { publicCloud, type AccountsState } from '#shared/models/account.ts'
import type { ConnectionReport, Versions } from '#shared/models/diagnostics.ts'
import type { AppInfo, MenuCommand, Settings } from '#shared/models/settings.ts'
import { AccountService } from './accounts/account-service.ts'
import { createKeychainSecretStore } from './accounts/keychain-secret-store.ts'
import { takeHttpConsents } from './accounts/profile-store.ts'
import { createCloudRoomClient } from './api/cloudroom-client.ts'
import type { AppConfig } from './config.ts'
import { testConnection } from './diagnostics/connection-test.ts'
import { createCrashReports } from './diagnostics/crash-reports.ts'
import { exportLog } from './diagnostics/log-export.ts'
import { limitReports } from './diagnostics/limit-reports.ts'
import { errorOfPage, kindOfPageFailure } from './diagnostics/page-failure.ts'
import { crashText, watchChildProcesses, watchProcess } from './diagnostics/watch-process.ts'
import { DeletionService } from './deletion/deletion-service.ts'
import { startDemo } from './demo.ts'
import { followLife } from './desktop/app-life.ts'
import { AppWindows, type WindowEvents } from './desktop/app-windows.ts'
import { menuTemplate } from './desktop/application-menu.ts'
import { ContextMenus } from './desktop/context-menus.ts'
import { createDialogs } from './desktop/dialogs.ts'
import { downloadsFolder } from './desktop/downloads-folder.ts'
import { electronSigns } from './desktop/electron-signs.ts'
import { LoginItem } from './desktop/login-item.ts'
import { dragOut } from './desktop/drag-out.ts'
import { OwnPlayer } from './desktop/own-player.ts'
import { folderIn } from './desktop/folder-shortcuts.ts'
import type { LaterStarts } from './desktop/later-starts.ts'
import { RecentFolders } from './desktop/recent-folders.ts'
import { RecentOnDesktop } from './desktop/recent-on-desktop.ts'
import { videosIn, type OpenedFiles } from './desktop/opened-files.ts'
import { QuitGuard } from './desktop/quit-guard.ts'
import { Shutdown } from './desktop/shutdown.ts'
import { languageFor } from './desktop/system-language.ts'
import { TransferSigns } from './desktop/transfer-signs.ts'
import { MenuBar, noCommands } from './desktop/menu-bar.ts'
import { MenuChoice } from './desktop/menu-choice.ts'
import { NetworkWatch } from './desktop/network-watch.ts'
import { AbortRegistry } from './ipc/abort-registry.ts'
import { copyLinks } from './export/copy-links.ts'
import { ListExports } from './export/list-exports.ts'
import type { Broadcast } from './ipc/broadcast.ts'
import { createAccountsHandlers } from './ipc/handlers/accounts-handlers.ts'
import { createAppHandlers } from './ipc/handlers/app-handlers.ts'
import { createDeletionHandlers } from './ipc/handlers/deletion-handlers.ts'
import { collectEarly, indexYoungGenerationMb, trimLimits } from './collect-early.ts'
import { createDiagnosticsHandlers } from './ipc/handlers/diagnostics-handlers.ts'
import { createCrawlHandlers } from './ipc/handlers/crawl-handlers.ts'
import { createExportHandlers } from './ipc/handlers/export-handlers.ts'
import { createFolderMemoryHandlers } from './ipc/handlers/folder-memory-handlers.ts'
import { createLibraryHandlers } from './ipc/handlers/library-handlers.ts'
import { createPlaybackHandlers } from './ipc/handlers/playback-handlers.ts'
import { createPlayerHandlers } from './ipc/handlers/player-handlers.ts'
import { createProxiesHandlers } from './ipc/handlers/proxies-handlers.ts'
import { createPreviewsHandlers } from './ipc/handlers/previews-handlers.ts'
import { createNetworkHandlers } from './ipc/handlers/network-handlers.ts'
import { createSearchHandlers } from './ipc/handlers/search-handlers.ts'
import { createSettingsHandlers } from './ipc/handlers/settings-handlers.ts'
import { createUpdatesHandlers } from './ipc/handlers/updates-handlers.ts'
import { createTrustHandlers } from './ipc/handlers/trust-handlers.ts'
import { createTransfersHandlers } from './ipc/handlers/transfers-handlers.ts'
import { createTrimHandlers } from './ipc/handlers/trim-handlers.ts'
import { createUploadsHandlers } from './ipc/handlers/uploads-handlers.ts'
import { startRouter } from './ipc/router.ts'
import { createSenderCheck } from './ipc/sender.ts'
import { FolderMemory } from './library/folder-memory.ts'
import { createLibrary } from './library/library.ts'
import { fileSink } from './logging/file-sink.ts'
import { createLogger } from './logging/logger.ts'
import { createRedactor } from './logging/redactor.ts'
import { FirstView } from './first-view.ts'
import { openOwnFiles } from './own-files.ts'
import { mediaResponse } from './playback/media-response.ts'
import { isMetered } from './network/connection-cost.ts'
import { MeteredWatch } from './network/metered-watch.ts'
import { createNetwork } from './network/network.ts'
import { readCertificates } from './network/read-certificates.ts'
import { PlaybackService } from './playback/playback-service.ts'
import { PositionStore } from './playback/position-store.ts'
import { Problems } from './problems.ts'
import { PreviewService } from './previews/preview-service.ts'
import { PreviewStore } from './previews/preview-store.ts'
import { ProxyPasswords } from './proxies/proxy-passwords.ts'
import { serveApp } from './security/app-protocol.ts'
import { appOrigin, mediaPathOf } from './security/app-scheme.ts'
import { denyPermissions, lockDownWebContents, refuseDownloads } from './security/lock-down.ts'
import { openVideo } from './security/open-video.ts'
import { parseServerUrl } from './server-url.ts'
import { SettingsService } from './settings/settings-service.ts'
import { openDatabase } from './storage/database.ts'
import { openDemoDatabase } from './storage/demo-database.ts'
import { ActiveTransfers } from './transfers/active-transfers.ts'
import { backoffDelay } from './transfers/backoff.ts'
import { DownloadPlaces } from './transfers/download-places.ts'
import { createDownloadSource } from './transfers/download-source.ts'
import { createTransfers } from './transfers/transfers.ts'
import { startDailyCheck } from './updates/daily-check.ts'
import { openUpdater } from './updates/open-updater.ts'
import { UpdateService } from './updates/update-service.ts'
import { TrimParts } from './trim/trim-parts.ts'
import { TrimService } from './trim/trim-service.ts'
import { TrustedServers } from './trust/trusted-servers.ts'

/** A locked keychain shows the system's prompt; how long a person may take to answer it. ms */
const keychainTimeoutMs = 60_000
/** A server that cannot be asked about the account for minutes is asked this often from then on. ms */
const accountRetryMs = 60_000
/** With so many transfers at a time the line is theirs: the crawl waits. */
const manyTransfers = 3

export interface Beginning {
  readonly config: AppConfig
  readonly broadcast: Broadcast
  /** What the app was opened with. */
  readonly opened: OpenedFiles
  /** What it is opened with while it runs. */
  readonly laterStarts: LaterStarts
  /** Tells the user what was the matter and ends. */
  readonly endWith: (error: unknown) => void
}

/**
 * Builds the services, hands each what it needs, and opens the window.
 *
 * @throws {Error} what the app cannot start without has failed
 */
export async function compose({ config, broadcast, opened, laterStarts, endWith }: Beginning): Promise<void> {
  let wantedFolder = folderIn(process.argv)
  const firstView = new FirstView()
  const userData = app.getPath('userData')
  const redactor = createRedactor()
  const logFolder = path.join(userData, 'logs')
  const log = createLogger({ sink: fileSink({ folder: logFolder }), redactor })
  const versions: Versions = {
    app: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    node: process.versions.node,
    system: `${os.type()} ${os.release()} ${process.arch}`,
  }
  const openFile = (name: string): string => path.join(userData, name)
  const report = createCrashReports({ folder: openFile('crashes'), redactor, versions, log })
  watchProcess(process, {
    report,
    end: () => endWith(new Error(crashText[languageFor(app.getPreferredSystemLanguages())])),
  })
  const reportLimited = limitReports({ report, log })
  watchChildProcesses(app, reportLimited)
  const problems = new Problems({ onProblem: (problem) => broadcast('app.problem', problem), log })
  const database = config.isDemo
    ? openDemoDatabase(openFile('demo.db'), log)
    : openDatabase(openFile('library.db'), log, {
        onDamage({ backup, transfers: jobs }) {
          problems.add(new AppError('storage.damaged', { params: { backup, jobs } }))
        },
      })
  const files = await openOwnFiles({ fileAt: openFile, isDemo: config.isDemo, log })
  await app.whenReady()

  const origins =
    config.rendererDevUrl === null ? [appOrigin] : [appOrigin, new URL(config.rendererDevUrl).origin]
  lockDownWebContents(app, origins, log)
  denyPermissions(session.defaultSession)
  refuseDownloads(session.defaultSession, log)
  const menuChoice = new MenuChoice()
  if (process.platform === 'darwin') menuChoice.follow(app)
  nativeTheme.themeSource = files.settings.value.theme
  // Elsewhere the system knows it from the package.
  if (process.platform === 'linux')
    app.setAboutPanelOptions({ applicationName: app.getName(), applicationVersion: versions.app })
  const windows = new AppWindows({ app, files, rendererDevUrl: config.rendererDevUrl, report, log })
  const explorer = () => windows.explorer
  const systemLanguage = languageFor(app.getPreferredSystemLanguages())
  const appVersion = app.getVersion()
  const trust: TrustedServers = new TrustedServers({
    file: files.trust,
    network: () => wayOut,
    onChange: (servers) => broadcast('trust.changed', servers),
    onStop: (origin, reason) => accounts.leaveServer(origin, reason),
  })
  const keychain = createKeychainSecretStore({
    service: config.keychainService,
    load: async () => (await import('keytar')).default,
    timeoutMs: keychainTimeoutMs,
  })
  const proxies = new ProxyPasswords({
    file: files.proxies,
    keychain,
    redact: (secret) => redactor.add(secret),
    onChange: (known) => broadcast('proxies.changed', known),
    onGiven: (proxy) => transfers.retryBehind(proxy),
    onForgotten: (proxy) => wayOut.closeTunnels(proxy),
    log,
  })
  const wayOut = createNetwork({
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    credentials: proxies,
    ca: () =>
      readCertificates({
        platform: process.platform,
        createWorker: () => new Worker(path.join(import.meta.dirname, 'certificates-worker.js')),
        log,
      }),
    pinOf: (server) => trust.pinOf(server),
    log,
  })

  const downloads = downloadsFolder((name) => app.getPath(name))
  const settings = new SettingsService({
    file: files.settings,
    defaultDownloadFolder: path.join(downloads, 'CloudRoom'),
    systemLanguage,
    onChange: applySettings,
    onUnwritten: (error) => problems.unwritten('settings', error),
  })
  const accounts: AccountService = new AccountService({
    file: files.accounts,
    keychain,
    createClient: (server, credentials) =>
      createCloudRoomClient({ server, credentials, log, appVersion, network: wayOut }),
    http: {
      allows: (origin) => trust.allowsHttp(origin),
      confirm: (origin) => problems.attempt('consent to http', () => trust.confirmHttp(origin)),
    },
    redact: (secret) => redactor.add(secret),
    onChange: applyAccounts,
    onReady: (profileId) => transfers.resumeProfile(profileId),
    firstView: firstView.painted,
    retryDelay: (failures) => backoffDelay(failures, Math.random()) ?? accountRetryMs,
    onForget(profileId) {
      transfers.stopProfile(profileId)
      deletions.forget(profileId)
    },
    onRemove(profileId) {
      library.forget(profileId)
      for (const memory of [folderMemory, positions, transfers.downloads, previewStore])
        void problems.attempt('that a profile is no more', () => memory.forget(profileId))
    },
    onUnwritten: (error) => problems.unwritten('profiles', error),
    log,
  })
  const consents = takeHttpConsents(files.accounts.value)
  if (consents.origins.length > 0) {
    await problems.attempt('consents to http', async () => {
      for (const origin of consents.origins) await trust.confirmHttp(origin)
      await files.accounts.write(consents.file)
    })
  }
  const folderMemory = new FolderMemory(database)
  const positions = new PositionStore(database)
  const recentOnDesktop = new RecentOnDesktop({
    platform: process.platform,
    app,
    buildMenu: (template) => Menu.buildFromTemplate(template),
    isPortable: config.isPortable,
    program: process.execPath,
    language: () => settings.language,
    open: wantFolder,
    onRefused: (answer) => log.warn('the jump list', { answer }),
  })
  const recentFolders = new RecentFolders({
    file: files.folders,
    removed: () => recentOnDesktop.removed,
    show: (folders) => recentOnDesktop.show(folders),
    onFailure: (error) => problems.unwritten('recent folders', error),
  })
  const loginItem = new LoginItem({
    platform: process.platform,
    isPackaged: app.isPackaged,
    isPortable: config.isPortable,
    program: process.execPath,
    ask: (options = {}) => app.getLoginItemSettings(options),
    set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
  })
  const activeTransfers = new ActiveTransfers()
  const signs = new TransferSigns(
    electronSigns({
      isPortable: config.isPortable,
      explorer,
      showExplorer: showWindow,
      language: () => settings.language,
      log,
    }),
  )
  const quitGuard = new QuitGuard({
    unfinished: () => signs.unfinished,
    async ask(unfinished) {
      windows.unfold()
      const choice = await dialogs.askQuit(unfinished)
      // Its page had crashed, and nobody wanted it back: what stays is to be seen. On a Mac the dock stands for it.
      if (choice !== 'quitNow' && explorer() === null && process.platform !== 'darwin') showWindow()
      return choice
    },
    quit: () => app.quit(),
    onStay: () => updates.stayed(),
  })
  const updates = new UpdateService({
    open: () =>
      openUpdater({
        platform: process.platform,
        isPackaged: app.isPackaged,
        isPortable: config.isPortable,
        appPath: app.getAppPath(),
        resourcesPath: process.resourcesPath,
        squirrel: autoUpdater,
        app,
        log,
      }),
    file: files.updates,
    installsOnQuit: () => settings.current.installsUpdatesOnQuit,
    quit: () => app.quit(),
    onChange: (report) => broadcast('updates.changed', report),
    log,
  })
  const library = createLibrary({
    accounts,
    indexFolder: config.isDemo ? null : openFile('index'),
    createIndexWorker: () =>
      new Worker(path.join(import.meta.dirname, 'index-worker.js'), {
        resourceLimits: { maxYoungGenerationSizeMb: indexYoungGenerationMb },
      }),
    firstView,
    isTransferring: () => activeTransfers.count >= manyTransfers || !network.state.isOnline,
    onCrawl: (state) => broadcast('crawl.changed', state),
    onUnwritten: (error) => problems.unwritten('what was listed', error),
    onBatch: (batch) => broadcast('library.batch', batch),
    onChange: (updates) => {
      if (updates.some(({ removed }) => removed.length > 0)) transfers.uploads.roomMayBeFree()
      broadcast('library.changed', { updates })
    },
    log,
  })
  const deletions = new DeletionService({
    accounts,
    countdownMs: () => settings.current.undoSeconds * 1000,
    publish: (event) => broadcast('deletion.changed', event),
    onDeleted: (profileId, paths) => library.folders.removed(profileId, paths),
  })
  const network = new NetworkWatch({
    isOnline: () => net.isOnline(),
    isMetered: () => metered.isMetered,
    onChange(state) {
      wayOut.forgetRoutes()
      if (state.isOnline) void metered.renew()
      transfers.engine.setOnline(state.isOnline)
      if (state.isOnline) accounts.networkIsBack()
      previews.check()
      broadcast('network.changed', state)
    },
  })
  const metered = new MeteredWatch({
    ask: () => isMetered(process.platform),
    onChange() {
      broadcast('network.changed', network.state)
      previews.check()
    },
  })
  const places = new DownloadPlaces({
    settings: () => settings.current,
    chooseFolder: (startIn) => dialogs.chooseFolder(startIn),
  })
  const source = createDownloadSource({ userAgent: `CloudRoomDrive/${appVersion}`, network: wayOut })
  const transfers = createTransfers({
    accounts,
    source,
    database,
    place: () => places.current,
    limits: settings.current.transferLimits,
    isOnline: () => network.check().isOnline,
    openVideo: (file) => openVideo(file, (target) => shell.openPath(target)),
    reveal: (file) => shell.showItemInFolder(file),
    publish: (delta) => {
      activeTransfers.note(delta)
      signs.note(delta)
      quitGuard.check()
      broadcast('transfers.changed', delta)
      previews.check()
    },
    onRemoteChange: (profileId, changed) => void library.folders.recheck(profileId, changed),
    onFolderDownload: (download) => broadcast('transfers.folderDownload', download),
    onFailure: (failure) => broadcast('app.failure', failure),
    retryDelay: (failures) => backoffDelay(failures, Math.random()),
    log,
  })
  const mediaOrigin = config.rendererDevUrl === null ? '' : appOrigin
  const playback = new PlaybackService({
    ...transfers,
    positions,
    mediaOrigin,
    onUnwritten: (error) => problems.unwritten('how far a recording was watched', error),
  })
  const ownPlayer = new OwnPlayer<BrowserWindow>({
    openWindow: (title, onClosed) => windows.openPlayer(title, windowEvents, onClosed),
    onChange: () => broadcast('player.changed', null),
  })
  const previewStore = new PreviewStore(database, openFile('previews'))
  previewStore.sweep().catch((error: unknown) => log.warn('previews', { error }))
  const previews = new PreviewService({
    activeAccount: () => accounts.requireActive(),
    localFile: (recording) => transfers.downloads.copyOf(recording),
    source,
    store: previewStore,
    isOn: () => settings.current.showsPreviews,
    isLineFree: () => activeTransfers.count === 0 && network.state.isOnline && metered.isFree,
    addressOf: (id) => mediaOrigin + mediaPathOf(id),
    onFound: (preview) => broadcast('previews.found', preview),
    onFrame: (frame) => broadcast('previews.frame', frame),
  })
  const dialogs = createDialogs(dialog, explorer, () => settings.language, downloads)
  const exports = new ListExports({
    chooseFile: (name) => dialogs.chooseCsv(name),
    language: () => settings.language,
  })
  const trimParts = new TrimParts(database)
  trimParts
    .sweep((error) => log.warn('a part file of a trim', { error }))
    .catch((error: unknown) => log.warn('part files of trims', { error }))
  const trims = new TrimService({
    copyOf: (recording) => transfers.downloads.copyOf(recording),
    chooseFile: (suggested) => dialogs.chooseTrimmed(suggested),
    createWorker: (task) =>
      new Worker(path.join(import.meta.dirname, 'trim-worker.js'), {
        workerData: task,
        resourceLimits: trimLimits,
      }),
    parts: trimParts,
    reveal: (file) => shell.showItemInFolder(file),
  })
  const unreadable = transfers.engine.restore()
  if (unreadable > 0) {
    problems.add(new AppError('storage.unreadableTransfers', { params: { jobs: unreadable } }))
  }
  const demo = config.isDemo ? await startDemo(app.getAppPath(), openFile('demo-server')) : null
  const menuBar = new MenuBar(
    Menu,
    (language, states) =>
      menuTemplate({
        platform: process.platform,
        language,
        states,
        isPackaged: app.isPackaged,
        isUpdatable: updates.isOn,
        send: sendCommand,
        isChosen: () => menuChoice.isMade,
      }),
    (menu) => {
      menuChoice.watch(menu)
      windows.menuWasSet()
    },
  )
  const info: AppInfo = {
    version: appVersion,
    platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
    systemLanguage,
    isDemo: config.isDemo,
    canOpenAtLogin: loginItem.isSupported,
    presetServer:
      demo?.signIn.server ?? (config.serverUrl === null ? null : parseServerUrl(config.serverUrl)),
    problems: problems.list,
  }

  function testOwnConnection(): Promise<ConnectionReport> {
    const { session: now, profiles } = accounts.state
    const active = now.status === 'signedIn' ? accounts.requireActive() : null
    return testConnection({
      server: active?.profile.server ?? profiles[0]?.server ?? info.presetServer ?? publicCloud,
      client: active?.client ?? null,
      network: wayOut,
      userAgent: `CloudRoomDrive/${appVersion}`,
    })
  }
  async function exportOwnLog(): Promise<boolean> {
    const file = await dialogs.chooseLog()
    if (file !== null) await exportLog({ folder: logFolder, file, redactor, versions })
    return file !== null
  }
  function applySettings(current: Settings): void {
    nativeTheme.themeSource = current.theme
    menuBar.setLanguage(settings.language)
    transfers.limit(current.transferLimits)
    loginItem.apply(current.opensAtLogin)
    library.crawler.enable(current.crawlEnabled)
    if (!current.showsPreviews) previews.stop()
    broadcast('settings.changed', current)
  }
  function applyAccounts(state: AccountsState): void {
    library.follow(state)
    broadcast('accounts.changed', state)
    deletions.follow(state.session.status === 'signedIn' ? state.session.profile.id : null)
    recentFolders.follow(state.session)
    if (state.session.status === 'signedIn') ownPlayer.follow(state.session.profile.id)
    else if (state.session.status === 'signedOut') ownPlayer.follow(null)
    if (state.session.status !== 'signedIn') previews.stop()
  }

  serveApp(protocol, path.join(import.meta.dirname, '../renderer'), (id, request) => {
    const watched = playback.sourceOf(id)
    if (watched !== null) return mediaResponse(request, watched.source, watched.signal)
    return previews.image(id).then((image) => image ?? new Response(null, { status: 404 }))
  })
  const aborts = new AbortRegistry()
  const contextMenus = new ContextMenus<Electron.BrowserWindow>(Menu, (command) =>
    menuBar.acceleratorOf(command),
  )
  startRouter({
    handlers: {
      ...createAppHandlers(
        info,
        aborts,
        menuBar,
        async (page, menu) => {
          const window = windows.of(page)
          return window === undefined ? null : await contextMenus.show(window, menu)
        },
        () => {
          const folder = wantedFolder
          wantedFolder = null
          return folder
        },
        () => {
          firstView.paint()
          log.debug('First view painted', { ms: Math.round(performance.now()) })
        },
      ),
      ...createSettingsHandlers(settings, (startIn) => dialogs.chooseFolder(startIn)),
      ...createAccountsHandlers(accounts),
      ...createTrustHandlers(trust),
      ...createProxiesHandlers(proxies),
      ...createDeletionHandlers(deletions),
      ...createDiagnosticsHandlers({
        versions,
        testConnection: testOwnConnection,
        exportLog: exportOwnLog,
        pageFailed: (failure) => reportLimited(kindOfPageFailure[failure.kind], errorOfPage(failure)),
      }),
      ...createExportHandlers(exports, (recordings) =>
        copyLinks(recordings, accounts.requireActive().client, (text) => clipboard.writeText(text)),
      ),
      ...createLibraryHandlers(library.folders, (folder) => {
        recentFolders.opened(folder)
        const { id } = accounts.requireActive().profile
        void problems.attempt('the folder that was opened', () => folderMemory.visited(id, folder))
      }),
      ...createFolderMemoryHandlers(
        folderMemory,
        () => accounts.requireActive().profile.id,
        (write) => problems.attempt('how folders look', write),
      ),
      ...createSearchHandlers(library.search),
      ...createCrawlHandlers(library.crawler),
      ...createNetworkHandlers(network),
      ...createUpdatesHandlers(updates),
      ...createUploadsHandlers({
        ...transfers,
        aborts,
        chooseFiles: () => dialogs.chooseUploads(),
        chooseFolders: () => dialogs.chooseUploadFolders(),
        takeOpened: () => opened.take(),
        onProgress: (progress) => broadcast('uploads.progress', progress),
      }),
      ...createTransfersHandlers({ ...transfers, places }),
      ...createPlaybackHandlers(playback, transfers.downloads, (files) =>
        dragOut(explorer()?.webContents, files, (file) => app.getFileIcon(file)),
      ),
      ...createPlayerHandlers(ownPlayer, () => accounts.requireActive().profile.id),
      ...createPreviewsHandlers(previews),
      ...createTrimHandlers(trims, aborts, (progress) => broadcast('trim.progress', progress)),
    },
    isTrustedSender: createSenderCheck({
      origins,
      isOwnWindow: (id) => windows.of(id) !== undefined,
    }),
    log,
  })

  const shutdown = new Shutdown({
    parts: () => [
      { name: 'network watch', close: () => network.stop() },
      { name: 'checks for updates', close: () => stopDailyCheck() },
      { name: 'deletions', close: () => deletions.close() },
      { name: 'playback', close: () => playback.close() },
      { name: 'transfers', close: () => transfers.close() },
      { name: 'previews', close: () => previews.close() },
      { name: 'library', close: () => library.close() },
      { name: 'exports', close: () => exports.close() },
      { name: 'trims', close: () => trims.close() },
      { name: 'places of windows', close: () => windows.close() },
      { name: 'recent folders', close: () => recentFolders.close() },
      { name: 'demo', close: () => demo?.stop() },
      { name: 'certificates', close: () => wayOut.close() },
    ],
    closeStorage: () => database.close(),
    install: () => updates.finish(),
    quit: () => app.quit(),
    kill: () => process.kill(process.pid, 'SIGKILL'),
    log,
  })
  const life = followLife({
    quitGuard,
    shutdown,
    onSuspend: () => transfers.engine.suspend(),
    onResume() {
      network.check()
      void metered.renew()
      transfers.engine.wake()
    },
    onFile: showWindow,
    onActivate: () => explorer() === null && !shutdown.hasBegun && windows.open(windowEvents),
  })
  const windowEvents: WindowEvents = {
    askReload: (window) => dialogs.askReload(window),
    onExplorerOpened: () => signs.renew(),
    onFront(which) {
      restMenu(which === 'player')
      if (which === 'explorer') signs.seen()
    },
    onPlayerClosed: () => restMenu(false),
    // Where the app ends with its window, closing it is quitting: asked about while there still is one.
    mayClose: () => process.platform === 'darwin' || quitGuard.mayQuit(),
    onSessionEnd: life.sessionEnds,
    onPageGone: (page) => playback.closeOf(page),
    onExplorerClosed() {
      previews.stop()
      // On macOS the menu outlives the window, and so does a recording that is being watched.
      menuBar.setStates(noCommands)
      if (process.platform !== 'darwin') ownPlayer.close()
    },
  }

  library.crawler.enable(settings.current.crawlEnabled)
  menuBar.setLanguage(settings.language)
  // What was changed in the system's own settings holds.
  if (loginItem.isOn !== null && loginItem.isOn !== settings.current.opensAtLogin)
    void settings.update({ opensAtLogin: loginItem.isOn })
  windows.open(windowEvents)
  firstView.begin()
  void firstView.painted.then(collectEarly)
  void firstView.painted.then(() => metered.check())
  // A computer that has moved to another network may have been online all the time.
  app.on('browser-window-focus', () => firstView.isPainted && void metered.check())
  void updates.open().then(() => menuBar.renew())
  const stopDailyCheck = startDailyCheck({
    mayCheck: () => updates.isOn && settings.current.checksForUpdates && network.state.isOnline,
    triedAt: () => updates.triedAt,
    check: () => void updates.check(),
  })
  void (demo ? accounts.signIn(demo.signIn) : accounts.resume())
  laterStarts.follow(({ argv, folder: workingDirectory }) => {
    opened.add(videosIn(argv, workingDirectory))
    const folder = folderIn(argv)
    if (folder === null) showWindow()
    else wantFolder(folder)
  })

  /** While everything is being closed, the dock icon is still there on a Mac, and the app can be started again anywhere. */
  function showWindow(): void {
    if (!shutdown.hasBegun) windows.show(windowEvents)
  }
  function sendCommand(command: MenuCommand): void {
    // On macOS the menu outlives the window, whose notice then tells of what was found.
    if (command === 'checkForUpdates' && explorer() === null) {
      void updates.check()
      showWindow()
      return
    }
    // The explorer carries it out, which is then to be seen.
    if (ownPlayer.window?.isFocused() === true) showWindow()
    broadcast('app.command', { command })
  }
  /** While the player's own window is in front. Off macOS the menu is the explorer's own. */
  function restMenu(isResting: boolean): void {
    if (process.platform === 'darwin') menuBar.rest(isResting)
  }
  function wantFolder(folder: string): void {
    wantedFolder = folder
    broadcast('app.folderWanted', null)
    showWindow()
  }
}
