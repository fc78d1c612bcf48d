import { randomBytes } from 'node:crypto'
import type { CdpSession } from '../cdp/connection.ts'
import { TargetGoneError } from '../cdp/connection.ts'
import type { Protocol } from '../cdp/protocol.ts'
import type { DrawnItem, MenuPlace } from './context-menu.ts'
import type { PageMessage, RuntimeMessage } from './preload-environment.ts'
import { closeMenuScript, drawMenuScript, mainWorldScript, preloadScript } from './scripts.ts'

export interface PageSource {
  readonly frameId: string
  readonly contextId: number
}

export interface PageHostOptions {
  readonly preload: string | null
  readonly preloadInSubframes: boolean
  readonly versions: Readonly<Record<string, string>>
  /** Messages of preload scripts, in order. */
  onMessage(source: PageSource, message: PageMessage): void
  /** A key on its way to the page; answers whether the main process prevented it. */
  onInput(input: unknown): boolean
}

interface Evaluated<Value> {
  readonly value?: Value
  readonly objectId?: string
}

const random = (): string => `_${randomBytes(12).toString('hex')}`

/** Failures of commands that raced with the end of the page or of one of its documents. */
const isGone = (error: unknown): boolean =>
  error instanceof TargetGoneError ||
  (error instanceof Error && /context|Internal error|Cannot find|navigated/iu.test(error.message))

const ignoreGone = (error: unknown): void => {
  if (!isGone(error)) throw error
}

/** Runs the preload in a page's isolated world and carries messages between it and the main process. */
export class PageHost {
  private readonly world = random()
  private readonly binding = random()
  private readonly receiver = random()
  private readonly syncCallName = random()
  private readonly menuName = random()
  private readonly names = { toMain: random(), toPreload: random() }
  private readonly contexts = new Map<number, string>()
  private readonly contextsByFrame = new Map<string, number>()
  private readonly session: CdpSession
  private readonly options: PageHostOptions

  constructor(session: CdpSession, options: PageHostOptions) {
    this.session = session
    this.options = options
  }

  async install(): Promise<void> {
    const { session } = this
    session.on('Runtime.executionContextCreated', ({ context }) => this.contextCreated(context))
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.contextGone(executionContextId),
    )
    session.on('Runtime.executionContextsCleared', () => {
      this.contexts.clear()
      this.contextsByFrame.clear()
    })
    session.on('Runtime.bindingCalled', (call) => this.bindingCalled(call))
    session.on('Debugger.paused', (paused) => {
      this.answerSyncCall(paused).catch(ignoreGone)
    })
    const { preload, preloadInSubframes, versions } = this.options
    const setup = {
      bindingName: this.binding,
      receiverName: this.receiver,
      menuName: this.menuName,
      platform: process.platform,
      arch: process.arch,
      versions,
      argv: [process.execPath],
      env: {},
    }
    const source = preloadScript(this.names, setup, this.syncCallName, preload, preloadInSubframes)
    await Promise.all([
      session.send('Runtime.enable'),
      session.send('Runtime.addBinding', { name: this.binding, executionContextName: this.world }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(this.names) }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: this.world }),
    ])
  }

  /**
   * From now on the preload's synchronous calls are answered; before, they answer nothing. Not from the start: a page whose
   * scripts are debugged loads more slowly, and Electron's are not. Nobody can have dropped a file on a page that still loads.
   */
  async answerSyncCalls(): Promise<void> {
    await this.session.send('Debugger.enable', {}).catch(ignoreGone)
  }

  /** Delivers a message to one frame's preload; false when the frame has none (yet). */
  post(frameId: string, message: RuntimeMessage): boolean {
    const contextId = this.contextsByFrame.get(frameId)
    if (contextId === undefined) return false
    this.postTo(contextId, message)
    return true
  }

  /** Commands to one page are carried out in the order in which they were sent, and so are these messages. */
  postTo(contextId: number, message: RuntimeMessage): void {
    const expression = `${this.receiver}(${JSON.stringify(message)})`
    this.session.send('Runtime.evaluate', { expression, contextId, silent: true }).catch(ignoreGone)
  }

  /**
   * Draws a context menu in a frame. Answers the index of the item that was chosen; null for none, also because the document
   * is no more.
   */
  async showMenu(frameId: string, items: readonly DrawnItem[], place: MenuPlace): Promise<number | null> {
    const contextId = this.contextsByFrame.get(frameId)
    if (contextId === undefined) return null
    const expression = drawMenuScript(this.menuName, items, place)
    const answer = await this.session
      .send('Runtime.evaluate', { expression, contextId, awaitPromise: true, returnByValue: true })
      .catch(ignoreGone)
    if (answer?.exceptionDetails !== undefined) {
      throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text)
    }
    return (answer?.result.value as number | null | undefined) ?? null
  }

  closeMenu(frameId: string): void {
    const contextId = this.contextsByFrame.get(frameId)
    if (contextId === undefined) return
    const expression = closeMenuScript(this.menuName)
    this.session.send('Runtime.evaluate', { expression, contextId, silent: true }).catch(ignoreGone)
  }

  private contextCreated(context: Protocol.Runtime.ExecutionContextDescription): void {
    if (context.name !== this.world) return
    const { frameId } = context.auxData as unknown as { frameId: string }
    this.contexts.set(context.id, frameId)
    this.contextsByFrame.set(frameId, context.id)
  }

  private contextGone(id: number): void {
    const frameId = this.contexts.get(id)
    this.contexts.delete(id)
    if (frameId !== undefined && this.contextsByFrame.get(frameId) === id)
      this.contextsByFrame.delete(frameId)
  }

  private bindingCalled(call: Protocol.Runtime.bindingCalledPayload): void {
    const frameId = this.contexts.get(call.executionContextId)
    if (call.name !== this.binding || frameId === undefined) return
    const source = { frameId, contextId: call.executionContextId }
    this.options.onMessage(source, JSON.parse(call.payload) as PageMessage)
  }

  /**
   * Some of Electron's calls answer at once, without a promise: `webUtils.getPathForFile`, `before-input-event`.
   * A page cannot wait for another process, except in one place: a `debugger` statement, during which DevTools
   * commands are still served. The preload's script stops on one, and the call is read from `slot`, which also
   * takes the answer. Not from local variables: V8's optimised code does not keep those for a debugger.
   */
  private async answerSyncCall({ callFrames }: Protocol.Debugger.pausedPayload): Promise<void> {
    const [frame] = callFrames
    if (frame?.functionName === this.syncCallName) {
      const { callFrameId } = frame
      const answer = await this.syncAnswer(callFrameId).catch((error: unknown) => {
        console.error(`chromium-runtime: ${String(error)}`)
        return ''
      })
      await this.evaluateOn(callFrameId, `slot.answer = ${JSON.stringify(answer)}`)
    }
    // Not sent before the answer is in: Chromium can resume first.
    await this.session.send('Debugger.resume', {})
  }

  private async syncAnswer(callFrameId: string): Promise<string> {
    const { value: kind } = await this.evaluateOn<string>(callFrameId, 'slot.kind')
    if (kind === 'input') {
      const { value: request } = await this.evaluateOn<string>(callFrameId, 'slot.request')
      return this.options.onInput(JSON.parse(request ?? 'null')) ? 'prevented' : ''
    }
    const { objectId } = await this.evaluateOn(callFrameId, 'slot.subject')
    if (objectId === undefined) return ''
    const { path } = await this.session.send('DOM.getFileInfo', { objectId })
    return path
  }

  private async evaluateOn<Value>(callFrameId: string, expression: string): Promise<Evaluated<Value>> {
    const answer = await this.session.send('Debugger.evaluateOnCallFrame', { callFrameId, expression })
    if (answer.exceptionDetails !== undefined) {
      throw new Error(`${expression}: ${answer.result.description ?? answer.exceptionDetails.text}`)
    }
    return answer.result
  }
}
