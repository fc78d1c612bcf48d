import type { KeyPress } from './shortcuts.ts'

/** What a key does in the player. */
export type PlayerAct =
  | { readonly kind: 'toggle' | 'mute' | 'previous' | 'next' | 'playlist' | 'close' }
  | { readonly kind: 'fullscreen' | 'pictureInPicture' | 'ownWindow' }
  /** By so many seconds. */
  | { readonly kind: 'skip'; readonly seconds: number }
  /** To a tenth of the whole: 0 … 10. */
  | { readonly kind: 'tenth'; readonly tenth: number }
  /** One step of the offered speeds. */
  | { readonly kind: 'faster' | 'slower' }
  | { readonly kind: 'trim' | 'trimStart' | 'trimEnd' }
  | { readonly kind: 'volume'; readonly by: number }
  | { readonly kind: 'frame'; readonly by: 1 | -1 }

/**
 * The keys that players share (J, K and L; the digits; comma and full stop). In a quick look, Space closes it again and the
 * arrows up and down go through the list, as in Finder.
 */
export function playerActOf(press: KeyPress, isQuick: boolean): PlayerAct | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null
  if (/^[0-9]$/u.test(press.key)) return { kind: 'tenth', tenth: Number(press.key) }
  switch (press.key.length === 1 ? press.key.toLowerCase() : press.key) {
    case ' ':
      return { kind: isQuick ? 'close' : 'toggle' }
    case 'k':
      return { kind: 'toggle' }
    case 'j':
      return { kind: 'skip', seconds: -10 }
    case 'l':
      return { kind: 'skip', seconds: 10 }
    case 'ArrowLeft':
      return { kind: 'skip', seconds: -5 }
    case 'ArrowRight':
      return { kind: 'skip', seconds: 5 }
    case 'ArrowUp':
      return isQuick ? { kind: 'previous' } : { kind: 'volume', by: 0.05 }
    case 'ArrowDown':
      return isQuick ? { kind: 'next' } : { kind: 'volume', by: -0.05 }
    case 'Home':
      return { kind: 'tenth', tenth: 0 }
    case 'End':
      return { kind: 'tenth', tenth: 10 }
    case 'PageUp':
      return { kind: 'previous' }
    case 'PageDown':
      return { kind: 'next' }
    case 'f':
      return { kind: 'fullscreen' }
    case 'm':
      return { kind: 'mute' }
    case 'p':
      return { kind: 'pictureInPicture' }
    case 't':
      return { kind: 'trim' }
    case 'i':
      return { kind: press.shiftKey ? 'trimEnd' : 'trimStart' }
    case 'o':
      return { kind: 'ownWindow' }
    case 'q':
      return { kind: 'playlist' }
    case ',':
      return { kind: 'frame', by: -1 }
    case '.':
      return { kind: 'frame', by: 1 }
    case '<':
      return { kind: 'slower' }
    case '>':
      return { kind: 'faster' }
    default:
      return null
  }
}

/** What is to be told of the keys, in order. */
export const playerKeys = [
  { act: 'toggle', keys: ['Space', 'K'] },
  { act: 'skipTen', keys: ['J', 'L'] },
  { act: 'skipFive', keys: ['←', '→'] },
  { act: 'tenth', keys: ['0 … 9'] },
  { act: 'frame', keys: [',', '.'] },
  { act: 'speed', keys: ['<', '>'] },
  { act: 'volume', keys: ['↑', '↓'] },
  { act: 'mute', keys: ['M'] },
  { act: 'neighbour', keys: ['Page Up', 'Page Down'] },
  { act: 'playlist', keys: ['Q'] },
  { act: 'fullscreen', keys: ['F'] },
  { act: 'pictureInPicture', keys: ['P'] },
  { act: 'ownWindow', keys: ['O'] },
  { act: 'trim', keys: ['T'] },
  { act: 'trimEnds', keys: ['I', 'Shift + I'] },
  { act: 'close', keys: ['Esc'] },
] as const
