/**
 * The names of the contract without its schemas: all that the preload bundle needs. `contract.ts` fails to
 * compile when the two differ.
 */
export const requestNames = [
  'app.info',
  'app.abort',
  'app.commands',
  'app.takeWantedFolder',
  'settings.get',
  'settings.update',
  'settings.chooseDownloadFolder',
  'accounts.state',
  'accounts.signIn',
  'accounts.switchTo',
  'accounts.signOut',
  'accounts.remove',
  'library.openFolder',
  'library.closeFolder',
  'library.subfolders',
  'folders.memory',
  'folders.keepLook',
  'folders.forgetLooks',
  'deletion.list',
  'deletion.start',
  'deletion.undo',
  'deletion.retry',
  'deletion.dismiss',
  'links.copy',
  'export.begin',
  'export.append',
  'export.finish',
  'export.abandon',
  'search.query',
  'search.cancel',
  'crawl.state',
  'uploads.pick',
  'uploads.pickFolder',
  'uploads.takeOpened',
  'uploads.plan',
  'uploads.planAgain',
  'uploads.start',
  'uploads.discard',
  'transfers.list',
  'transfers.download',
  'transfers.downloadFolders',
  'transfers.folderDownloads',
  'transfers.stopFolderDownload',
  'transfers.pause',
  'transfers.resume',
  'transfers.cancel',
  'transfers.retry',
  'transfers.remove',
  'transfers.move',
  'transfers.open',
  'transfers.reveal',
  'diagnostics.versions',
  'diagnostics.testConnection',
  'diagnostics.exportLog',
  'network.state',
  'updates.state',
  'updates.check',
  'updates.download',
  'updates.stop',
  'updates.install',
  'playback.open',
  'playback.copies',
  'playback.reveal',
  'playback.dragOut',
  'playback.start',
  'playback.retry',
  'playback.progress',
  'playback.remember',
  'playback.stop',
  'previews.show',
  'previews.keep',
  'previews.undecodable',
] as const

/**
 * Requests that only the preload itself makes, never on behalf of a string from the page: they carry local
 * paths of files that the user dropped, which only the preload can read from a File.
 */
export const preloadRequestNames = ['uploads.registerDropped'] as const

export const eventNames = [
  'accounts.changed',
  'settings.changed',
  'library.batch',
  'library.changed',
  'deletion.changed',
  'crawl.changed',
  'uploads.progress',
  'uploads.opened',
  'transfers.changed',
  'transfers.folderDownload',
  'network.changed',
  'updates.changed',
  'previews.found',
  'previews.frame',
  'app.command',
  'app.folderWanted',
  'app.failure',
] as const

/** The one Electron channel for requests and the one for events. */
export const requestChannel = 'cloudroom:request'
export const eventChannel = 'cloudroom:event'

/** Name of the object on `window`. */
export const bridgeKey = 'cloudroom'
