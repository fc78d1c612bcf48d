import type { Profile } from '#shared/models/account.ts'
import type { FolderDownload } from '#shared/models/folder-download.ts'
import type { TransferSelection } from '#shared/models/transfer.ts'
import type { TrustedServer } from '#shared/models/trust.ts'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { RecordingEntry } from '../logic/entries.ts'
import type { PlaylistItem } from '../logic/playlist.ts'
import type { UploadResult } from './uploads.ts'

export const settingsSections = [
  'general',
  'transfers',
  'accounts',
  'servers',
  'shortcuts',
  'diagnostics',
] as const
export type SettingsSection = (typeof settingsSections)[number]

/** The one dialog that is open. */
export type OpenDialog =
  | { readonly kind: 'delete'; readonly recordings: readonly RecordingEntry[] }
  | { readonly kind: 'links'; readonly recordings: readonly RecordingEntry[] }
  | { readonly kind: 'deleteFailures'; readonly deletionId: string }
  | { readonly kind: 'rejected'; readonly result: UploadResult }
  /** The store `uploads` has what it is about. */
  | { readonly kind: 'upload' }
  | { readonly kind: 'folderFailures'; readonly download: FolderDownload }
  | { readonly kind: 'cancelTransfers'; readonly of: TransferSelection }
  /** A recording that plays: over the whole window, or as a quick look. `start`: its place in the playlist. */
  | {
      readonly kind: 'player'
      readonly playlist: readonly PlaylistItem[]
      readonly start: number
      /** One after the other by itself. */
      readonly playsOn: boolean
      readonly quick: boolean
      /** With the bar for trimming. */
      readonly trims?: boolean
    }
  /** In every view; see EverywhereDialogs. */
  | {
      readonly kind: 'settings'
      readonly section?: SettingsSection
      /** The connection is tested at once. */
      readonly tests?: boolean
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'signOut' }
  | { readonly kind: 'removeProfile'; readonly profile: Profile }
  /** `proceed`: what was refused can be tried again. */
  | { readonly kind: 'certificate'; readonly origin: string; readonly proceed: () => void }
  | { readonly kind: 'stopTrusting'; readonly entry: TrustedServer }
  /** `proxy`: `host:port`. `proceed`: what it refused can be tried again. */
  | { readonly kind: 'proxyPassword'; readonly proxy: string; readonly proceed: () => unknown }

/** Which dialog is open, and what the live region says. */
export const useDialogs = defineStore('dialogs', () => {
  const current = shallowRef<OpenDialog | null>(null)
  const isAccountMenuOpen = shallowRef(false)
  /** Read aloud by screen readers. */
  const announcement = shallowRef('')

  return {
    current,
    isAccountMenuOpen,
    announcement,
    show: (dialog: OpenDialog) => (current.value = dialog),
    close: () => (current.value = null),
    announce: (text: string) => (announcement.value = text),
  }
})
