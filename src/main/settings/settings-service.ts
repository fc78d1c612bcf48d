import { z } from 'zod'
import {
  bytesPerSecond,
  columnLooks,
  listSort,
  paneLook,
  playbackRate,
  transfersAtOnce,
  undoSeconds,
  volume,
} from '#shared/ipc/schemas.ts'
import { defaultUndoSeconds } from '#shared/models/deletion.ts'
import {
  defaultLayout,
  defaultListLook,
  defaultPlayerSettings,
  defaultTransferLimits,
  downloadPlaces,
  languageChoices,
  listViews,
  playerChoices,
  themeChoices,
  type Language,
  type Layout,
  type ListLook,
  type PlayerSettings,
  type Settings,
  type TransferLimits,
} from '#shared/models/settings.ts'
import type { JsonFile } from '../storage/json-file.ts'

const limits = defaultTransferLimits
/** A limit that makes no sense is the default one: it must not cost the user the other settings. */
const transferLimits = z
  .object({
    uploads: transfersAtOnce.catch(limits.uploads),
    downloads: transfersAtOnce.catch(limits.downloads),
    uploadBytesPerSecond: bytesPerSecond.catch(limits.uploadBytesPerSecond),
    downloadBytesPerSecond: bytesPerSecond.catch(limits.downloadBytesPerSecond),
  })
  .catch(limits)

/** Likewise. Columns that an earlier version of the app did not have take the places they have by default. */
const list = z
  .object({
    columns: z.preprocess(withNewColumns, columnLooks).catch([...defaultListLook.columns]),
    sort: listSort.catch(defaultListLook.sort),
    view: z.enum(listViews).catch(defaultListLook.view),
  })
  .catch({ ...defaultListLook, columns: [...defaultListLook.columns] })

const player = z
  .object({
    opensWith: z.enum(playerChoices).catch(defaultPlayerSettings.opensWith),
    volume: volume.catch(defaultPlayerSettings.volume),
    isMuted: z.boolean().catch(defaultPlayerSettings.isMuted),
    rate: playbackRate.catch(defaultPlayerSettings.rate),
  })
  .catch(defaultPlayerSettings)

const layout = z
  .object({
    sidebar: paneLook.catch(defaultLayout.sidebar),
    details: paneLook.catch(defaultLayout.details),
  })
  .catch(defaultLayout)

/** `settings.json`: a missing field means "the default", so that new settings need no migration. */
export const settingsFileSchema = z.object({
  language: z.enum(languageChoices).default('system'),
  theme: z.enum(themeChoices).default('system'),
  downloadPlace: z.enum(downloadPlaces).catch('fixed'),
  /** null = the default folder, which may be elsewhere on another machine. */
  downloadFolder: z.string().min(1).nullable().default(null),
  transferLimits,
  undoSeconds: undoSeconds.catch(defaultUndoSeconds),
  crawlEnabled: z.boolean().catch(true),
  list,
  groupsResults: z.boolean().catch(true),
  warnsOfLinks: z.boolean().catch(true),
  player,
  showsPreviews: z.boolean().catch(true),
  opensAtLogin: z.boolean().catch(false),
  checksForUpdates: z.boolean().catch(true),
  installsUpdatesOnQuit: z.boolean().catch(false),
  layout,
})
export type SettingsFile = Omit<z.output<typeof settingsFileSchema>, 'list'> & { readonly list: ListLook }

export const defaultSettingsFile: SettingsFile = {
  language: 'system',
  theme: 'system',
  downloadPlace: 'fixed',
  downloadFolder: null,
  transferLimits: defaultTransferLimits,
  undoSeconds: defaultUndoSeconds,
  crawlEnabled: true,
  list: defaultListLook,
  groupsResults: true,
  warnsOfLinks: true,
  player: defaultPlayerSettings,
  showsPreviews: true,
  opensAtLogin: false,
  checksForUpdates: true,
  installsUpdatesOnQuit: false,
  layout: defaultLayout,
}

/** What is left out, or undefined, stays as it is. */
export type SettingsChange = Changes<Omit<SettingsFile, 'transferLimits' | 'list' | 'player' | 'layout'>> & {
  readonly transferLimits?: Changes<TransferLimits> | undefined
  readonly list?: Changes<ListLook> | undefined
  readonly player?: Changes<PlayerSettings> | undefined
  readonly layout?: Changes<Layout> | undefined
}
type Changes<Value> = { readonly [Key in keyof Value]?: Value[Key] | undefined }

export interface SettingsServiceOptions {
  readonly file: JsonFile<SettingsFile>
  readonly defaultDownloadFolder: string
  readonly systemLanguage: Language
  readonly onChange: (settings: Settings) => void
  /** The settings could not be written; they hold for this run. */
  readonly onUnwritten: (error: unknown) => void
}

export class SettingsService {
  readonly #options: SettingsServiceOptions

  constructor(options: SettingsServiceOptions) {
    this.#options = options
  }

  get current(): Settings {
    const { downloadFolder, ...rest } = this.#options.file.value
    return { ...rest, downloadFolder: downloadFolder ?? this.#options.defaultDownloadFolder }
  }

  /** The language in use, `system` resolved. */
  get language(): Language {
    const { language } = this.#options.file.value
    return language === 'system' ? this.#options.systemLanguage : language
  }

  async update(change: SettingsChange): Promise<Settings> {
    const { transferLimits, list: look, player: watching, layout: panes, ...rest } = change
    const { file, onChange, onUnwritten } = this.#options
    const { value } = file
    await file
      .write({
        ...changed(value, rest),
        transferLimits: changed(value.transferLimits, transferLimits ?? {}),
        list: changed(value.list, look ?? {}),
        player: changed(value.player, watching ?? {}),
        layout: changed(value.layout, panes ?? {}),
      })
      .catch(onUnwritten)
    onChange(this.current)
    return this.current
  }
}

function withNewColumns(looks: unknown): unknown {
  if (!Array.isArray(looks)) return looks
  const known: unknown[] = looks
  return defaultListLook.columns.reduce((all, own, place) => {
    const isThere = all.some(
      (look) => typeof look === 'object' && look !== null && 'id' in look && look.id === own.id,
    )
    return isThere ? all : all.toSpliced(place, 0, own)
  }, known)
}

function changed<Value extends object>(value: Value, changes: Changes<Value>): Value {
  const given = Object.entries(changes).filter(([, change]) => change !== undefined)
  return { ...value, ...Object.fromEntries(given) }
}
