import { z } from 'zod'
import type { ErrorShape } from '../errors.ts'
import type { AccountsState } from '../models/account.ts'
import type { Deletion, DeletionEvent } from '../models/deletion.ts'
import type { ConnectionReport, Versions } from '../models/diagnostics.ts'
import type { LinksCopied } from '../models/export.ts'
import type { FolderBatch, FolderOpening, FolderUpdate, Subfolders } from '../models/folder.ts'
import type { FolderMemory } from '../models/folder-look.ts'
import type { CrawlState } from '../models/crawl.ts'
import type { FolderDownload } from '../models/folder-download.ts'
import type { CopyMarks, OwnPlaylist, Playback, PlaybackProgress } from '../models/playback.ts'
import type { KeyFrame, MovieFacts, Preview } from '../models/preview.ts'
import type { KnownProxy, ProxyGiven } from '../models/proxies.ts'
import type { SearchPage } from '../models/search.ts'
import type { AppInfo, MenuCommand, NetworkState, Settings } from '../models/settings.ts'
import type { OpenOutcome, PickedFile, Transfer, TransfersDelta, UploadStart } from '../models/transfer.ts'
import type { UpdateReport } from '../models/updates.ts'
import type { TrimFacts, TrimProgress, TrimSaved } from '../models/trim.ts'
import type { CertificateLook, TrustedServer } from '../models/trust.ts'
import type { PlanProgress, UploadPlan } from '../models/upload-plan.ts'
import type { eventNames, preloadRequestNames, requestNames } from './names.ts'
import * as schema from './schemas.ts'

/**
 * The one contract between main and renderer: request name → input schema and output type; event name →
 * payload type. The router, the preload and the renderer's bridge are all typed by it.
 */

interface RequestSpec<Input extends z.ZodType, Output> {
  readonly input: Input
  /** Type only; never set. */
  readonly output?: Output
}

const returns =
  <Output>() =>
  <Input extends z.ZodType>(input: Input): RequestSpec<Input, Output> => ({ input })

const byId = z.strictObject({ id: schema.identifier })

export const contract = {
  'app.info': returns<AppInfo>()(schema.noInput),
  /** Stops the long call that was given this id; it then answers `aborted`. */
  'app.abort': returns<null>()(z.strictObject({ abortId: schema.identifier })),
  /** The page's first view is to be seen. */
  'app.painted': returns<null>()(schema.noInput),
  /** Tells the native menu which commands apply. */
  'app.commands': returns<null>()(schema.commandStates),

  /** Shows a menu of the system in the page's window; answers the id of the item that was chosen, null for none. */
  'app.contextMenu': returns<string | null>()(schema.contextMenu),

  /** The folder that was chosen on the desktop, once. */
  'app.takeWantedFolder': returns<{ readonly path: string | null }>()(schema.noInput),

  'settings.get': returns<Settings>()(schema.noInput),
  'settings.update': returns<Settings>()(schema.settingsPatch),
  /** Shows the folder dialog; answers the settings in force afterwards. */
  'settings.chooseDownloadFolder': returns<Settings>()(schema.noInput),

  'accounts.state': returns<AccountsState>()(schema.noInput),
  'accounts.signIn': returns<AccountsState>()(schema.signInRequest),
  'accounts.switchTo': returns<AccountsState>()(z.strictObject({ profileId: schema.identifier })),
  /** Ends the session and forgets its secret; the profile stays in the list. */
  'accounts.signOut': returns<AccountsState>()(schema.noInput),
  /** Forgets a profile and its secret. */
  'accounts.remove': returns<AccountsState>()(z.strictObject({ profileId: schema.identifier })),

  /** What the user has confirmed about servers. */
  'trust.list': returns<readonly TrustedServer[]>()(schema.noInput),
  /** What a server presents; nothing is sent to it. */
  'trust.look': returns<CertificateLook>()(z.strictObject({ origin: schema.httpsOrigin })),
  /** The certificate with this fingerprint, which the user was shown, if it still is the server's. */
  'trust.trustCertificate': returns<readonly TrustedServer[]>()(
    z.strictObject({ origin: schema.httpsOrigin, fingerprint: schema.fingerprint }),
  ),
  'trust.confirmHttp': returns<readonly TrustedServer[]>()(z.strictObject({ origin: schema.httpOrigin })),
  /** Signs out of the server and stops its transfers, too. */
  'trust.stop': returns<readonly TrustedServer[]>()(schema.trustedServer),

  /** Proxies whose user and password the app has. */
  'proxies.list': returns<readonly KnownProxy[]>()(schema.noInput),
  /** User and password for a proxy; transfers that failed for want of them go on. */
  'proxies.give': returns<ProxyGiven>()(schema.proxySignIn),
  'proxies.forget': returns<readonly KnownProxy[]>()(z.strictObject({ proxy: schema.serverName })),

  /** What is known of the folder at once, or page 1; the rest and what has changed come as `library.batch`. */
  'library.openFolder': returns<FolderOpening>()(z.strictObject({ path: schema.folderPath })),
  /** Stops a listing that is still loading. */
  'library.closeFolder': returns<null>()(z.strictObject({ listingId: schema.identifier })),

  /** Folders in a folder: those that were listed before, else asked for where `mayAsk`. `isWhole`: there are no more. */
  'library.subfolders': returns<Subfolders>()(
    z.strictObject({ path: schema.folderPath, mayAsk: z.boolean() }),
  ),

  /** How the folders of the signed-in account were shown, and which was opened last. */
  'folders.memory': returns<FolderMemory>()(schema.noInput),
  'folders.keepLook': returns<null>()(z.strictObject({ folder: schema.folderPath, look: schema.folderLook })),
  /** Folders look as the settings say, all of them. */
  'folders.forgetLooks': returns<null>()(schema.noInput),

  'deletion.list': returns<readonly Deletion[]>()(schema.noInput),
  /** Begins the countdown, after which the recordings are deleted; `id` null: all of them are being deleted already. */
  'deletion.start': returns<{ readonly id: string | null }>()(
    z.strictObject({ recordings: schema.recordingRefs }),
  ),
  /** Takes back what has not been sent; answers how many recordings that saved. */
  'deletion.undo': returns<{ readonly saved: number }>()(byId),
  /** Deletes what has failed, without another countdown. */
  'deletion.retry': returns<null>()(byId),
  'deletion.dismiss': returns<null>()(byId),

  /** Puts fresh download addresses into the clipboard; the page does not get to know them. */
  'links.copy': returns<LinksCopied>()(z.strictObject({ recordings: schema.recordingsWithLink })),
  /** Shows the save dialog for a list as CSV; `id` null when the user cancels. The list then follows in pieces. */
  'export.begin': returns<{ readonly id: string | null }>()(z.strictObject({ listName: schema.listName })),
  'export.append': returns<null>()(
    z.strictObject({ id: schema.identifier, recordings: schema.recordingRefs }),
  ),
  'export.finish': returns<null>()(byId),
  'export.abandon': returns<null>()(byId),

  /** Searches everything that was ever listed; `aborted` once another search has begun or this one is cancelled. */
  'search.query': returns<SearchPage>()(schema.searchRequest),
  'search.cancel': returns<null>()(z.strictObject({ searchId: schema.identifier })),

  /** How much of everything a search sees. */
  'crawl.state': returns<CrawlState>()(schema.noInput),

  /** Shows the file dialog; empty when the user cancels. */
  'uploads.pick': returns<readonly PickedFile[]>()(schema.noInput),
  /** Shows the folder dialog; empty when the user cancels. */
  'uploads.pickFolder': returns<readonly PickedFile[]>()(schema.noInput),
  /** Files that the system gave the app to open since this was asked for the last time. */
  'uploads.takeOpened': returns<readonly PickedFile[]>()(schema.noInput),
  'uploads.registerDropped': returns<readonly PickedFile[]>()(z.strictObject({ paths: schema.localPaths })),
  /** What would happen to these files and to all that is in these folders. Long; can be aborted. */
  'uploads.plan': returns<UploadPlan>()(
    z.strictObject({
      pickIds: schema.identifiers.min(1),
      folder: schema.folderPath,
      abortId: schema.identifier,
    }),
  ),
  /** The same for uploads that did not succeed. */
  'uploads.planAgain': returns<UploadPlan>()(
    z.strictObject({ ids: schema.identifiers.min(1), abortId: schema.identifier }),
  ),
  /** Carries a plan out, once. */
  'uploads.start': returns<UploadStart>()(
    z.strictObject({ planId: schema.identifier, decisions: schema.planDecisions }),
  ),
  'uploads.discard': returns<null>()(z.strictObject({ planId: schema.identifier })),

  'transfers.list': returns<readonly Transfer[]>()(schema.noInput),
  /** Answers ids; none when the user is asked for a folder and cancels. */
  'transfers.download': returns<readonly string[]>()(z.strictObject({ recordings: schema.recordingRefs })),
  /** Whole folders with their structure; answers ids. What is in them is found out in the background, told by events. */
  'transfers.downloadFolders': returns<readonly string[]>()(z.strictObject({ folders: schema.folderPaths })),
  /** Folder downloads that still look for recordings. */
  'transfers.folderDownloads': returns<readonly FolderDownload[]>()(schema.noInput),
  /** Looks no further; what was found stays in the queue. */
  'transfers.stopFolderDownload': returns<null>()(byId),
  'transfers.pause': returns<null>()(schema.transferSelection),
  'transfers.resume': returns<null>()(schema.transferSelection),
  'transfers.cancel': returns<null>()(schema.transferSelection),
  /** By id: failed and cancelled jobs start over, waiting ones go at once. `all` leaves cancelled ones alone. */
  'transfers.retry': returns<null>()(schema.transferSelection),
  /** Takes finished jobs off the list; files stay. */
  'transfers.remove': returns<null>()(schema.transferSelection),
  /** Changes the order of jobs that do not run; the ids keep their order among each other. */
  'transfers.move': returns<null>()(schema.transferMove),
  'transfers.open': returns<null>()(byId),
  /** Shows a finished download in Finder/Explorer. */
  'transfers.reveal': returns<null>()(byId),

  'diagnostics.versions': returns<Versions>()(schema.noInput),
  /** Goes the way to the server of the account, or to the one that would be signed in to. */
  'diagnostics.testConnection': returns<ConnectionReport>()(schema.noInput),
  /** Shows the save dialog and writes the log, redacted; `isSaved` false when the user cancels. */
  'diagnostics.exportLog': returns<{ readonly isSaved: boolean }>()(schema.noInput),

  /** Something went wrong in the page; a report of it is kept, with limits. */
  'diagnostics.pageFailed': returns<null>()(schema.pageFailure),

  'network.state': returns<NetworkState>()(schema.noInput),

  'updates.state': returns<UpdateReport>()(schema.noInput),
  /** These answer once they are under way; what becomes of them is told by `updates.changed`. */
  'updates.check': returns<null>()(schema.noInput),
  'updates.download': returns<null>()(schema.noInput),
  /** Gives up the download. */
  'updates.stop': returns<null>()(schema.noInput),
  /** Quits, which unfinished transfers are asked about, installs, and opens the new version. */
  'updates.install': returns<null>()(schema.noInput),

  /** With the system's player, once it is downloaded. */
  'playback.open': returns<OpenOutcome>()(z.strictObject({ recording: schema.recordingRef })),
  /** Which of those recordings are on this computer. */
  'playback.copies': returns<CopyMarks>()(z.strictObject({ recordings: schema.seenRecordings })),
  /** Shows the local copy in Finder/Explorer. */
  'playback.reveal': returns<null>()(z.strictObject({ recording: schema.recordingRef })),
  /** Begins to drag the local copies out of the window, to Finder, Explorer or a mail. Answers how many there are. */
  'playback.dragOut': returns<readonly string[]>()(z.strictObject({ recordings: schema.seenRecordings })),
  /** In the window, at once. */
  'playback.start': returns<Playback>()(z.strictObject({ recording: schema.recordingRef })),
  /** Goes on with a download that has failed or was stopped. */
  'playback.retry': returns<null>()(byId),
  'playback.progress': returns<PlaybackProgress>()(byId),
  /** What its tables say, once they are here; null: no movie. */
  'playback.facts': returns<MovieFacts | null>()(byId),
  /** From the start; 0 forgets. */
  'playback.remember': returns<null>()(
    z.strictObject({ id: schema.identifier, milliseconds: schema.milliseconds }),
  ),
  'playback.stop': returns<null>()(byId),

  /** Plays these in the player's own window: a new one, or the one that is open. */
  'player.open': returns<null>()(schema.playlist),
  /** For that window: what it plays; null when it is to play nothing any more. */
  'player.playlist': returns<OwnPlaylist | null>()(schema.noInput),
  /** That window has come to this recording of its playlist, and plays or is paused: what it goes on with when its page is loaded again. */
  'player.plays': returns<null>()(
    z.strictObject({ id: schema.identifier, index: schema.playlistIndex, isPlaying: z.boolean() }),
  ),
  'player.close': returns<null>()(schema.noInput),

  /**
   * These are in sight now, and no others: answers what is known of them; the rest is found out and told by events.
   * `mayFetch`: a few bytes of each may be fetched.
   */
  'previews.show': returns<readonly Preview[]>()(
    z.strictObject({ recordings: schema.shownRecordings, mayFetch: z.boolean() }),
  ),
  /** What the page made of a `previews.frame`. */
  'previews.keep': returns<null>()(z.strictObject({ id: schema.identifier, image: schema.previewImage })),
  /** The page has no decoder for it. */
  'previews.undecodable': returns<null>()(byId),

  /** Where the local copy of a recording can be cut. */
  'trim.look': returns<TrimFacts>()(z.strictObject({ recording: schema.recordingRef })),
  /** Asks where to, then saves a part; null when the user cancels the question. Long; can be aborted. */
  'trim.save': returns<{ readonly saved: TrimSaved | null }>()(
    z.strictObject({
      recording: schema.recordingRef,
      start: schema.microseconds,
      end: schema.microseconds,
      abortId: schema.identifier,
    }),
  ),
  /** Shows a saved part in Finder/Explorer. */
  'trim.reveal': returns<null>()(byId),
} as const

export type Contract = typeof contract
export type RequestName = keyof Contract
/** What the page may call by name. */
export type PageRequestName = (typeof requestNames)[number]
export type RequestInput<Name extends RequestName> = z.input<Contract[Name]['input']>
export type RequestParsed<Name extends RequestName> = z.output<Contract[Name]['input']>
export type RequestOutput<Name extends RequestName> = NonNullable<Contract[Name]['output']> | NullIf<Name>
type NullIf<Name extends RequestName> = null extends Contract[Name]['output'] ? null : never

export interface Events {
  'accounts.changed': AccountsState
  'settings.changed': Settings
  'trust.changed': readonly TrustedServer[]
  'proxies.changed': readonly KnownProxy[]
  'library.batch': FolderBatch
  /** Folders of the signed-in account changed by our doing. */
  'library.changed': { readonly updates: readonly FolderUpdate[] }
  'deletion.changed': DeletionEvent
  'uploads.progress': PlanProgress
  /** There is something for `uploads.takeOpened`. */
  'uploads.opened': null
  'crawl.changed': CrawlState
  'transfers.changed': TransfersDelta
  'transfers.folderDownload': FolderDownload
  'network.changed': NetworkState
  'updates.changed': UpdateReport
  /** More is known of a recording that is in sight. */
  'previews.found': Preview
  /** To be made a picture of, which `previews.keep` takes. */
  'previews.frame': KeyFrame
  'trim.progress': TrimProgress
  /** The player's own window is to play something else; see `player.playlist`. */
  'player.changed': null
  /** There is something for `app.takeWantedFolder`. */
  'app.folderWanted': null
  'app.command': { readonly command: MenuCommand }
  /** Something the user asked for earlier went wrong, e.g. opening a file after its download. */
  'app.failure': { readonly subject: string; readonly error: ErrorShape }
  /** Nothing that was asked for, but the user has to know of it, e.g. `storage.notWritable`. Also in {@link AppInfo.problems}. */
  'app.problem': ErrorShape
}
export type EventName = keyof Events

export type Reply<Output> =
  { readonly ok: true; readonly value: Output } | { readonly ok: false; readonly error: ErrorShape }

/** The object that the preload puts on `window`. */
export interface Bridge {
  request<Name extends PageRequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<Reply<RequestOutput<Name>>>
  /** Files from a drop or an <input>; main answers with ids, never with paths. */
  registerDropped(files: readonly File[]): Promise<Reply<readonly PickedFile[]>>
  /** Returns its own unsubscribe. */
  subscribe<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void
}

/** Compile-time proof that names.ts and this file agree. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never
export const requestNamesMatch: Same<RequestName, PageRequestName | (typeof preloadRequestNames)[number]> =
  true
export const eventNamesMatch: Same<EventName, (typeof eventNames)[number]> = true
