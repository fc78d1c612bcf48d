import type { Profile } from '#shared/models/account.ts'
import type { FolderDownload } from '#shared/models/folder-download.ts'
import type { TransferSelection } from '#shared/models/transfer.ts'
import type { TrustedServer } from '#shared/models/trust.ts'
import { defineStore } from 'pinia'
import { computed, nextTick, shallowRef, watch } from 'vue'
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

/** A dialog that nobody has asked for at this moment. */
interface WaitingDialog {
  readonly dialog: OpenDialog
  readonly isWanted: () => boolean
  readonly settle: (wasShown: boolean) => void
}

/** Which dialog is open, which wait for their turn, and what the live region says. */
export const useDialogs = defineStore('dialogs', () => {
  const current = shallowRef<OpenDialog | null>(null)
  const isAccountMenuOpen = shallowRef(false)
  /** How many menus and popups of buttons are open. */
  const popups = shallowRef(0)
  /** Something is open that is answered first: commands would act on what lies behind it. */
  const isCovered = computed(() => current.value !== null || popups.value > 0)
  /** Read aloud by screen readers. */
  const announcement = shallowRef('')
  let waiting: readonly WaitingDialog[] = []

  /**
   * Shows a dialog that comes of something asked for earlier: at once, or as soon as no other is open, so that nothing is taken
   * away from whoever plays a recording or is typing. Answers whether it was shown; not when `isWanted` says otherwise by then,
   * nor when the account has changed.
   */
  function showOnceFree(dialog: OpenDialog, isWanted: () => boolean = () => true): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    waiting = [...waiting, { dialog, isWanted, settle: resolve }]
    if (waiting.length === 1) showNext()
    return promise
  }

  function showNext(): void {
    while (current.value === null) {
      const [next, ...rest] = waiting
      if (next === undefined) return
      waiting = rest
      const isWanted = next.isWanted()
      if (isWanted) current.value = next.dialog
      next.settle(isWanted)
    }
  }

  watch(current, async (now) => {
    // The focus is back where it was by then, and what follows a dialog of its own accord comes first.
    if (now === null) await nextTick(showNext)
  })

  /** Closes the dialog that is open and drops those that wait: they were about another account. */
  function clear(): void {
    const dropped = waiting
    waiting = []
    current.value = null
    for (const { settle } of dropped) settle(false)
  }

  return {
    current,
    isAccountMenuOpen,
    popups,
    isCovered,
    announcement,
    show: (dialog: OpenDialog) => (current.value = dialog),
    showOnceFree,
    close: () => (current.value = null),
    /** Closes this dialog if it is still the one that is open. Answers whether it was. */
    closeOwn: (dialog: OpenDialog | null): boolean => {
      const isOpen = dialog !== null && current.value === dialog
      if (isOpen) current.value = null
      return isOpen
    },
    clear,
    announce: (text: string) => (announcement.value = text),
  }
})
