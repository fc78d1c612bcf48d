import { vi } from 'vitest'
import { answer, type Handlers } from '#main/ipc/answer.ts'
import { contract, type Reply, type RequestName } from '#shared/ipc/contract.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { defaultListLook } from '#shared/models/settings.ts'
import { testLogger } from '#tests/support/test-logger.ts'

export const channelNames = Object.keys(contract) as RequestName[]

const recording = { id: 7, path: '/A/b.mp4', size: 10, sizeIsExact: true, createdAt: 1 }

/** One good input for each request: a request that is added to the contract must be added here, too. */
export const goodInputs: Readonly<Record<RequestName, unknown>> = {
  'app.info': undefined,
  'app.abort': { abortId: 'abc-1' },
  'app.painted': undefined,
  'app.commands': { isActive: true, enabled: ['up'], checked: ['sort.name'] },
  'app.contextMenu': {
    items: [
      {
        kind: 'action',
        id: 'column.size',
        label: 'Size',
        isEnabled: false,
        isChecked: true,
        reason: 'There is no network',
        shortcut: 'delete',
      },
      { kind: 'separator' },
      {
        kind: 'action',
        id: 'moveLeft',
        label: '左移',
        isEnabled: true,
        isChecked: null,
        reason: null,
        shortcut: 'columnLeft',
      },
    ],
    x: 12,
    y: -3,
  },
  'app.takeWantedFolder': undefined,
  'settings.get': undefined,
  'settings.update': {
    language: 'en',
    theme: 'dark',
    transferLimits: { uploads: 1, downloads: 10, uploadBytesPerSecond: null, downloadBytesPerSecond: 16_384 },
    downloadPlace: 'ask',
    undoSeconds: 8,
    list: {
      columns: [...defaultListLook.columns],
      sort: { column: 'room', direction: 'descending' },
      view: 'grid',
    },
    warnsOfLinks: false,
    showsPreviews: false,
    opensAtLogin: true,
    checksForUpdates: false,
    installsUpdatesOnQuit: true,
    layout: { sidebar: { isShown: false, width: 200 } },
  },
  'settings.chooseDownloadFolder': undefined,
  'accounts.state': undefined,
  'accounts.signIn': {
    server: { origin: 'https://www.cloudroom.com', prefix: '/CLOUDROOM-API' },
    credentials: { mode: 'company', compId: '1', compSecret: 'secret', appId: null },
    remember: true,
    allowHttp: false,
  },
  'accounts.switchTo': { profileId: 'abc-1' },
  'accounts.signOut': undefined,
  'accounts.remove': { profileId: 'abc-1' },
  'trust.list': undefined,
  'trust.look': { origin: 'https://meet.example.com' },
  'trust.trustCertificate': { origin: 'https://[::1]:8443', fingerprint: `${'0A:'.repeat(31)}0A` },
  'trust.confirmHttp': { origin: 'http://meet.example.com:8080' },
  'trust.stop': { kind: 'certificate', server: 'meet.example.com:443' },
  'proxies.list': undefined,
  'proxies.give': { proxy: '[::1]:8080', user: 'OFFICE\\me', password: 'pass:word', remember: true },
  'proxies.forget': { proxy: 'proxy.example.com:3128' },
  'library.openFolder': { path: '/A/' },
  'library.closeFolder': { listingId: 'abc-1' },
  'library.subfolders': { path: '/A/', mayAsk: true },
  'folders.memory': undefined,
  'folders.keepLook': {
    folder: '/A/',
    look: { view: 'grid', sort: { column: 'size', direction: 'descending' } },
  },
  'folders.forgetLooks': undefined,
  'links.copy': { recordings: [recording] },
  'export.begin': { listName: 'A' },
  'export.append': { id: 'abc-1', recordings: [recording] },
  'export.finish': { id: 'abc-1' },
  'export.abandon': { id: 'abc-1' },
  'deletion.list': undefined,
  'deletion.start': { recordings: [recording] },
  'deletion.undo': { id: 'abc-1' },
  'deletion.retry': { id: 'abc-1' },
  'deletion.dismiss': { id: 'abc-1' },
  'search.query': {
    searchId: 'abc-1',
    text: '会议 2026-11',
    within: '/A/',
    from: 1,
    until: 2,
    minSize: 0,
    maxSize: 10,
    order: { column: 'folder', direction: 'descending' },
    isGrouped: false,
    offset: 0,
    limit: 100,
  },
  'search.cancel': { searchId: 'abc-1' },
  'crawl.state': undefined,
  'uploads.pick': undefined,
  'uploads.registerDropped': { paths: ['/home/me/a.mp4'] },
  'uploads.pickFolder': undefined,
  'uploads.takeOpened': undefined,
  'uploads.plan': { pickIds: ['abc-1'], folder: '/A/', abortId: 'abc-2' },
  'uploads.planAgain': { ids: ['abc-1'], abortId: 'abc-2' },
  'uploads.start': { planId: 'abc-1', decisions: [{ row: 0, choice: 'keepBoth' }] },
  'uploads.discard': { planId: 'abc-1' },
  'transfers.list': undefined,
  'transfers.download': { recordings: [recording] },
  'transfers.downloadFolders': { folders: ['/A/', '/B/C/'] },
  'transfers.folderDownloads': undefined,
  'transfers.stopFolderDownload': { id: 'abc-1' },
  'transfers.pause': { ids: ['abc-1'] },
  'transfers.resume': { ids: ['abc-1'] },
  'transfers.cancel': { ids: ['abc-1'] },
  'transfers.retry': { ids: ['abc-1'] },
  'transfers.remove': { ids: ['abc-1'] },
  'transfers.move': { ids: ['abc-1'], to: 'first' },
  'transfers.open': { id: 'abc-1' },
  'transfers.reveal': { id: 'abc-1' },
  'diagnostics.versions': undefined,
  'diagnostics.testConnection': undefined,
  'diagnostics.exportLog': undefined,
  'diagnostics.pageFailed': {
    kind: 'error',
    name: 'TypeError',
    message: 'x is not a function',
    stack: 'at y',
  },
  'network.state': undefined,
  'updates.state': undefined,
  'updates.check': undefined,
  'updates.download': undefined,
  'updates.stop': undefined,
  'updates.install': undefined,
  'playback.open': { recording },
  'playback.copies': { recordings: [recording] },
  'playback.reveal': { recording },
  'playback.dragOut': { recordings: [recording] },
  'playback.start': { recording },
  'playback.retry': { id: 'abc-1' },
  'playback.progress': { id: 'abc-1' },
  'playback.facts': { id: 'abc-1' },
  'playback.remember': { id: 'abc-1', milliseconds: 12_500 },
  'playback.stop': { id: 'abc-1' },
  'player.open': { recordings: [recording], index: 0, milliseconds: 1500, isPlaying: true, playsOn: false },
  'player.playlist': undefined,
  'player.plays': { id: 'abc-1', index: 1, isPlaying: true },
  'player.close': undefined,
  'previews.show': { recordings: [recording], mayFetch: true },
  'previews.keep': { id: 'abc-1', image: Uint8Array.from([0xff, 0xd8, 0xff]) },
  'previews.undecodable': { id: 'abc-1' },
  'trim.look': { recording },
  'trim.save': { recording, start: 1_500_000, end: 3_000_000, abortId: 'abc-1' },
  'trim.reveal': { id: 'abc-1' },
}

/** The real answering code in front of handlers that only note that they were called. */
export function ipcRig(handle: (name: RequestName, input: unknown) => unknown = () => 'handled') {
  const called = vi.fn(handle)
  const handlers = Object.fromEntries(
    channelNames.map((name) => [name, (input: unknown) => called(name, input)]),
  ) as unknown as Handlers
  const { log, text } = testLogger()
  return {
    called,
    logText: text,
    ask: (name: unknown, input: unknown, isTrusted = true): Promise<Reply<unknown>> =>
      answer({ handlers, log }, isTrusted, name, input, 1),
  }
}

/** The code of a rejection, or `answered`. */
export function codeOfReply(reply: Reply<unknown>): ErrorCode | 'answered' {
  return reply.ok ? 'answered' : reply.error.code
}
