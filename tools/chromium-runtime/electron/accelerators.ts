const modifiers: Readonly<Record<string, string>> = {
  control: 'Control',
  ctrl: 'Control',
  alt: 'Alt',
  option: 'Alt',
  shift: 'Shift',
  super: 'Meta',
  meta: 'Meta',
  command: 'Meta',
  cmd: 'Meta',
}

const keys: Readonly<Record<string, string>> = {
  plus: '+',
  space: ' ',
  return: 'Enter',
  enter: 'Enter',
  esc: 'Escape',
  escape: 'Escape',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  delete: 'Delete',
  backspace: 'Backspace',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  insert: 'Insert',
}

const modifierOf = (part: string, platform: NodeJS.Platform): string | undefined => {
  const name = part.toLowerCase()
  if (name === 'commandorcontrol' || name === 'cmdorctrl') return platform === 'darwin' ? 'Meta' : 'Control'
  return modifiers[name]
}

const keyOf = (part: string): string =>
  keys[part.toLowerCase()] ?? (part.length === 1 ? part.toLowerCase() : part)

/**
 * `CmdOrCtrl+Shift+R` → `Control++Shift++r`: the form in which the page's key listener (`chordOf` in
 * page/preload-environment.ts) names the key event. Electron docs, "Keyboard Shortcuts", have the grammar.
 */
export const toChord = (accelerator: string, platform = process.platform): string => {
  const parts = accelerator.split('+').map((part) => part.trim())
  const key = keyOf(parts.at(-1) ?? '')
  const held = new Set(parts.slice(0, -1).map((part) => modifierOf(part, platform)))
  // Which symbols need Shift depends on the keyboard; the symbol alone says what was meant.
  const isSymbol = key.length === 1 && !/[\p{L}\p{N} ]/u.test(key)
  if (isSymbol) held.delete('Shift')
  return [...['Control', 'Alt', 'Shift', 'Meta'].map((name) => (held.has(name) ? name : '')), key].join('+')
}

/** How a menu writes them, and in which order. */
const modifierTexts = { Alt: 'Alt', Control: 'Ctrl', Shift: 'Shift', Meta: 'Cmd' } as const

/** `Shift+CmdOrCtrl+R` → `Ctrl+Shift+R`, or `Shift+Cmd+R` on macOS: in whatever order they are given. */
export const keysText = (accelerator: string, platform = process.platform): string => {
  const parts = accelerator.split('+').map((part) => part.trim())
  const held = new Set(parts.slice(0, -1).map((part) => modifierOf(part, platform)))
  const texts = Object.entries(modifierTexts).flatMap(([name, text]) => (held.has(name) ? [text] : []))
  return [...texts, ...parts.slice(-1)].join('+')
}
