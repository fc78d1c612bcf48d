import { EventEmitter } from 'node:events'
import type { NativeTheme } from 'electron'
import { strict } from '../strict.ts'
import { options } from './state.ts'
import { windows } from './windows.ts'

type Source = 'system' | 'light' | 'dark'

class RuntimeNativeTheme extends EventEmitter {
  /** The desktop's own scheme, as far as it was said. */
  system = options.colorScheme
  private source: Source = 'system'

  get themeSource(): Source {
    return this.source
  }
  set themeSource(source: Source) {
    if (!['system', 'light', 'dark'].includes(source))
      throw new TypeError(`Invalid themeSource: ${source as string}`)
    this.source = source
    this.changed()
  }

  get shouldUseDarkColors(): boolean {
    return (this.source === 'system' ? this.system : this.source) === 'dark'
  }
  readonly shouldUseHighContrastColors = false
  readonly shouldUseInvertedColorScheme = false

  setSystem(scheme: 'light' | 'dark'): void {
    this.system = scheme
    this.changed()
  }

  private changed(): void {
    for (const window of windows.all) window.webContents.applyColorScheme()
    this.emit('updated')
  }
}

export const runtimeTheme = new RuntimeNativeTheme()
export const nativeTheme: Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'> = strict(
  'nativeTheme',
  runtimeTheme,
)

/** Empty leaves the choice to Chromium, which follows the desktop. */
export const colorSchemeFeature = (): { name: string; value: string } => ({
  name: 'prefers-color-scheme',
  value: runtimeTheme.themeSource === 'system' ? (runtimeTheme.system ?? '') : runtimeTheme.themeSource,
})
