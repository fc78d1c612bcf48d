import { readFileSync } from 'node:fs'
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

/** Marks the runtime's script in `Debugger.paused`; see sync-call.ts. */
export const scriptUrl = (secret: string): string => `chromium-runtime://${secret}/preload`

/** Main world: receives what the preload exposes. Runs before any script of the page. */
export const mainWorldScript = (names: LinkNames): string => `(() => {
  const link = ${source(createLink)}(${JSON.stringify(names.toPreload)}, ${JSON.stringify(names.toMain)}, true,
    (message, link, revive) => {
      if (message.kind === 'expose' && !Object.hasOwn(window, message.key)) {
        Object.defineProperty(window, message.key, { value: revive(message.api), enumerable: true })
      }
    })
  link.send({ kind: 'hello' })
})()`

/**
 * Isolated world: the preload itself, in the module set of a sandboxed preload. The preload's text is part of the
 * script rather than evaluated by it, so that the page's CSP needs no 'unsafe-eval'.
 */
export const preloadScript = (
  names: LinkNames,
  setup: PageSetup,
  secret: string,
  preload: string | null,
  inSubframes: boolean,
): string => `(() => {
  if (${String(!inSubframes)} && window !== window.top) return
  const syncCall = (kind, request, subject) => {
    let answer = ''
    debugger
    return answer
  }
  const environment = ${source(createPreloadEnvironment)}(
    ${JSON.stringify(setup)},
    ${source(createWire)}(),
    syncCall,
    (onMessage) => ${source(createLink)}(${JSON.stringify(names.toMain)}, ${JSON.stringify(names.toPreload)}, false, onMessage),
  )
  const module = { exports: {} }
  ;(function (require, process, module, exports, global) {
${preload === null ? '' : readFileSync(preload, 'utf8')}
  }).call(undefined, environment.require, environment.process, module, module.exports, globalThis)
})()
//# sourceURL=${scriptUrl(secret)}`
