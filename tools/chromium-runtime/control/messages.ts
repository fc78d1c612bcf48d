import type { Rectangle } from 'electron'
import type { RecordedCall, RecordedKind } from '../recorder.ts'

/** What the test driver can ask of the runtime, over Node's IPC channel between parent and child. */
export interface ControlCommands {
  recorded: { input: { kind?: RecordedKind }; output: readonly RecordedCall[] }
  /** `null`: the dialog is closed without a choice. */
  scriptDialog: { input: { result: Readonly<Record<string, unknown>> | null }; output: null }
  scriptOpenPath: { input: { result: string }; output: null }
  clickMenu: { input: { name: string }; output: null }
  applicationMenu: { input: Record<string, never>; output: readonly object[] }
  clickNotification: { input: { title: string | null }; output: null }
  /** The desktop's own scheme, which an app that follows the system takes over. */
  setSystemColorScheme: { input: { scheme: 'light' | 'dark' }; output: null }
  /** What `net.isOnline()` says; Chromium's own network stays as it is. */
  setOnline: { input: { isOnline: boolean }; output: null }
  emitPowerEvent: { input: { name: string }; output: null }
  /** macOS hands the app a file, as when it is dropped on its icon in the dock. */
  openFile: { input: { path: string }; output: null }
  secondInstance: { input: { argv: readonly string[]; workingDirectory: string }; output: null }
  /** `targetId`: of the window's page. */
  resizeWindow: { input: { targetId: string; width: number; height: number }; output: null }
  moveWindow: { input: { targetId: string; x: number; y: number }; output: null }
  changeWindow: { input: { targetId: string; change: 'maximize' | 'minimize' | 'blur' }; output: null }
  closeWindow: { input: { targetId: string }; output: null }
  /** Windows ends the user's session: its two events in a row. The process is left to end by itself. */
  endSession: { input: { targetId: string }; output: null }
  quit: { input: Record<string, never>; output: null }
  windows: { input: Record<string, never>; output: readonly WindowState[] }
}

export interface WindowState {
  readonly id: number
  readonly title: string
  readonly url: string
  /** Chromium's id of the page, by which Playwright's page is recognised. */
  readonly targetId: string | null
  readonly isVisible: boolean
  readonly isFocused: boolean
  readonly isMaximized: boolean
  readonly isMinimized: boolean
  readonly bounds: Rectangle
  /** Where it goes when it is neither maximised nor full-screen. */
  readonly normalBounds: Rectangle
  /** Of the display. */
  readonly workArea: Rectangle
}

export type CommandName = keyof ControlCommands

export interface ControlRequest<Name extends CommandName = CommandName> {
  readonly id: number
  readonly name: Name
  readonly input: ControlCommands[Name]['input']
}

export type ControlMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly message: string }
  /** The app is ready; `debuggingPort` is where Playwright connects. */
  | { readonly kind: 'ready'; readonly debuggingPort: number | null }
