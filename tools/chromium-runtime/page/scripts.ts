import { readFileSync } from 'node:fs'
import { contextMenuStyle } from './context-menu-style.ts'
import { drawContextMenu, type DrawnItem, type MenuPlace } from './context-menu.ts'
import { createPreloadEnvironment, type PageSetup } from './preload-environment.ts'
import { createWire } from './wire.ts'
import { createLink } from './worlds.ts'

/** Node strips the types of these functions in place, so that their source text is plain JavaScript. */
const source = (value: (...args: never[]) => unknown): string => `(${String(value)})`

/** Names that tie the two worlds together. Random, so that a page cannot know them. */
export interface LinkNames {
  readonly toMain: string
  readonly toPreload: string
}

/**
 * Main world: receives what the preload exposes. Runs before any script of the page. Windows come from the main
 * process only, so `window.open` answers null, as it does in Electron after `{ action: 'deny' }`.
 */
export const mainWorldScript = (names: LinkNames): string => `(() => {
  const link = ${source(createLink)}(${JSON.stringify(names.toPreload)}, ${JSON.stringify(names.toMain)}, true,
    (message, link, revive) => {
      if (message.kind === 'expose' && !Object.hasOwn(window, message.key)) {
        Object.defineProperty(window, message.key, { value: revive(message.api), enumerable: true })
      }
    })
  link.send({ kind: 'hello' })
  window.open = function open(url = '', name = '', features = '') {
    const address = url === '' ? 'about:blank' : new URL(url, document.baseURI).href
    link.send({ kind: 'open', url: address, name: String(name), features: String(features) })
    return null
  }
})()`

/**
 * Isolated world: the preload itself, in the module set of a sandboxed preload. The preload's text is part of the
 * script rather than evaluated by it, so that the page's CSP needs no 'unsafe-eval'. `syncCallName` is a random name
 * by which page-host.ts recognises the function when it pauses.
 */
export const preloadScript = (
  names: LinkNames,
  setup: PageSetup,
  syncCallName: string,
  preload: string | null,
  inSubframes: boolean,
): string => `(() => {
  if (${String(!inSubframes)} && window !== window.top) return
  const slot = { kind: '', request: '', subject: null, answer: '' }
  const ${syncCallName} = (kind, request, subject) => {
    Object.assign(slot, { kind, request, subject, answer: '' })
    debugger
    slot.subject = null
    return slot.answer
  }
  const environment = ${source(createPreloadEnvironment)}(
    ${JSON.stringify(setup)},
    ${source(createWire)}(),
    ${syncCallName},
    (onMessage) => ${source(createLink)}(${JSON.stringify(names.toMain)}, ${JSON.stringify(names.toPreload)}, false, onMessage),
  )
  const module = { exports: {} }
  ;(function (require, process, module, exports, global) {
${preload === null ? '' : readFileSync(preload, 'utf8')}
  }).call(undefined, environment.require, environment.process, module, module.exports, globalThis)
})()`

/** Draws a context menu in the isolated world; see `drawContextMenu`. */
export const drawMenuScript = (menuName: string, items: readonly DrawnItem[], place: MenuPlace): string =>
  `${source(drawContextMenu)}(${menuName}, ${JSON.stringify(contextMenuStyle)}, ${JSON.stringify(items)}, ${JSON.stringify(place)})`

export const closeMenuScript = (menuName: string): string => `${menuName}.menu?.close()`
