/** A desktop call that a browser cannot make, kept for tests. `details` can be structured-cloned. */
export interface RecordedCall {
  readonly kind: RecordedKind
  readonly details: Readonly<Record<string, unknown>>
}

export type RecordedKind =
  | 'openPath'
  | 'showItemInFolder'
  | 'openExternal'
  | 'startDrag'
  | 'beep'
  | 'openDialog'
  | 'saveDialog'
  | 'messageBox'
  | 'errorBox'
  | 'notification'
  | 'menuPopup'
  | 'progressBar'
  | 'badgeCount'
  | 'overlayIcon'
  | 'aboutPanel'
  | 'clipboard'
  | 'powerSaveBlocker'

export class Recorder {
  private readonly calls: RecordedCall[] = []

  record(kind: RecordedKind, details: Record<string, unknown>): void {
    // Through JSON: options hold icons and callbacks, which neither a test nor an IPC channel can use.
    this.calls.push({ kind, details: JSON.parse(JSON.stringify(details)) as Record<string, unknown> })
  }

  all(kind?: RecordedKind): readonly RecordedCall[] {
    return kind === undefined ? this.calls : this.calls.filter((call) => call.kind === kind)
  }
}
