import { z } from 'zod'
import {
  downloadPlaces,
  languageChoices,
  listColumns,
  listViews,
  maxBytesPerSecond,
  maxColumnWidth,
  maxPaneWidth,
  maxTransfersAtOnce,
  menuCommands,
  minBytesPerSecond,
  minColumnWidth,
  minPaneWidth,
  playbackRates,
  playerChoices,
  sortColumns,
  sortDirections,
  themeChoices,
} from '../models/settings.ts'
import {
  columnShortcuts,
  maxContextMenuItems,
  maxContextMenuPlace,
  maxContextMenuText,
} from '../models/context-menu.ts'
import { maxUndoSeconds } from '../models/deletion.ts'
import { maxFailureNameLength, maxFailureTextLength, pageFailureKinds } from '../models/diagnostics.ts'
import { maxLinks } from '../models/export.ts'
import { maxPlaylist } from '../models/playback.ts'
import { maxPreviewImageBytes } from '../models/preview.ts'
import { resultColumns } from '../models/search.ts'
import { transferPlaces, transferScopes } from '../models/transfer.ts'
import { conflictChoices, maxPlannedFiles } from '../models/upload-plan.ts'

/** Building blocks of the request schemas. Bounds exist so that no message can be unreasonably large. */

const maxPathLength = 4096

const hasControlCharacter = (text: string): boolean =>
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  /[\u0000-\u001f\u007f]/u.test(text)

const cleanText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((text) => !hasControlCharacter(text), 'control character')

const isWalkingPath = (path: string): boolean => path.split('/').some((part) => part === '..' || part === '.')

/** `/A/B/` */
export const folderPath = cleanText(maxPathLength)
  .regex(/^\/(?:[^/]+\/)*$/u)
  .refine((path) => !isWalkingPath(path))

/** `/A/b.mp4` */
export const recordingPath = cleanText(maxPathLength)
  .regex(/^\/(?:[^/]+\/)*[^/]+$/u)
  .refine((path) => !isWalkingPath(path))

export const identifier = z.string().regex(/^[\w-]{1,64}$/u)

const byteCount = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export const recordingRef = z.strictObject({
  id: z.number().int().nullable(),
  path: recordingPath,
  size: byteCount.nullable(),
  sizeIsExact: z.boolean(),
  createdAt: z.number().nullable(),
})

export const noInput = z.undefined()

/** See PageFailure. Text of any kind: it goes to the log, which makes it safe. */
export const pageFailure = z.strictObject({
  kind: z.enum(pageFailureKinds),
  name: z.string().max(maxFailureNameLength),
  message: z.string().max(maxFailureTextLength),
  stack: z.string().max(maxFailureTextLength),
})

/** Of a video: a week at most. */
export const milliseconds = z.number().int().min(0).max(604_800_000)

/** The same, exact enough for a frame. */
export const microseconds = z.number().int().min(0).max(604_800_000_000)

const time = z.number().int().min(-8.64e15).max(8.64e15)
/** What is left out is not asked for. */
const orNull = <Schema extends z.ZodType>(value: Schema) =>
  value.optional().transform((given) => given ?? null)

/** See SearchQuery. `searchId`: pages of one search have one; a search with another supersedes it. */
export const searchRequest = z.strictObject({
  searchId: identifier,
  text: z.string().max(256),
  within: orNull(folderPath),
  from: orNull(time),
  until: orNull(time),
  minSize: orNull(byteCount),
  maxSize: orNull(byteCount),
  order: orNull(z.strictObject({ column: z.enum(resultColumns), direction: z.enum(sortDirections) })),
  isGrouped: z.boolean().default(true),
  offset: z.number().int().min(0).max(1e8),
  limit: z.number().int().min(1).max(5000),
})

export const transfersAtOnce = z.number().int().min(1).max(maxTransfersAtOnce)
export const bytesPerSecond = z.number().int().min(minBytesPerSecond).max(maxBytesPerSecond).nullable()

export const volume = z.number().min(0).max(1)
export const playbackRate = z.union(playbackRates.map((rate) => z.literal(rate)))
export const undoSeconds = z.number().int().min(0).max(maxUndoSeconds)
/** Every column once, the name first and shown. */
export const columnLooks = z
  .array(
    z.strictObject({
      id: z.enum(listColumns),
      width: z.number().int().min(minColumnWidth).max(maxColumnWidth).nullable(),
      isShown: z.boolean(),
    }),
  )
  .length(listColumns.length)
  .refine((looks) => new Set(looks.map(({ id }) => id)).size === looks.length, 'a column twice')
  .refine(([first]) => first?.id === 'name' && first.isShown, 'the name comes first')
export const listSort = z.strictObject({ column: z.enum(sortColumns), direction: z.enum(sortDirections) })

export const folderLook = z.strictObject({ view: z.enum(listViews), sort: listSort })

export const paneLook = z.strictObject({
  isShown: z.boolean(),
  width: z.number().int().min(minPaneWidth).max(maxPaneWidth),
})

/** What is left out stays as it is. */
export const settingsPatch = z.strictObject({
  language: z.enum(languageChoices).optional(),
  theme: z.enum(themeChoices).optional(),
  downloadPlace: z.enum(downloadPlaces).optional(),
  transferLimits: z
    .strictObject({
      uploads: transfersAtOnce.optional(),
      downloads: transfersAtOnce.optional(),
      uploadBytesPerSecond: bytesPerSecond.optional(),
      downloadBytesPerSecond: bytesPerSecond.optional(),
    })
    .optional(),
  undoSeconds: undoSeconds.optional(),
  crawlEnabled: z.boolean().optional(),
  player: z
    .strictObject({
      opensWith: z.enum(playerChoices).optional(),
      volume: volume.optional(),
      isMuted: z.boolean().optional(),
      rate: playbackRate.optional(),
    })
    .optional(),
  list: z
    .strictObject({
      columns: columnLooks.optional(),
      sort: listSort.optional(),
      view: z.enum(listViews).optional(),
    })
    .optional(),
  groupsResults: z.boolean().optional(),
  warnsOfLinks: z.boolean().optional(),
  showsPreviews: z.boolean().optional(),
  opensAtLogin: z.boolean().optional(),
  checksForUpdates: z.boolean().optional(),
  installsUpdatesOnQuit: z.boolean().optional(),
  layout: z.strictObject({ sidebar: paneLook.optional(), details: paneLook.optional() }).optional(),
})

/** An http(s) origin: no path, query, user or password in it. */
const origin = cleanText(2048).refine((text) => {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text
}, 'origin')

export const httpOrigin = origin.refine((text) => text.startsWith('http:'))
export const httpsOrigin = origin.refine((text) => text.startsWith('https:'))

/** SHA-256 of a certificate, as `AB:CD:…`. */
export const fingerprint = z.string().regex(/^[\dA-F]{2}(?::[\dA-F]{2}){31}$/u)

/** `host:port` as `serverOf` writes it. */
export const serverName = cleanText(300)
  .regex(/^(?:\[[\da-f:.]+\]|[^\s[\]:/?#@\\]+):\d{1,5}$/u)
  .refine((text) => URL.canParse(`http://${text}`))
export const trustedServer = z.strictObject({ kind: z.enum(['http', 'certificate']), server: serverName })

/** RFC 7617 separates user and password by the first colon. */
export const proxyUser = cleanText(255)
  .min(1)
  .refine((text) => !text.includes(':'), 'colon')
export const proxyPassword = z.string().min(1).max(1024)
export const proxySignIn = z.strictObject({
  proxy: serverName,
  user: proxyUser,
  password: proxyPassword,
  remember: z.boolean(),
})
export type ProxySignIn = z.output<typeof proxySignIn>

export const serverAddress = z.strictObject({
  origin,
  prefix: cleanText(256).regex(/^(?:\/[\w.~-]+)*$/u),
})

const secret = z.string().min(1).max(1024)

export const credentials = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('company'),
    compId: z.string().regex(/^\d{1,15}$/u),
    compSecret: secret,
    appId: cleanText(256).nullable(),
  }),
  z.strictObject({
    mode: z.literal('project'),
    appId: cleanText(256).min(1),
    appSecret: secret,
  }),
])

export const signInRequest = z.strictObject({
  server: serverAddress,
  credentials,
  remember: z.boolean(),
  /** The user confirmed plain http for this server. */
  allowHttp: z.boolean(),
})
export type SignInRequest = z.output<typeof signInRequest>
export type Credentials = z.output<typeof credentials>

export const maxItemsPerRequest = 10_000
export const planDecisions = z
  .array(
    z.strictObject({
      row: z
        .number()
        .int()
        .min(0)
        .max(maxPlannedFiles - 1),
      choice: z.enum(conflictChoices),
    }),
  )
  .max(maxPlannedFiles)
/** Selected by a person: a listing's folders. */
export const folderPaths = z.array(folderPath).min(1).max(maxItemsPerRequest)
export const identifiers = z.array(identifier).max(maxItemsPerRequest)
export const recordingRefs = z.array(recordingRef).min(1).max(maxItemsPerRequest)
/** A place in a playlist. */
export const playlistIndex = z
  .number()
  .int()
  .min(0)
  .max(maxPlaylist - 1)
/** What is left out: it goes on where it was left the last time. */
export const playlist = z
  .strictObject({
    recordings: z.array(recordingRef).min(1).max(maxPlaylist),
    index: playlistIndex,
    milliseconds: orNull(milliseconds),
    isPlaying: z.boolean(),
    playsOn: z.boolean(),
  })
  .refine(({ recordings, index }) => index < recordings.length, 'begins behind the end')
/** As many as a window can show at a time. */
export const seenRecordings = z.array(recordingRef).min(1).max(500)
/** None when nothing is in sight. */
export const shownRecordings = z.array(recordingRef).max(500)
/** A JPEG; what is kept is served as one. */
export const previewImage = z
  .instanceof(Uint8Array)
  .refine(({ length }) => length <= maxPreviewImageBytes)
  .refine(([first, second, third]) => first === 0xff && second === 0xd8 && third === 0xff)
export const recordingsWithLink = z.array(recordingRef).min(1).max(maxLinks)
export const listName = cleanText(255)
export const localPaths = z.array(z.string().min(1).max(32_767)).min(1).max(maxItemsPerRequest)

/** All jobs there are can be named in one small message. */
export const transferSelection = z.union([
  z.strictObject({ ids: identifiers }),
  z.strictObject({ all: z.enum(transferScopes) }),
])
export const transferMove = z.strictObject({ ids: identifiers.min(1), to: z.enum(transferPlaces) })

const commandNames = z.array(z.enum(menuCommands)).max(menuCommands.length)
export const commandStates = z.strictObject({
  isActive: z.boolean(),
  enabled: commandNames,
  checked: commandNames,
})

const menuText = cleanText(maxContextMenuText).min(1)
const menuItem = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('action'),
    id: z.string().regex(/^[\w.-]{1,64}$/u),
    label: menuText,
    isEnabled: z.boolean(),
    isChecked: z.boolean().nullable(),
    reason: menuText.nullable(),
    shortcut: z.enum([...menuCommands, ...columnShortcuts]).nullable(),
  }),
  z.strictObject({ kind: z.literal('separator') }),
])
/** Whole px, which is all that Electron takes. */
const menuPlace = z.number().int().min(-maxContextMenuPlace).max(maxContextMenuPlace)
export const contextMenu = z.strictObject({
  items: z
    .array(menuItem)
    .min(1)
    .max(maxContextMenuItems)
    .refine((items) => {
      const ids = items.flatMap((item) => (item.kind === 'action' ? [item.id] : []))
      return new Set(ids).size === ids.length
    }, 'two with one id'),
  x: menuPlace,
  y: menuPlace,
})
